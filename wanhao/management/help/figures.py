"""Help requests counted by topic, team and day, for reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, IntegerField, Q, Sum
from django.db.models.functions import Coalesce, Extract, Floor, TruncDate

from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.queries import units_within_reach
from wanhao.foundation.accounts.rights import Right
from wanhao.management.help.models import HelpRequest, HelpTopic
from wanhao.management.help.rules import Counts

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@dataclass(frozen=True)
class Key:
    """What one group of counts is about."""

    topic: str
    team: str
    day: date


def _seconds(end: str) -> Coalesce:
    length = Floor(Extract(F(end) - F("asked_at"), "epoch"), output_field=IntegerField())
    return Coalesce(Sum(length), 0, output_field=IntegerField())


def _aggregates() -> dict[str, Any]:
    taken = Q(taken_at__isnull=False)
    return {
        "asked": Count("pk"),
        "cancelled": Count("pk", filter=Q(outcome=HelpRequest.Outcome.CANCELLED)),
        "taken": Count("taken_at"),
        "taken_in_time": Count("pk", filter=taken & Q(escalated_at=None)),
        "reaction_seconds": _seconds("taken_at"),
        "helped": Count("helped_at"),
        "help_seconds": _seconds("helped_at"),
        "escalated": Count("escalated_at"),
    }


def help_counts(
    viewer: Staff, begin: datetime, end: datetime, *, teams: tuple[str, ...] = (), topics: tuple[str, ...] = ()
) -> dict[Key, Counts]:
    """Requests asked in [begin, end) by agents of the viewer's units, by topic, team and day."""
    rows = HelpRequest.objects.visible_to(viewer, Right.SEE_REPORTS).filter(asked_at__gte=begin, asked_at__lt=end)
    if teams:
        rows = rows.filter(unit__code__in=teams)
    if topics:
        rows = rows.filter(topic__code__in=topics)
    names = [one.name for one in fields(Counts)]
    grouped = rows.annotate(day=TruncDate("asked_at")).order_by().values("topic__code", "unit__code", "day")
    found = grouped.annotate(**_aggregates()).values_list("topic__code", "unit__code", "day", *names)
    return {Key(topic, team, day): Counts(*counts) for topic, team, day, *counts in found}


def gathered(found: dict[Key, Counts], by: Callable[[Key], Any]) -> dict[Any, Counts]:
    """The counts together, by one of their keys."""
    sums: dict[Any, Counts] = defaultdict(Counts)
    for key, counts in found.items():
        sums[by(key)] += counts
    return dict(sums)


def topic_names() -> dict[str, str]:
    """All topics, those out of use too."""
    return {topic.code: topic.name for topic in HelpTopic.objects.all()}


def team_names(viewer: Staff) -> dict[str, str]:
    """Units within the viewer's reach whose agents ever asked."""
    asked = HelpRequest.objects.order_by().values("unit").distinct()
    units: Any = units_within_reach(viewer, Right.SEE_REPORTS).filter(pk__in=asked)
    return {unit.code: unit.name for unit in units.order_by("path") if isinstance(unit, Unit)}
