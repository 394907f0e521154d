"""The improvement list within the reader's reach, and what is measured of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, NotFound
from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.locks import locked
from wanhao.management.changes import queries as changes
from wanhao.management.improvement import rules, theme_queries
from wanhao.management.improvement.models import Improvement, ImprovementNote
from wanhao.management.improvement.rules import Counts, Effect, Rate
from wanhao.service.appeals import queries as appeals
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.figures import tickets_opened

if TYPE_CHECKING:
    from wanhao.management.changes.models import Entry
    from wanhao.service.tickets.models import Ticket

PAGE = 200
UNFINISHED = Q(status__in=Improvement.UNFINISHED)
FACTS = ("theme__merged_into", "category", "owner", "unit", "opened_by", "entry")


def home_of(unit: Unit) -> Unit:
    """The centre or hall whose list a unit's people keep."""
    return changes.home_of(unit)


def improvements(viewer: Staff) -> QuerySet[Improvement]:
    """Improvements of the viewer's units, of the centre these belong to, and those they own."""
    homes = [home_of(unit).pk for unit in viewer.units_for(Right.SEE_THEMES)]
    seen = within_reach(viewer, Right.SEE_THEMES) | Q(unit__in=homes) | Q(owner=viewer)
    return Improvement.objects.filter(seen).select_related(*FACTS)


