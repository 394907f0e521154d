"""What is counted of tickets: on time, solved at first contact, repeated, reopened, falsely closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, TruncWeek
from django.utils.timezone import now

from wanhao.foundation.accounts.rights import Right
from wanhao.service.complaints import queries as complaints
from wanhao.service.dispatch import figures as dispatch
from wanhao.service.tickets import figures

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket

DONE = Q(status__in=["resolved", "closed"])
WITH_US = Q(contact__isnull=False, opened_by__isnull=False)  # not those customers opened alone on the web page


@dataclass(frozen=True)
class Counts:
    """What was counted of the tickets opened in a span."""

    opened: int = 0
    decided: int = 0  # finished, or their time is over
    on_time: int = 0
    in_contact: int = 0  # opened by staff in a contact
    first: int = 0  # of these, solved in it
    repeats: int = 0
    finished: int = 0  # said to be solved at least once
    reopened: int = 0
    false: int = 0

    def __add__(self, other: Counts) -> Counts:
        names = [one.name for one in fields(Counts)]
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def __sub__(self, other: Counts) -> Counts:
        names = [one.name for one in fields(Counts)]
        return Counts(**{name: getattr(self, name) - getattr(other, name) for name in names})


def total(many: Iterable[Counts]) -> Counts:
    """All of them together; shares are made from it, never averaged."""
    return sum(many, start=Counts())


@dataclass(frozen=True)
class Key:
    """One line before it is gathered."""

    category: str
    area: str
    week: date


COUNTED: dict[str, Q] = {
    "opened": Q(),
    "decided": DONE & Q(due_at__isnull=False) | ~DONE & Q(due_at__lt=F("read_at")),
    "on_time": DONE & Q(finished_at__lte=F("due_at")),
    "in_contact": WITH_US,
    "first": WITH_US
    & Q(reopened_count=0, is_repeated=False, has_orders=False, was_solved_by_opener=True)
    & DONE
    & (Q(contact_ended_at=None) | Q(finished_at__lte=F("contact_ended_at"))),
    "repeats": Q(is_repeat=True),
    "finished": DONE | Q(reopened_count__gt=0),
    "reopened": Q(reopened_count__gt=0),
    "false": Q(was_false=True),
}


def opened(viewer: Staff, begin: datetime, end: datetime) -> QuerySet[Ticket, Any]:
    """Tickets opened in [begin, end) in the units within reach; a merged one is counted as the one it went into."""
    return flagged(figures.tickets_opened_within(viewer, Right.SEE_REPORTS, begin, end))


def flagged(rows: QuerySet[Ticket]) -> QuerySet[Ticket, Any]:
    """Each with what its figures are made of."""
    again = timedelta(days=complaints.policy().repeat_days)
    itself, same = figures.the_ticket_itself(), figures.tickets_alike()
    solved = itself.filter(notes__kind__in=["resolved", "closed"], notes__author=F("opened_by"))
    contradicted = itself.filter(Q(false_closures__isnull=False) | Q(work_orders__false_at__isnull=False))
    wrapped_up = itself.annotate(last=Max("contact__places__wrap_up_ended_at")).values("last")
    opened_at: Any = OuterRef("opened_at")
    earlier, later = Q(opened_at__gte=opened_at - again), Q(opened_at__lte=opened_at + again)
    return rows.annotate(
        read_at=Value(now(), output_field=DateTimeField()),
        finished_at=Coalesce("resolved_at", "closed_at"),
        contact_ended_at=Greatest("contact__ended_at", Subquery(wrapped_up)),
        has_orders=Exists(itself.filter(work_orders__isnull=False)),
        was_solved_by_opener=Exists(solved),
        is_repeat=Exists(same.filter(earlier, opened_at__lt=opened_at)),
        is_repeated=Exists(same.filter(later, opened_at__gt=opened_at)),
        was_false=Exists(contradicted),
    )


def _aggregates(*, distinct: bool = False) -> dict[str, Any]:
    return {f"n_{name}": Count("pk", filter=one, distinct=distinct) for name, one in COUNTED.items()}


def _counted(row: Any) -> Counts:
    return Counts(**{name: row[f"n_{name}"] for name in COUNTED})


def counts(viewer: Staff, begin: datetime, end: datetime) -> dict[Key, Counts]:
    """By category, area and week."""
    rows = opened(viewer, begin, end).annotate(week=TruncWeek("opened_at")).order_by()
    found: Any = rows.values("category__code", "region__code", "week").annotate(**_aggregates())
    return {Key(row["category__code"], row["region__code"], row["week"].date()): _counted(row) for row in found}


def by_department(viewer: Staff, begin: datetime, end: datetime, everything: Counts) -> dict[str, Counts]:
    """By the departments that had a work order of it; '' for tickets no department was asked about.

    A ticket of two departments counts for both. What no department was asked about is `everything` (all tickets of the
    span) without the others: most tickets are such, and counting them once more would take as long again.
    """
    asked = opened(viewer, begin, end).filter(Exists(dispatch.orders_of_the_ticket())).order_by()
    rows = asked.annotate(department=F("work_orders__department__code"))
    found: Any = rows.values("department").annotate(**_aggregates(distinct=True))
    departments = {row["department"]: _counted(row) for row in found}
    without = everything - _counted(asked.aggregate(**_aggregates()))
    return departments | ({"": without} if without.opened else {})


def behind(viewer: Staff, begin: datetime, end: datetime, figure: str, part: Q) -> QuerySet[Ticket, Any]:
    """The tickets a figure counts in one line of the report."""
    return opened(viewer, begin, end).filter(COUNTED[figure], part).distinct()


PARTS = {"category": "category__code", "area": "region__code", "department": "work_orders__department__code"}


def part_of(kind: str, key: str) -> Q:
    """A line of the report as a filter: all tickets for an unknown kind."""
    if kind not in PARTS:
        return Q()
    return Q(**{PARTS[kind]: key}) if key else Q(**{f"{PARTS[kind]}__isnull": True})
