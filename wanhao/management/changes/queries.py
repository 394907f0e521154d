"""The change-tracking list within the reader's reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, NotFound
from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.locks import locked
from wanhao.management.changes import rules
from wanhao.management.changes.models import Entry, EntryNote, TrackingPolicy

if TYPE_CHECKING:
    from wanhao.management.help.models import HelpRequest

PAGE = 50
SHOWN_REQUESTS = 20
UNFINISHED = ~Q(status=Entry.Status.CLOSED)


def home_of(unit: Unit) -> Unit:
    """The centre or hall a unit belongs to: the list is kept for the whole of it."""
    steps = unit.path.strip("/").split("/")
    above = ["/".join(steps[:length]) + "/" for length in range(1, len(steps) + 1)]
    units = {one.path: one for one in Unit.objects.filter(path__in=above)}
    return units.get(rules.home_path(unit.path, {path: one.kind for path, one in units.items()}), unit)


def entries(viewer: Staff) -> QuerySet[Entry]:
    """Entries of the viewer's units, of the centre these belong to, and those they own."""
    homes = [home_of(unit).pk for unit in viewer.units_for(Right.SEE_CHANGES)]
    seen = within_reach(viewer, Right.SEE_CHANGES) | Q(unit__in=homes) | Q(owner=viewer)
    return Entry.objects.filter(seen).select_related("owner", "unit", "topic", "opened_by")


def entry(public_id: str, viewer: Staff) -> Entry:
    """One entry; NotFound beyond the viewer's reach."""
    found = entries(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such entry within your reach."))
    return found


def may_keep(one: Entry, viewer: Staff) -> bool:
    """May this person move the entry on: its owner, who opened it, or who keeps the list of its unit?"""
    if not viewer.may(Right.KEEP_CHANGES):
        return False
    return viewer.pk in (one.owner_id, one.opened_by_id) or viewer.may(Right.KEEP_CHANGES, one.unit)


def entry_to_change(public_id: str, by: Staff, version: int) -> Entry:
    """The entry, locked, if this person may move it on; Conflict when it is no longer of this version."""
    seen = entry(public_id, by)
    found = locked(Entry.objects.select_related("unit", "owner"), seen.pk)
    if not may_keep(found, by):
        raise NotFound(_("There is no such entry within your reach, or you may not change it."))
    if found.version != version:
        raise Conflict(_("Somebody changed this entry meanwhile. Read what is new and send again."))
    return found


@dataclass(frozen=True)
class EntryFilter:
    """What the list is narrowed to; empty means any."""

    term: str = ""
    status: str = "unfinished"
    topic: str = ""
    owner: str = ""
    overdue_on: date | None = None
    before_id: int | None = None


def found_entries(viewer: Staff, wanted: EntryFilter, limit: int = PAGE) -> list[Entry]:
    """Newest first, with the number of requests behind each."""
    rows = entries(viewer).annotate(asked=Count("requests", distinct=True))
    if wanted.status == "unfinished":
        rows = rows.filter(UNFINISHED)
    elif wanted.status != "all":
        rows = rows.filter(status=wanted.status)
    exact = {"topic__code": wanted.topic, "owner__staff_number": wanted.owner}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.term:
        rows = rows.filter(Q(title__icontains=wanted.term) | Q(text__icontains=wanted.term))
    if wanted.overdue_on:
        rows = rows.filter(UNFINISHED, due_on__lt=wanted.overdue_on)
    if wanted.before_id:
        rows = rows.filter(pk__lt=wanted.before_id)
    return list(rows.order_by("-pk")[:limit])


def story(one: Entry) -> list[EntryNote]:
    """What happened to it, in order."""
    return list(one.notes.select_related("author"))


def requests_behind(one: Entry) -> tuple[int, list[HelpRequest]]:
    """How many help requests led to it, and the latest of them."""
    rows = one.requests.select_related("agent", "unit", "topic").prefetch_related("lines")
    return rows.count(), list(rows.order_by("-asked_at")[:SHOWN_REQUESTS])


def keepers(unit: Unit) -> list[Staff]:
    """Who may own entries of this unit: holders of the right in it, above it or below it."""
    return accounts.holders_around(Right.KEEP_CHANGES, unit)


def tracking_policy() -> TrackingPolicy:
    """When entries are proposed, and when they are usually due."""
    return TrackingPolicy.current()


def running_about(topic_id: int, unit_id: int) -> Entry | None:
    """The entry of a unit about a topic that is not closed."""
    return Entry.objects.filter(UNFINISHED, topic_id=topic_id, unit_id=unit_id).order_by("-pk").first()


def to_remind(today: date) -> list[int]:
    """Overdue entries whose owner was not reminded today."""
    late = Entry.objects.filter(UNFINISHED, due_on__lt=today, owner__isnull=False)
    return list(late.exclude(reminded_on=today).values_list("pk", flat=True))