def improvement(public_id: str, viewer: Staff) -> Improvement:
    """One improvement; NotFound beyond the viewer's reach."""
    found = improvements(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such improvement within your reach."))
    return found


def may_keep(one: Improvement, viewer: Staff) -> bool:
    """May this person move it on: its owner, who proposed it, or who keeps the list of its unit?"""
    if not viewer.may(Right.KEEP_IMPROVEMENTS):
        return False
    return viewer.pk in (one.owner_id, one.opened_by_id) or viewer.may(Right.KEEP_IMPROVEMENTS, one.unit)


def improvement_to_change(public_id: str, by: Staff, version: int) -> Improvement:
    """The improvement, locked, if this person may move it on; Conflict when it is no longer of this version."""
    found = locked(Improvement.objects.select_related(*FACTS), improvement(public_id, by).pk)
    if not may_keep(found, by):
        raise NotFound(_("There is no such improvement within your reach, or you may not change it."))
    if found.version != version:
        raise Conflict(_("Somebody changed this improvement meanwhile. Read what is new and send again."))
    return found


@dataclass(frozen=True)
class ImprovementFilter:
    """What the list is narrowed to; empty means any."""

    status: str = "unfinished"
    owner: str = ""
    overdue_on: date | None = None
    theme: int | None = None


def found_improvements(viewer: Staff, wanted: ImprovementFilter) -> list[Improvement]:
    """Those that fit, the newest first."""
    rows = improvements(viewer)
    if wanted.status == "unfinished":
        rows = rows.filter(UNFINISHED)
    elif wanted.status != "all":
        rows = rows.filter(status=wanted.status)
    if wanted.owner:
        rows = rows.filter(owner__staff_number=wanted.owner)
    if wanted.overdue_on:
        rows = rows.filter(UNFINISHED, due_on__lt=wanted.overdue_on)
    if wanted.theme:
        rows = rows.filter(Q(theme=wanted.theme) | Q(theme__merged_into=wanted.theme))
    return list(rows.order_by("-pk")[:PAGE])


def weights(rows: list[Improvement]) -> dict[int, list[rules.Reason]]:
    """Why each improvement weighs what it does: tickets of its theme or category in its unit in the last four weeks."""
    end = now()
    begin = end - theme_queries.SPAN
    extra = theme_queries.policy().extra
    by_unit: dict[int, dict[int, Counts]] = {}
    found = {}
    for row in rows:
        if row.theme is None:
            counted = _of_category(row, begin, end)
        else:
            if row.unit_id not in by_unit:
                by_unit[row.unit_id] = theme_queries.counts(theme_queries.in_unit(row.unit), begin, end)
            counted = by_unit[row.unit_id].get(row.theme.merged_into_id or row.theme.pk, Counts())
        found[row.pk] = rules.reasons(counted, extra)
    return found


def _opened(row: Improvement, begin: datetime, end: datetime) -> QuerySet[Ticket]:
    """All tickets its theme or category is a part of."""
    return tickets_opened(begin, end).filter(unit__path__startswith=row.unit.path)


def _about(row: Improvement) -> Q:
    """Of those, the ones of its theme or category."""
    if row.category is not None:
        return Q(category__in=tickets.with_below(row.category.code))
    assert row.theme is not None  # a constraint says so
    root = row.theme.merged_into_id or row.theme.pk
    return Q(theme__theme=root) | Q(theme__theme__merged_into=root)


def _of_category(row: Improvement, begin: datetime, end: datetime) -> Counts:
    conditions = {
        "tickets": Q(),
        "serious": Q(severity="serious"),
        "major": Q(severity="major"),
        "repeats": Q(complaint__repeat_of__isnull=False),
        "appealed": Q(pk__in=appeals.tickets_appealed()),
        "reopened": Q(reopened_count__gt=0),
    }
    counted: dict[str, Any] = {name: Count("pk", filter=one) for name, one in conditions.items()}
    return Counts(**_opened(row, begin, end).filter(_about(row)).aggregate(**counted))


def rate(row: Improvement, begin: date, end: date) -> Rate:
    """Tickets of its theme or category among all of its unit, opened on these days."""
    zone = timezone.get_current_timezone()
    rows = _opened(row, *(datetime.combine(day, time(), zone) for day in (begin, end)))
    counted = rows.aggregate(count=Count("pk", filter=_about(row)), total=Count("pk"))
    return Rate(counted["count"], counted["total"])


def effect_of(row: Improvement, today: date | None = None) -> tuple[rules.Spans, Effect] | None:
    """Before against after; as measured when the time after it is over, else as far as it can be seen."""
    if row.done_on is None:
        return None
    spans = rules.spans_around(
        row.done_on, row.effect_weeks or theme_queries.policy().effect_weeks, today or localdate()
    )
    if row.measured_at is not None:
        before = Rate(row.before_count or 0, row.before_total or 0)
        after = Rate(row.after_count or 0, row.after_total or 0)
    else:
        before, after = rate(row, *spans.before), rate(row, *spans.after)
    return spans, rules.effect(before, after, spans.seen)


def weekly(row: Improvement, first: date, last: date) -> list[tuple[date, Rate]]:
    """Its rate week by week, for the chart."""
    starts = [first + timedelta(weeks=one) for one in range(max(0, (last - first).days // 7))]
    return [(start, rate(row, start, start + timedelta(weeks=1))) for start in starts]


def story(one: Improvement) -> list[ImprovementNote]:
    """What happened to it, in order."""
    return list(one.notes.select_related("author"))


def keepers(unit: Unit) -> list[Staff]:
    """Who may own improvements of this unit: holders of the right in it, above it or below it."""
    return accounts.holders_around(Right.KEEP_IMPROVEMENTS, unit)


def entries_to_link(viewer: Staff) -> list[Entry]:
    """Entries of the change-tracking list that are not closed, where the viewer may see them."""
    if not viewer.may(Right.SEE_CHANGES):
        return []
    return changes.found_entries(viewer, changes.EntryFilter())


def to_measure(today: date) -> list[int]:
    """Done improvements whose time after is over and that were not measured."""
    done = Improvement.objects.filter(status=Improvement.Status.DONE, measured_at=None)
    weeks = theme_queries.policy().effect_weeks
    return list(done.filter(done_on__lt=today - timedelta(weeks=weeks)).order_by("pk").values_list("pk", flat=True))


def to_remind(today: date) -> list[int]:
    """Overdue improvements whose owner was not reminded today."""
    late = Improvement.objects.filter(UNFINISHED, due_on__lt=today)
    return list(late.exclude(reminded_on=today).values_list("pk", flat=True))
