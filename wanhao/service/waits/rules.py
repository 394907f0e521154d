"""How long a customer will wait: the distribution of the wait in an M/M/n+M queue ("QLM"), in plain Python and numpy.

Source: Whitt, *Predicting Queueing Delays* (Management Science 45, 1999), and Ibrahim and Whitt (2009), where this
estimator is QLm. A customer with `k` others before them waits for `k + 1` departures. While `j` of the others are still
there, departures come at the rate `n·mu + j·theta`: `n` agents end services with the rate `mu` each, and each of the
`j` gives up with the rate `theta`. So the wait is a sum of independent exponential times with the rates
`n·mu + j·theta`, j = k … 0. Rates in arithmetic progression have a closed form (Rényi): such a sum is `-ln(B)/theta`
with `B ~ Beta(n·mu/theta, k + 1)`, hence the survival function below, a finite sum of positive terms.

Worked example: 2 before me, 10 agents of 240 s each, patience 300 s. Rates: 10/240 + j/300 = 0.0417, 0.0450, 0.0483
per second; mean wait 1/0.0417 + 1/0.0450 + 1/0.0483 = 66.9 s; P50 = 59.6 s, P90 = 118.8 s.

Where agents serve several queues, those before a caller wait in all of them: sharing.py turns that into so many
departures at so much a second. Where agents have several contacts at once, `n` counts their places: at_once.py.

All times in seconds, all rates per second.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from wanhao.service.waits.sharing import Line, Pool, Ring, pool

MOST_AHEAD = 2000  # beyond it the shape changes no more, only the scale
HALVINGS = 36
LEAST_SEEN = 5  # measured services of a queue's agents; with fewer nothing is said
LEAST_CAPACITY = 0.2  # of the agents' rate remains however many overtake: the measured rate is itself uncertain


@dataclass(frozen=True)
class QueueModel:
    """What is known of a queue: everything an estimate needs besides the caller's place."""

    service_mean_seconds: float  # an agent's time for one contact: ring, talk and wrap-up
    patience_mean_seconds: float
    answer_seconds: float = 0.0  # from the offer to the answer
    rings: tuple[Ring, ...] = ()
    overtaking: tuple[tuple[float, float], ...] = ()  # head start of later arrivals, and how many come a second
    seen: int = LEAST_SEEN  # services of its agents that were measured
    level: float = 1.0  # what the median proved to be too small or too large by
    spread: float = 1.0  # the same of the P90


@dataclass(frozen=True)
class Standing:
    """Where a caller stands: how many before them, their head start, how long they have waited."""

    ahead: int
    head_start_seconds: float = 0.0
    waited_seconds: float = 0.0
    is_offered: bool = False
    rivals: Mapping[int, Sequence[float]] = field(default_factory=dict)  # waits of those ahead in other queues

    @property
    def line(self) -> Line:
        """Those before the caller."""
        return Line(self.ahead, self.waited_seconds, self.rivals)


def survival(seconds: float, ahead: int, capacity: float, leaving: float) -> float:
    """The chance to wait longer than this; `capacity` is n·mu, `leaving` is theta, both per second.

    P(W > t) = exp(-c·t) · sum over j = 0 … k of C(c/theta + j - 1, j) · (1 - exp(-theta·t))^j
    """
    passed = -math.expm1(-leaving * seconds) / leaving if leaving * seconds > 1e-12 else seconds
    if passed <= 0:
        return 1.0
    steps = np.arange(1, ahead + 1)
    logs = np.log((capacity + (steps - 1) * leaving) * passed / steps).cumsum() - capacity * seconds
    return float(min(1.0, math.exp(-capacity * seconds) + np.exp(logs).sum()))


def mean_wait(ahead: int, capacity: float, leaving: float) -> float:
    """The mean wait: the sum of 1 / (c + j·theta), j = 0 … k."""
    return float((1.0 / (capacity + np.arange(ahead + 1) * leaving)).sum())


