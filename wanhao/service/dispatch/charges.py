"""What is charged to departments: contexts register kinds of charges; the scoreboard counts them and leads to each.

    register(Source(name=…, charges=…))

A source tells the charges of a time, newest first; one that was made good is told with the moment and counts no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.rights import Right
from wanhao.service.dispatch.models import WorkOrder
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from wanhao.foundation.accounts.models import Staff, Unit


@dataclass(frozen=True)
class Charge:
    """Something that was not done as it should: against which department, since when, about which ticket."""

    department: Unit
    at: datetime
    ticket_id: int
    number: str  # of the ticket
    why: str
    person: Staff | None = None
    lifted_at: datetime | None = None


@dataclass(frozen=True)
class Source:
    """One kind of charges."""

    key: str
    name: StrPromise
    charges: Callable[[datetime, datetime], Iterable[Charge]]


@dataclass(frozen=True)
class Line:
    """A charge with its kind, whether the reader may open the ticket, and whether the department is theirs."""

    source: Source
    charge: Charge
    is_readable: bool
    is_ours: bool


SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Charges of this kind count on the scoreboard."""
    SOURCES.append(source)


def counted(begin: datetime, end: datetime) -> Counter[int]:
    """How many charges that still stand each department has of a time, by its row."""
    return Counter(
        one.department.pk for source in SOURCES for one in source.charges(begin, end) if one.lifted_at is None
    )


def lines(viewer: Staff, begin: datetime, end: datetime, *, department: str = "") -> list[Line]:
    """All charges of a time, of one department by its code or of all, the newest first; those made good as well."""
    found = [(source, one) for source in SOURCES for one in source.charges(begin, end)]
    kept = [(source, one) for source, one in found if department in ("", one.department.code)]
    wanted = {one.ticket_id for _source, one in kept}
    readable = set(tickets.tickets(viewer).filter(pk__in=wanted).values_list("pk", flat=True))
    ours = tuple(unit.path for unit in viewer.units_for(Right.SEE_WORK_ORDERS))
    rows = [Line(source, one, one.ticket_id in readable, one.department.path.startswith(ours)) for source, one in kept]
    return sorted(rows, key=lambda line: line.charge.at, reverse=True)


def false_orders(begin: datetime, end: datetime) -> list[Charge]:
    """Work reported done that was not."""
    rows = WorkOrder.objects.filter(false_at__gte=begin, false_at__lt=end).order_by("-false_at")
    return [
        Charge(row.department, row.false_at, row.ticket_id, row.ticket.number, row.false_reason, row.charged_to)
        for row in rows.select_related("department__region", "ticket", "charged_to")
        if row.false_at is not None
    ]


def register_false_orders() -> None:
    """The kind of our own."""
    register(Source("false-order", pgettext_lazy("charge", "Work reported done that was not"), false_orders))
