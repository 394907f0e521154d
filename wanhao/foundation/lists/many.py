"""Acts on many rows: chosen, looked over, done one by one, each with what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed, NotFound, Refused
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.foundation.lists.events import ManyChanged
from wanhao.foundation.lists.keyset import page_of
from wanhao.foundation.lists.models import ListRun
from wanhao.foundation.lists.spec import SPECS, Asked, ListAct, ListSpec

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 5_000
AT_ONCE = 20
SHOWN = 50
TOLD_EVERY = 25
State = ListRun.State


@dataclass(frozen=True)
class Looked:
    """A row in the preview: how it is called, and why it would not be done ('' if it would)."""

    line: Any
    key: str
    hindrance: str


def choose(spec: ListSpec, act: ListAct, asked: Asked, numbers: Sequence[int] | None) -> ListRun:
    """Note which rows are meant, as they are now: these, or all that are asked for (`numbers` is None)."""
    if not asked.viewer.may(act.right):
        raise NotFound("")
    if numbers is None:
        bare = spec.rows(asked).select_related(None).prefetch_related(None)
        rows = page_of(bare, spec.sort_named(asked.sort), "", MOST + 1, spec.by_index(asked)).rows
    else:
        rows = list(spec.rows(Asked(asked.viewer, {})).filter(pk__in=numbers[: MOST + 1]))
    if not rows:
        raise Invalid(rows=_("Choose at least one row."))
    if len(rows) > MOST:
        raise Invalid(rows=_("More than %(most)d rows: narrow the list.") % {"most": MOST})
    items = [[row.pk, spec.version(row)] for row in rows]
    return ListRun.objects.create(list_name=spec.name, act=act.key, by=asked.viewer, items=items)


def my_run(public_id: str, by: Staff) -> ListRun:
    """An act of this person."""
    run = ListRun.objects.filter(public_id=public_id, by=by).first()
    if run is None or run.list_name not in SPECS:
        raise NotFound(_("There is no such act of yours."))
    return run


def looked_over(run: ListRun) -> list[Looked]:
    """The first rows of the run, with what hinders each."""
    spec, act = SPECS[run.list_name], SPECS[run.list_name].act_named(run.act)
    numbers = [number for number, _version in run.items[:SHOWN]]
    seen = {row.pk: row for row in spec.prepared(list(spec.rows(Asked(run.by, {})).filter(pk__in=numbers)))}
    changeable = set(_to_change(spec, run.by, numbers).values_list("pk", flat=True))
    looked = []
    for row in (seen[number] for number in numbers if number in seen):
        hindrance = act.hinders(row, run.by) if row.pk in changeable else _("You may not change this one.")
        looked.append(Looked(spec.line(row), spec.key(row), hindrance))
    return looked


def _to_change(spec: ListSpec, by: Staff, numbers: Sequence[int]) -> QuerySet[Any]:
    return (spec.rows_to_change or (lambda person, wanted: spec.rows(Asked(person, {})).filter(pk__in=wanted)))(
        by, numbers
    )


@transaction.atomic
def begin(run: ListRun, typed: Mapping[str, Any]) -> ListRun:
    """Confirmed: a few rows are done at once, many by a job."""
    run = ListRun.objects.select_for_update().get(pk=run.pk)
    if run.state != State.PREVIEW:
        raise NotAllowed(_("This was confirmed already."))
    run.state, run.typed = State.RUNNING, json.dumps(typed, default=str)
    run.save(update_fields=["state", "typed"])
    if len(run.items) > AT_ONCE:
        from wanhao.foundation.lists.jobs import work_through

        work_through.configure(lock=f"list run:{run.pk}").defer(run_id=run.pk)
    return run


def work(run_id: int) -> None:
    """Do what is left of a run, in the language of who asked; a job that broke off goes on where it was."""
    run = ListRun.objects.select_related("by").filter(pk=run_id, state=State.RUNNING).first()
    if run is None:
        return
    spec, act, typed = SPECS[run.list_name], SPECS[run.list_name].act_named(run.act), json.loads(run.typed)
    with translation.override(run.by.language):
        for place, (number, version) in enumerate(run.items):
            if place < len(run.results):
                continue
            if place % TOLD_EVERY == 0 and not ListRun.objects.filter(pk=run.pk, state=State.RUNNING).exists():
                return
            _one(run, spec, act, typed, number, version)
        _finish(run)


def _one(run: ListRun, spec: ListSpec, act: ListAct, typed: Mapping[str, Any], number: int, version: int) -> None:
    """One row and its result in one transaction, so that none is done twice."""
    with transaction.atomic():
        row = spec.rows(Asked(run.by, {})).filter(pk=number).first()
        key, why_not = spec.key(row) if row else str(number), ""
        try:
            with transaction.atomic():
                if row is None:
                    raise NotFound(_("It is no longer within your reach."))
                act.do(row, version, typed, run.by)
        except Refused as refused:
            why_not = str(refused.message)
        run.results.append([key, why_not])
        run.done, run.refused = run.done + (not why_not), run.refused + bool(why_not)
        run.save(update_fields=["results", "done", "refused"])


@transaction.atomic
def _finish(run: ListRun) -> None:
    run.state, run.finished_at = State.DONE, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    record(ManyChanged(run.list_name, run.pk, run.act, run.done, run.refused), actor=run.by)


def stop(run: ListRun) -> None:
    """Leave the rest undone; what was done stays."""
    open_states = (State.PREVIEW, State.RUNNING)
    ListRun.objects.filter(pk=run.pk, state__in=open_states).update(state=State.STOPPED, finished_at=timezone.now())