@lru_cache(maxsize=4096)
def quantile(part: float, ahead: int, capacity: float, leaving: float) -> float:
    """The wait that this part of callers does not exceed: 0.5 the median, 0.9 the P90."""
    if ahead > MOST_AHEAD:
        ratio = mean_wait(ahead, capacity, leaving) / mean_wait(MOST_AHEAD, capacity, leaving)
        return quantile(part, MOST_AHEAD, capacity, leaving) * ratio
    low, high = 0.0, mean_wait(ahead, capacity, leaving)
    while survival(high, ahead, capacity, leaving) > 1 - part:
        low, high = high, high * 2
    for _halving in range(HALVINGS):
        middle = (low + high) / 2
        if survival(middle, ahead, capacity, leaving) > 1 - part:
            low = middle
        else:
            high = middle
        if high - low < 1e-4 * high:
            break
    return (low + high) / 2


def agents_after(rings: Iterable[Ring], seconds: float) -> float:
    """How many agents serve somebody who has waited so long."""
    return sum(ring.agents for ring in rings if ring.after_seconds <= seconds)


def places_after(rings: Iterable[Ring], seconds: float) -> float:
    """How many contacts of the queue those agents may have at once."""
    return sum(ring.agents * ring.at_once for ring in rings if ring.after_seconds <= seconds)


def overtaking_rate(model: QueueModel, standing: Standing, seconds: float) -> float:
    """How many a second come before a caller who waits on for so long: later arrivals with a greater head start.

    An arrival `s` seconds from now overtakes when its head start exceeds the caller's by more than waited + s.
    """
    rate = 0.0
    for head_start, a_second in model.overtaking:
        lead = head_start - standing.head_start_seconds - standing.waited_seconds
        if lead > 0:
            rate += a_second * min(1.0, lead / seconds if seconds > 0 else 1.0)
    return rate


def estimate(model: QueueModel, standing: Standing) -> tuple[float, float] | None:
    """P50 and P90 of the time from now to the answer; None when nobody serves the queue or too little was seen.

    Rings that open during the wait and callers who will overtake change the rate, and depend on the wait themselves:
    a few rounds settle that well enough.
    """
    if standing.is_offered:
        return model.answer_seconds, 2 * model.answer_seconds
    if model.seen < LEAST_SEEN:
        return None
    expected = p90 = 0.0
    for _round in range(3):
        found = pool(model.rings, standing.line, expected)
        if found is None:
            return None
        expected, p90 = _quantiles(model, found, overtaking_rate(model, standing, expected))
    median = expected * model.level
    return median + model.answer_seconds, max(p90 * model.spread, median) + model.answer_seconds


def _quantiles(model: QueueModel, found: Pool, overtaking: float) -> tuple[float, float]:
    """P50 and P90 of the wait for the departures of a pool; the rate is changed as they are made whole."""
    ahead = max(0, round(found.departures) - 1)
    whole = (ahead + 1) / found.departures
    capacity = float(f"{max(found.a_second - overtaking, LEAST_CAPACITY * found.a_second) * whole:.4g}")
    leaving = float(f"{1.0 / max(model.patience_mean_seconds, 1e-3):.4g}")
    p50, p90 = (found.opens_in_seconds + quantile(part, ahead, capacity, leaving) for part in (0.5, 0.9))
    return p50, p90


def exponential_mean(total_seconds: float, ended: int, *, prior_seconds: float, prior_weight: float) -> float:
    """The mean of an exponential time of which some are still running or were cut off (censored).

    Maximum likelihood is all the time observed over the ends observed: 3 waits of 60, 30 and 90 s of which one ended
    in giving up make a patience of 180 s. A prior counts as `prior_weight` more ends of `prior_seconds` each.
    """
    return (total_seconds + prior_seconds * prior_weight) / (ended + prior_weight)


