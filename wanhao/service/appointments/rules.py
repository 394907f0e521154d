"""Windows of a day, their capacity, and whether a promise to come was kept. Plain Python.

A worked example: hours 9:00–12:00 and 13:30–18:00 cut into windows of 90 minutes give 9:00, 10:30, 13:30, 15:00 and
16:30; a rest too short for a window is not offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wanhao.foundation.calendars.rules import SHANGHAI, Span


@dataclass(frozen=True)
class Window:
    """A stretch of a day within which somebody comes."""

    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class CapacityWord:
    """The administrator's word: so many in a window; without a day every day, without a time every window."""

    capacity: int
    day: date | None = None
    begins: time | None = None

    @property
    def weight(self) -> int:
        """The more exactly it speaks, the more it counts; the day before the time."""
        return 2 * (self.day is not None) + (self.begins is not None)


def windows_of(day: date, spans: Iterable[Span], minutes: int) -> list[Window]:
    """The windows of a day from its open spans (seconds since midnight), each `minutes` long."""
    midnight, length = datetime.combine(day, time(0), SHANGHAI), minutes * 60
    found = []
    for opens, closes in spans:
        for begins in range(opens, closes - length + 1, length):
            begins_at = midnight + timedelta(seconds=begins)
            found.append(Window(begins_at, begins_at + timedelta(seconds=length)))
    return found


def capacity_of(window: Window, words: Sequence[CapacityWord], usual: int) -> int:
    """How many a window takes: what is said most exactly of it, else the area's usual number."""
    local = window.begins_at.astimezone(SHANGHAI)
    fitting = [
        word
        for word in words
        if word.day in (None, local.date()) and word.begins in (None, local.time().replace(tzinfo=None))
    ]
    return max(fitting, key=lambda word: word.weight).capacity if fitting else usual


def lowest_free(taken: Iterable[int], capacity: int) -> int | None:
    """The lowest place from 1 to `capacity` that nobody holds; None when all are held."""
    held = set(taken)
    return next((place for place in range(1, capacity + 1) if place not in held), None)


def is_kept(window: Window, arrived_at: datetime, grace_minutes: int) -> bool:
    """Did somebody arrive within the window, give or take the grace?"""
    grace = timedelta(minutes=grace_minutes)
    return window.begins_at - grace <= arrived_at <= window.ends_at + grace
