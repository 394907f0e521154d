"""Changing voice menus: making one, saving its draft, publishing, rolling back."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.ivr import events, graph, queries
from wanhao.service.ivr.graph import Graph
from wanhao.service.ivr.models import Flow, FlowVersion, Sound

By = Staff | Actor
FLOW_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


@transaction.atomic
def make_flow(code: str, *, name_zh: str, name_en: str = "", unit: Unit, by: By, draft: Graph | None = None) -> Flow:
    """A new voice menu with a draft, which no caller hears yet."""
    if isinstance(by, Staff) and not by.may(Right.EDIT_REFERENCE, unit):
        raise NotAllowed(_("You may not make voice menus for this unit."))
    wrong: dict[str, object] = {}
    if not FLOW_CODE.fullmatch(code):
        wrong["code"] = _("Small letters, digits and dashes, at least two.")
    elif Flow.objects.filter(code=code).exists():
        wrong["code"] = _("There is a voice menu of this code already.")
    if not name_zh.strip():
        wrong["name_zh"] = _("Give it a name.")
    if wrong:
        raise Invalid(**wrong)
    flow = Flow.objects.create(
        code=code,
        name_zh=name_zh.strip()[:60],
        name_en=name_en.strip()[:60],
        unit=unit,
        draft=graph.as_document(draft or Graph("")),
        draft_changed_at=now(),
        draft_changed_by=by if isinstance(by, Staff) else None,
    )
    record(events.FlowMade(flow.pk, code), actor=by, unit=unit)
    return flow


@transaction.atomic
def save_draft(flow_id: int, document: Any, *, version: int, by: By) -> Flow:
    """Keep a draft that was made from the state `version`; Conflict when somebody saved another one since."""
    flow = queries.flow_to_change(flow_id, by)
    if flow.draft_version != version:
        raise Conflict(_("Somebody changed this draft meanwhile. What you made is kept on this page."))
    _write_draft(flow, graph.from_document(document), by)
    return flow


def _write_draft(flow: Flow, draft: Graph, by: By) -> None:
    flow.draft, flow.draft_version = graph.as_document(draft), flow.draft_version + 1
    flow.draft_changed_at, flow.draft_changed_by = now(), by if isinstance(by, Staff) else None
    flow.save(update_fields=["draft", "draft_version", "draft_changed_at", "draft_changed_by"])


@transaction.atomic
def publish(flow_id: int, *, version: int, by: By, note: str = "") -> FlowVersion:
    """Let callers hear the draft from now on; refused while it has errors."""
    flow = queries.flow_to_change(flow_id, by)
    if flow.draft_version != version:
        raise Conflict(_("Somebody changed this draft meanwhile: look at it again before publishing."))
    if errors := [problem for problem in queries.problems_of(flow) if problem.is_error]:
        raise NotAllowed(
            _("Mend these first: %(errors)s") % {"errors": "; ".join(f"{e.step}: {e.text}" for e in errors[:5])}
        )
    draft = graph.from_document(flow.draft)
    changed = len(graph.differences(queries.published_graph(flow), draft))
    published = _put_in_use(flow, draft, by, note)
    record(events.FlowPublished(flow.pk, published.number, changed, published.note), actor=by, unit=flow.unit_id)
    return published


@transaction.atomic
def roll_back(flow_id: int, number: int, *, by: By, note: str = "") -> FlowVersion:
    """Let callers hear an earlier version again; it becomes a new one, so the history stays straight."""
    flow = queries.flow_to_change(flow_id, by)
    before, earlier = queries.published_graph(flow), queries.version_graph(flow, number)
    if before == earlier:
        raise NotAllowed(_("This is what callers hear now."))
    published = _put_in_use(flow, earlier, by, note, restores=number)
    changed = len(graph.differences(before, earlier))
    event = events.FlowRolledBack(flow.pk, published.number, changed, published.note, restores=number)
    record(event, actor=by, unit=flow.unit_id)
    return published


def _put_in_use(flow: Flow, wanted: Graph, by: By, note: str, restores: int | None = None) -> FlowVersion:
    last = flow.versions.order_by("-number").values_list("number", flat=True).first() or 0
    flow.published = FlowVersion.objects.create(
        flow=flow,
        number=last + 1,
        graph=graph.as_document(wanted),
        published_at=now(),
        published_by=by if isinstance(by, Staff) else None,
        note=note.strip()[:200],
        restores=restores,
    )
    flow.save(update_fields=["published"])
    return flow.published


@transaction.atomic
def take_as_draft(flow_id: int, number: int, *, version: int, by: By) -> Flow:
    """Go on from a published version: it replaces the draft."""
    flow = queries.flow_to_change(flow_id, by)
    if flow.draft_version != version:
        raise Conflict(_("Somebody changed this draft meanwhile: look at it again first."))
    _write_draft(flow, queries.version_graph(flow, number), by)
    record(events.DraftTaken(flow.pk, number), actor=by, unit=flow.unit_id)
    return flow


@transaction.atomic
def keep_sound(flow_id: int, file: Any, *, name: str, by: Staff) -> Sound:
    """Keep an uploaded recording (checked by the form) for the steps of a flow."""
    flow = queries.flow_to_change(flow_id, by)
    return Sound.objects.create(flow=flow, file=file, name=name[:100], uploaded_by=by)
