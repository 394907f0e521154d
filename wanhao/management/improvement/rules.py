"""What a theme weighs and where it is going, which step an improvement may take, and whether it had an effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import exp, log, sqrt

STEPS = {
    "proposed": frozenset({"in_work", "dropped"}),
    "in_work": frozenset({"done", "dropped"}),
    "done": frozenset({"in_work"}),
    "dropped": frozenset({"in_work"}),
}
SURE = 1.96  # standard errors: 95 of 100 intervals made so hold the true ratio
PER_THOUSAND = 1000
NOTABLE = 0.2  # of the earlier count: less is no trend
FEWEST_FOR_TREND = 5
FIRST_LOOK = timedelta(days=7)  # after an improvement, before anything is said of its effect


def may_become(status: str, wanted: str) -> bool:
    """May an improvement of this status take that one?"""
    return wanted in STEPS[status]


# -- weight -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """Tickets of a theme in a span, and those of them that weigh more."""

    tickets: int = 0
    serious: int = 0
    major: int = 0
    repeats: int = 0
    appealed: int = 0
    reopened: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(one + two for one, two in zip(self.each, other.each, strict=True)))

    @property
    def each(self) -> tuple[int, ...]:
        """All counts in their order."""
        return self.tickets, self.serious, self.major, self.repeats, self.appealed, self.reopened


@dataclass(frozen=True)
class Extra:
    """What a ticket weighs beyond one, for each reason."""

    serious: int = 1
    major: int = 4
    repeats: int = 1
    appealed: int = 5
    reopened: int = 1


@dataclass(frozen=True)
class Reason:
    """One part of a weight: how many tickets, times what."""

    key: str
    count: int
    times: int

    @property
    def points(self) -> int:
        """What it adds."""
        return self.count * self.times


def reasons(counts: Counts, extra: Extra) -> list[Reason]:
    """Why a theme weighs what it weighs: each ticket 1, and more for what makes it worse.

    Worked example: 30 tickets, 3 serious, 1 major, 2 repeats, 1 appealed, none reopened:
    30·1 + 3·1 + 1·4 + 2·1 + 1·5 = 44.
    """
    named = ("serious", "major", "repeats", "appealed", "reopened")
    more = [Reason(key, getattr(counts, key), getattr(extra, key)) for key in named]
    return [Reason("tickets", counts.tickets, 1), *(one for one in more if one.points)]


def weight(counts: Counts, extra: Extra) -> int:
    """The sum of the reasons."""
    return sum(one.points for one in reasons(counts, extra))


# -- trend ------------------------------------------------------------------------------------------------


class Trend(StrEnum):
    """Where a theme is going."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"
    APPEARED = "appeared"
    GONE = "gone"


def trend(now: int, before: int) -> Trend:
    """This span against the one before: a fifth more or less, of at least five tickets, is a trend."""
    if not before and not now:
        return Trend.STEADY
    if not before:
        return Trend.APPEARED
    if not now:
        return Trend.GONE
    if max(now, before) < FEWEST_FOR_TREND or abs(now - before) < NOTABLE * before:
        return Trend.STEADY
    return Trend.RISING if now > before else Trend.FALLING


# -- effect -----------------------------------------------------------------------------------------------


class Verdict(StrEnum):
    """What can be said of an improvement."""

    BETTER = "better"
    WORSE = "worse"
    CHANCE = "chance"
    EARLY = "early"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Rate:
    """Tickets of the theme among all tickets of a span."""

    count: int
    total: int

    @property
    def per_thousand(self) -> float | None:
        """Tickets of the theme for each thousand opened; None where none was opened."""
        return PER_THOUSAND * self.count / self.total if self.total else None


@dataclass(frozen=True)
class Effect:
    """Before against after: the ratio of the rates and the interval that holds the true one 95 times of 100."""

    before: Rate
    after: Rate
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict = Verdict.NOTHING

    @property
    def change(self) -> float | None:
        """−0.4: 40 % fewer than before."""
        return None if self.ratio is None else self.ratio - 1


def effect(before: Rate, after: Rate, seen: timedelta) -> Effect:
    """Did the rate change by more than chance explains?

    Counts of rare things vary like Poisson counts; the logarithm of the ratio of two rates then has the standard error
    √(1/a + 1/b) (Rothman, Greenland, Lash: Modern Epidemiology, ch. 14). Half a ticket is added to each count, so that
    a count of zero can be judged too.
    Worked example: 60 of 1,000 before, 30 of 1,000 after: ratio 30.5 ÷ 60.5 = 0.504, error √(1/60.5 + 1/30.5) = 0.222,
    interval 0.504·e^(∓1.96·0.222) = 0.326 … 0.779: better.
    """
    if not before.total or not after.total or not before.count + after.count:
        return Effect(before, after, verdict=Verdict.EARLY if seen < FIRST_LOOK else Verdict.NOTHING)
    ratio = ((after.count + 0.5) / after.total) / ((before.count + 0.5) / before.total)
    error = sqrt(1 / (before.count + 0.5) + 1 / (after.count + 0.5))
    low, high = (exp(log(ratio) + side * SURE * error) for side in (-1, 1))
    if seen < FIRST_LOOK:
        verdict = Verdict.EARLY
    else:
        verdict = Verdict.BETTER if high < 1 else Verdict.WORSE if low > 1 else Verdict.CHANCE
    return Effect(before, after, round(ratio, 3), round(low, 3), round(high, 3), verdict)


@dataclass(frozen=True)
class Spans:
    """Days before an improvement was done and days after it, ends not included; the day itself belongs to neither."""

    before: tuple[date, date]
    after: tuple[date, date]
    is_over: bool

    @property
    def seen(self) -> timedelta:
        """How much of the time after it has been seen."""
        return max(self.after[1] - self.after[0], timedelta(0))


def spans_around(done_on: date, weeks: int, today: date) -> Spans:
    """So many whole weeks before, and as many after as have passed; today is not over and does not count."""
    length = timedelta(weeks=weeks)
    begin, end = done_on + timedelta(days=1), done_on + timedelta(days=1) + length
    return Spans((done_on - length, done_on), (begin, max(begin, min(end, today))), today >= end)
