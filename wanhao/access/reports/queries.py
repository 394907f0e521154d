"""Counts by queue and interval, read from the places in queues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DateTimeField, DurationField, Expression, F, Func, IntegerField, Max, Q, Sum, Value
from django.db.models.functions import Coalesce, Extract, Floor

from wanhao.access.reports.rules import Counts, Step
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@dataclass(frozen=True)
class Asked:
    """What the reader asked for: queues (none = all in reach), a span of time, and the interval."""

    queue_codes: tuple[str, ...]
    begin: datetime
    end: datetime
    step: Step


def whole_seconds(begin: str, end: str) -> Expression:
    """Whole seconds between two moments of a row, each row rounded down."""
    return Floor(Extract(F(end) - F(begin), "epoch"), output_field=IntegerField())


def _sum(expression: Expression, condition: Q) -> Coalesce:
    return Coalesce(Sum(expression, filter=condition), 0, output_field=IntegerField())


def _aggregates() -> dict[str, Any]:
    left = Q(left_at__isnull=False) & ~Q(outcome="transferred")
    served = Q(outcome="answered", service_ended_at__isnull=False)
    wrapped = Q(outcome="answered", wrap_up_ended_at__isnull=False)
    wait = whole_seconds("queued_at", "left_at")
    return {
        "offered": Count("id", filter=~Q(outcome="transferred")),
        "answered": Count("id", filter=Q(outcome="answered")),
        "in_limit": Count("id", filter=Q(outcome="answered", in_limit=True)),
        "abandoned": Count("id", filter=Q(outcome="abandoned")),
        "moved_on": Count("id", filter=Q(outcome="transferred")),
        "turned_away": Count("id", filter=Q(outcome__in=["overflow", "closed"])),
        "lost": Count("id", filter=Q(outcome="lost")),
        "waiting": Count("id", filter=Q(left_at=None)),
        "wait_seconds": _sum(wait, left),
        "longest_wait_seconds": Coalesce(Max(wait, filter=left), 0),
        "served": Count("id", filter=served),
        "talk_seconds": _sum(whole_seconds("left_at", "service_ended_at"), served),
        "wrapped_up": Count("id", filter=wrapped),
        "wrap_up_seconds": _sum(whole_seconds("service_ended_at", "wrap_up_ended_at"), wrapped),
    }


def interval_counts(viewer: Staff, asked: Asked) -> dict[tuple[str, datetime], Counts]:
    """Counts per queue code and start of interval; only what the viewer may see."""
    interval = Func(
        Value(asked.step.length, output_field=DurationField()),
        F("queued_at"),
        Value(asked.begin, output_field=DateTimeField()),
        function="date_bin",
        output_field=DateTimeField(),
    )
    places = routing.places_queued(viewer, Right.SEE_REPORTS, begin=asked.begin, end=asked.end)
    if asked.queue_codes:
        places = places.filter(queue__code__in=asked.queue_codes)
    rows = places.annotate(interval=interval).values("queue__code", "interval").annotate(**_aggregates())
    names = [f.name for f in fields(Counts)]
    found = rows.order_by("interval", "queue__code").values_list("queue__code", "interval", *names)
    return {(code, interval): Counts(*counts) for code, interval, *counts in found}


def by_interval(found: dict[tuple[str, datetime], Counts]) -> dict[datetime, Counts]:
    """All queues together, per interval."""
    return _gathered((start, counts) for (_, start), counts in found.items())


def by_queue(found: dict[tuple[str, datetime], Counts]) -> dict[str, Counts]:
    """The whole span, per queue."""
    return _gathered((code, counts) for (code, _), counts in found.items())


def _gathered(pairs: Iterable[tuple[Any, Counts]]) -> dict[Any, Counts]:
    gathered: dict[Any, Counts] = defaultdict(Counts)
    for key, counts in pairs:
        gathered[key] += counts
    return dict(gathered)


def queue_names(viewer: Staff, asked: Asked) -> dict[str, str]:
    """Names of the queues that were asked for, in the reader's language."""
    queues = routing.queues(viewer, Right.SEE_REPORTS)
    return {queue.code: queue.name for queue in queues if not asked.queue_codes or queue.code in asked.queue_codes}
