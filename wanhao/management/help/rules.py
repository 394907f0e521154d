"""Which step a help request may take next, and how soon help came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

STEPS = {
    "waiting": frozenset({"taken", "helped", "closed"}),
    "taken": frozenset({"helped", "closed"}),
    "helped": frozenset({"taken", "helped", "closed"}),
    "closed": frozenset(),
}


def may_become(status: str, wanted: str) -> bool:
    """May a request of this status take that one?"""
    return wanted in STEPS[status]


def is_late(asked_at: datetime, taken_at: datetime | None, take_within: timedelta, at: datetime) -> bool:
    """Did, or does, nobody react within the time?"""
    return (taken_at or at) - asked_at > take_within


@dataclass(frozen=True)
class Counts:
    """Help requests of a span, a topic or a team; sums in whole seconds. In time is what needed no alarm."""

    asked: int = 0
    cancelled: int = 0
    taken: int = 0
    taken_in_time: int = 0
    reaction_seconds: int = 0
    helped: int = 0
    help_seconds: int = 0
    escalated: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def wanted(self) -> int:
        """Requests that were not taken back: the denominator of the share that got help."""
        return self.asked - self.cancelled


def total(counts: Iterable[Counts]) -> Counts:
    """All together."""
    return sum(counts, start=Counts())
