"""When an alert opens and closes, and what is usual for an hour. Plain Python."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

MAD_TO_SIGMA = 1.4826  # the median absolute deviation of a normal distribution times this is its standard deviation
LEAST_SAMPLES = 3
USUAL_SIGMAS = 2.0  # the range called usual: median ± this many


class Comparison(StrEnum):
    """Which side of the threshold is bad."""

    ABOVE = "above"
    BELOW = "below"


class Verdict(StrEnum):
    """What one look at a figure leads to."""

    NOTHING = "nothing"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True)
class Limit:
    """A threshold with its hysteresis: bad beyond `threshold`, good again only from `clear_at` on."""

    comparison: Comparison
    threshold: float
    clear_at: float
    hold_seconds: float = 0
    clear_seconds: float = 0

    def is_breached(self, value: float | None) -> bool:
        """Is the value beyond the threshold? A figure without a value is not."""
        if value is None:
            return False
        return value > self.threshold if self.comparison is Comparison.ABOVE else value < self.threshold

    def is_good(self, value: float | None) -> bool:
        """Is the value back where an open alert may close?"""
        if value is None:
            return True
        return value <= self.clear_at if self.comparison is Comparison.ABOVE else value >= self.clear_at


@dataclass(frozen=True)
class Watch:
    """What is remembered between two looks; moments in seconds."""

    is_open: bool = False
    is_muted: bool = False  # closed by hand while the figure was still bad: stays closed until it was good
    breached_since: float | None = None
    good_since: float | None = None


def look(watch: Watch, value: float | None, limit: Limit, at: float) -> tuple[Watch, Verdict]:
    """Look at a figure once more.

    It must be beyond the threshold for the whole of `hold_seconds` before the alert opens, and good for the whole of
    `clear_seconds` before it closes; between the threshold and `clear_at` nothing changes.
    """
    breached_since = _since(watch.breached_since, limit.is_breached(value), at)
    good_since = _since(watch.good_since, limit.is_good(value), at)
    seen = replace(watch, breached_since=breached_since, good_since=good_since)
    is_long_good = good_since is not None and at - good_since >= limit.clear_seconds
    if watch.is_open:
        return (Watch(), Verdict.CLOSE) if is_long_good else (seen, Verdict.NOTHING)
    if watch.is_muted and not is_long_good:
        return seen, Verdict.NOTHING
    seen = Watch(breached_since=breached_since)  # how long it has been good matters only while it is open or muted
    if breached_since is not None and at - breached_since >= limit.hold_seconds:
        return replace(seen, is_open=True), Verdict.OPEN
    return seen, Verdict.NOTHING


def _since(before: float | None, holds: bool, at: float) -> float | None:
    if not holds:
        return None
    return at if before is None else before


def is_escalation_due(*, opened_at: float, acknowledged: bool, after_seconds: float, at: float) -> bool:
    """Must the alert go on to others? Once nobody acknowledged it for `after_seconds`; 0 means never."""
    return after_seconds > 0 and not acknowledged and at - opened_at >= after_seconds


def may_clear_at(comparison: Comparison, threshold: float, clear_at: float) -> bool:
    """Does the clearing value lie on the good side of the threshold, or on it?"""
    return clear_at <= threshold if comparison is Comparison.ABOVE else clear_at >= threshold


@dataclass(frozen=True)
class Usual:
    """What an interval usually brings: the middle, its spread, and the range called usual."""

    middle: float
    sigma: float
    low: int
    high: int

    def above(self, count: float) -> float:
        """How many spreads a count lies above the middle; below it the number is negative."""
        return (count - self.middle) / self.sigma


def usual(samples: Sequence[int], *, least_sigma: float = 1.0) -> Usual | None:
    """The usual of an interval from counts of the same interval on other days; None from too few of them.

    Median and median absolute deviation, so that one strange day does not move it. Arrivals are at least as scattered
    as a Poisson process, whose standard deviation is the root of its mean: the spread is never taken smaller, nor
    below `least_sigma`. Seven Mondays with 40, 45, 47, 48, 50, 52, 300 calls: middle 48, MAD 3 → 4.4, Poisson 6.9;
    usual is 34–62, and 120 calls lie 10.4 spreads above.
    """
    if len(samples) < LEAST_SAMPLES:
        return None
    middle = float(median(samples))
    mad = float(median(abs(count - middle) for count in samples))
    sigma = max(MAD_TO_SIGMA * mad, math.sqrt(middle), least_sigma)
    low = max(0, round(middle - USUAL_SIGMAS * sigma))
    return Usual(middle, sigma, low, round(middle + USUAL_SIGMAS * sigma))


def share(numerator: float, denominator: float) -> float | None:
    """A percentage; None where nothing was counted."""
    return 100 * numerator / denominator if denominator else None
