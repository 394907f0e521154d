"""The figures of a queue: what is counted, and how each ratio is made of two counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum


class Step(StrEnum):
    """How long an interval is."""

    QUARTER = "15min"
    HALF = "30min"
    HOUR = "hour"
    DAY = "day"

    @property
    def length(self) -> timedelta:
        """The interval's length; a day is a calendar day of the time zone without daylight saving."""
        return {
            Step.QUARTER: timedelta(minutes=15),
            Step.HALF: timedelta(minutes=30),
            Step.HOUR: timedelta(hours=1),
            Step.DAY: timedelta(days=1),
        }[self]


LONGEST_SPAN = {
    Step.QUARTER: timedelta(days=7),
    Step.HALF: timedelta(days=14),
    Step.HOUR: timedelta(days=31),
    Step.DAY: timedelta(days=400),
}


@dataclass(frozen=True)
class Counts:
    """What was counted in one interval: numbers of places in the queue, and sums of whole seconds."""

    offered: int = 0
    answered: int = 0
    in_limit: int = 0
    abandoned: int = 0
    moved_on: int = 0
    turned_away: int = 0
    lost: int = 0
    waiting: int = 0
    wait_seconds: int = 0
    longest_wait_seconds: int = 0
    served: int = 0
    talk_seconds: int = 0
    wrapped_up: int = 0
    wrap_up_seconds: int = 0

    @property
    def decided(self) -> int:
        """Offered and no longer waiting."""
        return self.offered - self.waiting

    def __add__(self, other: Counts) -> Counts:
        summed = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        summed["longest_wait_seconds"] = max(self.longest_wait_seconds, other.longest_wait_seconds)
        return Counts(**summed)


def total(rows: Iterable[Counts]) -> Counts:
    """The sum over intervals or queues; ratios are made from it, never averaged."""
    return sum(rows, start=Counts())


@dataclass(frozen=True)
class Ratio:
    """A figure made of two counts, which stay with it."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """Numerator over denominator; None where nothing was counted."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Figure:
    """A ratio of the report: which count over which; its words are in wording.py."""

    key: str
    numerator: str
    denominator: str
    is_share: bool

    def of(self, counts: Counts) -> Ratio:
        """The figure of some counts."""
        return Ratio(getattr(counts, self.numerator), getattr(counts, self.denominator))


FIGURES = (
    Figure("connection_rate", "answered", "decided", is_share=True),
    Figure("service_level", "in_limit", "decided", is_share=True),
    Figure("abandonment", "abandoned", "decided", is_share=True),
    Figure("average_wait", "wait_seconds", "decided", is_share=False),
    Figure("average_talk", "talk_seconds", "served", is_share=False),
    Figure("average_wrap_up", "wrap_up_seconds", "wrapped_up", is_share=False),
)


def interval_starts(begin: datetime, end: datetime, step: Step) -> list[datetime]:
    """Starts of all intervals touching [begin, end)."""
    starts, at = [], begin
    while at < end:
        starts.append(at)
        at += step.length
    return starts


def midnight(day: datetime, zone: tzinfo) -> datetime:
    """The start of the local day."""
    return datetime.combine(day.astimezone(zone).date(), time(), zone)
