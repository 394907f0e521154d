"""Figures of complaints, each ratio with its numerator and denominator: by category, by unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import now

from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.service.complaints.models import Closing, Complaint
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@dataclass(frozen=True)
class Counts:
    """What was counted of the complaints opened in a span."""

    opened: int = 0
    resolved: int = 0  # said to be solved at least once
    decided: int = 0  # resolved now, or their time is over
    on_time: int = 0
    repeats: int = 0
    reopened: int = 0
    closed: int = 0
    asked: int = 0  # closed, and the customer was asked or tried often enough
    answered: int = 0  # customers who said solved or not solved
    contradicted: int = 0  # customers who said not solved
    with_management: int = 0


def total(many: Iterable[Counts]) -> Counts:
    """All of them together."""
    rows = list(many)
    return Counts(*(sum(getattr(row, field.name) for row in rows) for field in fields(Counts)))


@dataclass(frozen=True)
class Key:
    """One line before it is gathered."""

    category: str
    unit: str


def counts(viewer: Staff, begin: datetime, end: datetime) -> dict[Key, Counts]:
    """Complaints opened in [begin, end) of the units within reach, by category and unit."""
    rows = _flagged(_opened(viewer, begin, end))
    found = rows.order_by().values("ticket__category__code", "ticket__unit__code").annotate(**_aggregates())
    return {Key(row["ticket__category__code"], row["ticket__unit__code"]): _counted(row) for row in found}


def _counted(row: Mapping[str, Any]) -> Counts:
    return Counts(**{field.name: row[f"n_{field.name}"] for field in fields(Counts)})


def _opened(viewer: Staff, begin: datetime, end: datetime) -> QuerySet[Complaint]:
    reach = within_reach(viewer, Right.SEE_REPORTS, "ticket__unit")
    return Complaint.objects.filter(reach, ticket__opened_at__gte=begin, ticket__opened_at__lt=end)


def _flagged(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Each with what its closings said."""
    closings = Closing.objects.filter(ticket=OuterRef("ticket"))
    return rows.annotate(
        was_asked=Exists(closings.filter(result__in=["solved", "not_reached"])),
        has_answered=Exists(closings.filter(result__in=["solved", "not_solved"])),
        has_contradicted=Exists(closings.filter(result="not_solved")),
    )


def _aggregates() -> dict[str, Count]:
    is_done = Q(ticket__status__in=["resolved", "closed"])
    was_done = is_done | Q(ticket__reopened_count__gt=0)
    conditions = {
        "resolved": was_done,
        "decided": is_done | Q(ticket__due_at__lt=now()),
        "on_time": is_done & Q(ticket__resolved_at__lte=F("ticket__due_at")),
        "repeats": Q(repeat_of__isnull=False),
        "reopened": Q(ticket__reopened_count__gt=0),
        "closed": Q(ticket__status="closed"),
        "asked": Q(ticket__status="closed", was_asked=True),
        "answered": Q(has_answered=True),
        "contradicted": Q(has_contradicted=True),
        "with_management": Q(level=3),
    }
    return {"n_opened": Count("pk")} | {f"n_{name}": Count("pk", filter=one) for name, one in conditions.items()}


def category_names() -> dict[str, str]:
    """Category code → its name with those above it."""
    return {leaf.code: leaf.label for leaf in tickets.category_leaves()}


def unit_names(codes: Iterable[str]) -> dict[str, str]:
    """Unit code → its name."""
    return {unit.code: unit.name for unit in Unit.objects.filter(code__in=set(codes))}