def kaplan_meier(values: Sequence[float], is_ended: Sequence[bool], weights: Sequence[float] | None = None) -> Curve:
    """The survival curve of values of which some were cut off before their end (Kaplan and Meier, 1958)."""
    order = sorted(range(len(values)), key=lambda n: (values[n], not is_ended[n]))
    given = [1.0] * len(values) if weights is None else list(weights)
    at_risk, left = sum(given), 1.0
    steps = []
    for n in order:
        if is_ended[n] and at_risk > 0:
            left *= max(0.0, 1 - given[n] / at_risk)
            steps.append((values[n], left))
        at_risk -= given[n]
    return Curve(tuple(steps))


@dataclass(frozen=True)
class Curve:
    """A survival curve as steps: value, and the part that is longer."""

    steps: tuple[tuple[float, float], ...]

    def within(self, value: float) -> float:
        """The part that ends within this value."""
        left = 1.0
        for at, part in self.steps:
            if at > value:
                break
            left = part
        return 1 - left

    def quantile(self, part: float) -> float | None:
        """The value within which this part ends; None when the curve does not come so far."""
        return next((at for at, left in self.steps if left <= 1 - part + 1e-12), None)


@dataclass(frozen=True)
class Compared:
    """A prediction and what came: waits in seconds, whether answered (else cut off), what it was corrected by."""

    p50: float
    p90: float
    level: float
    spread: float
    waited: float
    is_answered: bool


LEAST_COMPARED = 40
MOST_CORRECTION = 1.6
COVERAGE = 0.9


def corrections(rows: Sequence[Compared]) -> tuple[float, float]:
    """How the median and the P90 are to be multiplied, after what became of the latest predictions.

    Level: the weighted median of waited / P50, which makes the absolute error of the answered ones least. Spread: the
    90 % point of waited / P90 on the Kaplan–Meier curve, so that 9 of 10 who stay are answered within it. 1 while few
    are known, and never far from 1.
    """
    if len(rows) < LEAST_COMPARED:
        return 1.0, 1.0
    answered = [row for row in rows if row.is_answered]
    raw = [row.p50 / row.level for row in answered]
    middle = kaplan_meier([row.waited / max(p, 1e-3) for row, p in zip(answered, raw, strict=True)],
                          [True] * len(answered), raw).quantile(0.5)  # fmt: skip
    curve = kaplan_meier(
        [row.waited * row.spread / max(row.p90, 1e-3) for row in rows], [row.is_answered for row in rows]
    )
    return within_reason(middle), within_reason(curve.quantile(COVERAGE))


def within_reason(factor: float | None) -> float:
    """A correction between 1/1.6 and 1.6; 1 when there is none."""
    return 1.0 if factor is None else min(MOST_CORRECTION, max(1 / MOST_CORRECTION, factor))


def simple_wait(ahead: int, places: float, service_mean_seconds: float) -> float | None:
    """(Q + 1) / (n·mu): the usual estimate, which knows nothing of those who give up."""
    return (ahead + 1) * service_mean_seconds / places if places > 0 else None


def running_average(waits: Iterable[float]) -> float:
    """The average as Asterisk's app_queue keeps it: each answer moves it a quarter of the way (oldest wait first)."""
    average = 0.0
    for wait in waits:
        average = (3 * average + wait) / 4
    return average


@dataclass(frozen=True)
class Minutes:
    """What is told of a wait: from so many minutes to so many; low 0: less than `high`; no high: more than `low`."""

    low: int
    high: int | None


LONGEST_TOLD = 60


def minutes_told(p50_seconds: float, p90_seconds: float) -> Minutes:
    """P50 and P90 as a range in minutes: outwards to whole minutes, from ten on outwards to five.

    170 and 290 s are 2 to 5 minutes; 12 and 19 minutes are 10 to 20; all below a minute is "less than one minute";
    what may take longer than an hour is told as "more than" its lower end.
    """
    if p90_seconds <= 60:
        return Minutes(0, 1)
    low, high = max(1, int(p50_seconds // 60)), -int(-p90_seconds // 60)
    low = low if low < 10 else low // 5 * 5
    high = high if high <= 10 else -(-high // 5) * 5
    if high > LONGEST_TOLD:
        return Minutes(min(low, LONGEST_TOLD), None)
    return Minutes(low, high)
