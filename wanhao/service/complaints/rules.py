"""Levels of complaints, when to call before closing, who may approve how much. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

FRONT_DESK, REVIEW, MANAGEMENT = 1, 2, 3
LEVEL_TARGETS = {FRONT_DESK: "front_desk_level", REVIEW: "review_level", MANAGEMENT: "management_level"}
MAJOR = "major"
FIRST_HOUR = time(9)
REASON_LIMIT = 300


def first_level(severity: str) -> int:
    """Where a complaint begins: a major one goes to management at once."""
    return MANAGEMENT if severity == MAJOR else FRONT_DESK


def next_level(level: int) -> int:
    """One higher; management stays management."""
    return min(level + 1, MANAGEMENT)


def may_be_raised(level: int, wanted: int) -> bool:
    """May a complaint of this level go to the wanted one? Only upwards."""
    return level < wanted <= MANAGEMENT


# -- calls before closing ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class TryPlan:
    """How often a customer is tried: so many tries, each so many hours after the last, on so many days."""

    tries: int = 3
    hours_apart: int = 4
    days: int = 2


def next_try_at(made: Sequence[datetime], plan: TryPlan, at: datetime) -> datetime | None:
    """When to call next, after tries counted at these local moments; None when there were enough.

    So many hours after the last one; on a new day, from nine, when the tries left are just enough for the days still
    asked for. Three tries, four hours apart, on two days, the first one at 18:00: then at 22:00 (or when calls are
    allowed again), and at 9:00 of the next day.
    """
    if are_different_times(made, plan):
        return None
    if not made:
        return at
    soonest = _by_day(max(at, made[-1] + timedelta(hours=plan.hours_apart)))
    days = {moment.date() for moment in made}
    if plan.tries - len(made) > plan.days - len(days) or soonest.date() not in days:
        return soonest
    return _by_day(max(_morning_after(soonest), made[-1] + timedelta(hours=plan.hours_apart)))


def _by_day(moment: datetime) -> datetime:
    """Nobody is called before nine in the morning."""
    return max(moment, datetime.combine(moment.date(), FIRST_HOUR, moment.tzinfo))


def counted(made: Iterable[datetime], plan: TryPlan) -> list[datetime]:
    """Of the tries made, those that lie far enough apart to count: each so many hours after the counted one before."""
    found: list[datetime] = []
    for moment in sorted(made):
        if not found or moment - found[-1] >= timedelta(hours=plan.hours_apart):
            found.append(moment)
    return found


def _morning_after(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), FIRST_HOUR, moment.tzinfo)


def are_different_times(made: Sequence[datetime], plan: TryPlan) -> bool:
    """Were there enough tries, far enough apart, on enough days?"""
    apart = timedelta(hours=plan.hours_apart)
    far = all(later - earlier >= apart for earlier, later in pairwise(made))
    return len(made) >= plan.tries and far and len({moment.date() for moment in made}) >= plan.days


# -- compensation -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """Up to which amount somebody approves; `None` is no limit."""

    up_to: Decimal | None = Decimal(0)

    def covers(self, amount: Decimal) -> bool:
        """Does it reach this amount?"""
        return self.up_to is None or amount <= self.up_to


def widest(limits: Iterable[Decimal | None]) -> Reach:
    """The reach of somebody with these limits of roles; nothing without any."""
    found = list(limits)
    if None in found:
        return Reach(None)
    return Reach(max((limit for limit in found if limit is not None), default=Decimal(0)))


def why_not_approve(amount: Decimal, four_eyes_above: Decimal, reach: Reach, *, is_second: bool) -> str:
    """What stands against an approval: "" when nothing does, or "amount".

    Where two approve, one of them must reach the amount: the second one does. The first only has to hold the right.
    """
    needs_two = amount > four_eyes_above
    if needs_two and not is_second:
        return ""
    return "" if reach.covers(amount) else "amount"
