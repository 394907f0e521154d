"""What happens to clocks. They are events of the thing the clock belongs to, so its story holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class ClockEvent(Event):
    """Something about one clock. `about` is the thing it belongs to, `at` the moment that counts."""

    clock_id: int
    about: str
    target: str
    at: datetime

    @property
    def subject(self) -> str:
        """The thing the clock belongs to."""
        return self.about


@dataclass(frozen=True, kw_only=True)
class ClockStarted(ClockEvent):
    policy: str
    target_seconds: int
    hours: str
    is_agreed: bool = False


@dataclass(frozen=True, kw_only=True)
class ClockPaused(ClockEvent):
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ClockResumed(ClockEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ClockRetargeted(ClockEvent):
    policy: str
    target_seconds: int
    hours: str
    is_agreed: bool = False


@dataclass(frozen=True, kw_only=True)
class PromiseTakenOver(ClockEvent):
    """Another thing (`source`), now part of this one, was promised an earlier moment: that is kept here."""

    policy: str
    target_seconds: int
    hours: str
    source: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PromiseGivenBack(ClockEvent):
    """That thing goes its own way again: the clock is what it would be without."""

    policy: str
    target_seconds: int
    hours: str
    source: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ClockFollowedCalendar(ClockEvent):
    """The working hours it counts in were changed: it is due at another moment."""

    hours: str
    was_due_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ClockStopped(ClockEvent):
    outcome: str
    spent_seconds: float


@dataclass(frozen=True, kw_only=True)
class ClockWarned(ClockEvent):
    percent: int
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(ClockEvent):
    policy: str


@dataclass(frozen=True, kw_only=True)
class ClockEscalated(ClockEvent):
    level: int
    whom: str
