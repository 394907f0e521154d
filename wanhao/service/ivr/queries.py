"""Voice menus as others read them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.calendars.models import Hours
from wanhao.foundation.locks import locked_first
from wanhao.service.ivr import check, graph
from wanhao.service.ivr.graph import Graph
from wanhao.service.ivr.models import AccessCode, Announcement, Flow, FlowVersion, Sound
from wanhao.service.routing import queries as routing


def flows(viewer: Staff) -> QuerySet[Flow]:
    """Voice menus this person may edit."""
    rows = Flow.objects.visible_to(viewer, Right.EDIT_REFERENCE)
    return rows.select_related("published__published_by", "unit", "draft_changed_by").prefetch_related("numbers")


def published_flows() -> QuerySet[Flow]:
    """Voice menus callers hear now, with what was published; for parts of the programme, without a viewer."""
    return Flow.objects.filter(published__isnull=False).select_related("published")


def flow(code: str, viewer: Staff) -> Flow:
    """One voice menu; NotFound beyond the viewer's reach."""
    found = flows(viewer).filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no such voice menu within your reach."))
    return found


def flow_to_change(flow_id: int, by: Staff | Actor) -> Flow:
    """The voice menu, locked, if this person may edit it."""
    rows = Flow.objects.all()
    if isinstance(by, Staff):
        rows = rows.visible_to(by, Right.EDIT_REFERENCE)
    found = locked_first(rows.filter(pk=flow_id))
    if found is None:
        raise NotFound(_("There is no such voice menu within your reach."))
    return found


def house() -> check.House:
    """Queues, hours and regions a menu may name."""
    queues = list(routing.all_queues())
    return check.House(
        queues={queue.code: queue.is_active for queue in queues},
        hours={row.code: bool(row.periods.all()) for row in Hours.objects.prefetch_related("periods")},
        without_calls=frozenset(queue.code for queue in queues if not queue.takes("call")),
        regions=frozenset(Unit.objects.filter(kind=Unit.Kind.REGION).values_list("code", flat=True)),
    )


def problems_of(flow: Flow) -> list[check.Problem]:
    """What is wrong with the draft."""
    return check.problems(graph.from_document(flow.draft), house())


def published_graph(flow: Flow) -> Graph:
    """What callers hear now; an empty graph before the first version."""
    return graph.from_document(flow.published.graph) if flow.published else Graph("")


def version_graph(flow: Flow, number: int) -> Graph:
    """A version as it was published."""
    return graph.from_document(version_of(flow, number).graph)


def version_of(flow: Flow, number: int) -> FlowVersion:
    """A version by its number; NotFound when there is none."""
    found = flow.versions.filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no such version."))
    return found


def versions(flow: Flow) -> QuerySet[FlowVersion]:
    """All versions, newest first."""
    return flow.versions.select_related("published_by").order_by("-number")


def active_access_codes() -> list[AccessCode]:
    """Numbers in use whose menu was published."""
    rows = AccessCode.objects.filter(is_active=True, flow__published__isnull=False)
    return list(rows.select_related("flow__published", "unit").order_by("pk"))


def hours_by_code() -> dict[str, int]:
    """Opening hours a menu may ask for."""
    return dict(Hours.objects.values_list("code", "pk"))


def queues_in_use() -> frozenset[str]:
    """Codes of queues callers may come to."""
    return frozenset(routing.all_queues().filter(is_active=True).values_list("code", flat=True))


def sound(flow: Flow, key: str) -> Sound:
    """A recording uploaded for a voice menu; NotFound when there is none."""
    found = flow.sounds.filter(public_id=key).first()
    if found is None:
        raise NotFound(_("There is no such recording."))
    return found


def sound_files(keys: Iterable[str]) -> dict[str, str]:
    """Where the recordings with these public ids lie."""
    wanted = {key for key in keys if key}
    return {row.public_id: row.file.path for row in Sound.objects.filter(public_id__in=wanted)} if wanted else {}


def running_announcements() -> list[Announcement]:
    """Announcements callers hear at this moment or soon."""
    return list(Announcement.objects.filter(ends_at__gt=timezone.now()).select_related("flow").order_by("begins_at"))


def announcements(viewer: Staff) -> QuerySet[Announcement]:
    """Announcements of the units whose floor this person steers, newest first."""
    rows = Announcement.objects.visible_to(viewer, Right.STEER_FLOOR)
    return rows.select_related("flow", "made_by", "unit").order_by("-begins_at")
