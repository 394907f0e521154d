"""The arithmetic of waits, against worked examples and against simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.service.waits import rules
from wanhao.service.waits.rules import Compared, Minutes, QueueModel, Standing
from wanhao.service.waits.sharing import Ring

CAPACITY = st.floats(0.001, 5)
LEAVING = st.floats(0.0001, 0.1)
AHEAD = st.integers(0, 200)


def agents(*rings: tuple[int, float]) -> tuple[Ring, ...]:
    """From so many seconds on so many agents, of 240 s a service."""
    return tuple(Ring(after, many, many / 240) for after, many in rings)


TEN_AGENTS = QueueModel(service_mean_seconds=240, patience_mean_seconds=300, rings=agents((0, 10.0)))


def test_the_worked_example() -> None:
    capacity, leaving = 10 / 240, 1 / 300
    assert rules.mean_wait(2, capacity, leaving) == pytest.approx(66.9, abs=0.05)
    assert rules.quantile(0.5, 2, capacity, leaving) == pytest.approx(59.6, abs=0.05)
    assert rules.quantile(0.9, 2, capacity, leaving) == pytest.approx(118.8, abs=0.05)


@given(AHEAD, CAPACITY, LEAVING)
def test_whoever_has_more_before_them_waits_longer(ahead: int, capacity: float, leaving: float) -> None:
    for part in (0.5, 0.9):
        assert rules.quantile(part, ahead, capacity, leaving) < rules.quantile(part, ahead + 1, capacity, leaving)


@given(AHEAD, CAPACITY, LEAVING)
def test_more_agents_mean_a_shorter_wait_and_p90_lies_above_p50(ahead: int, capacity: float, leaving: float) -> None:
    p50, p90 = (rules.quantile(part, ahead, capacity, leaving) for part in (0.5, 0.9))
    assert p50 < p90
    assert rules.quantile(0.5, ahead, capacity * 1.1, leaving) < p50
    assert rules.quantile(0.5, ahead, capacity, leaving * 1.1) <= p50 * 1.0003


@given(st.integers(0, 60), st.floats(0.01, 2), st.floats(0.0005, 0.05), st.sampled_from([0.1, 0.5, 0.9]))
def test_the_closed_form_is_the_sum_of_its_exponentials(
    ahead: int, capacity: float, leaving: float, part: float
) -> None:
    draw = np.random.default_rng(ahead)
    waits = sum(draw.exponential(1 / (capacity + j * leaving), 40_000) for j in range(ahead + 1))
    exact = rules.quantile(part, ahead, capacity, leaving)
    assert np.mean(waits <= exact) == pytest.approx(part, abs=0.012)


def test_without_anybody_leaving_it_is_the_erlang_distribution() -> None:
    assert rules.quantile(0.5, 3, 0.1, 1e-12) == pytest.approx(36.72, abs=0.02)
    assert rules.quantile(0.9, 0, 0.1, 1e-12) == pytest.approx(23.03, abs=0.02)


def test_a_very_long_queue_scales() -> None:
    assert rules.quantile(0.5, 3000, 1.0, 0.001) > rules.quantile(0.5, 2000, 1.0, 0.001)


def simulated_waits(agents: int, service: float, patience: float, ahead: int, runs: int) -> np.ndarray:
    """Waits of a patient customer who finds all agents busy and so many before them, event by event."""
    draw = np.random.default_rng(7)
    waits = []
    for _run in range(runs):
        now, left = 0.0, ahead
        while True:
            rate = agents / service + left / patience
            now += draw.exponential(1 / rate)
            if left == 0:
                break
            left -= 1
        waits.append(now)
    return np.array(waits)


def test_the_estimate_matches_a_simulated_queue() -> None:
    waits = simulated_waits(10, 240, 300, 8, 20_000)
    found = rules.estimate(TEN_AGENTS, Standing(8))
    assert found is not None
    assert np.mean(waits <= found[0]) == pytest.approx(0.5, abs=0.02)
    assert np.mean(waits <= found[1]) == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize(
    ("rings", "expected"),
    [
        ((), None),  # nobody at work: nothing can be said
        (((0, 0.0),), None),
        (((0, 10.0),), "some"),
        (((30, 10.0),), "some"),  # only after half a minute somebody serves it
    ],
)
def test_who_serves(rings: tuple[tuple[int, float], ...], expected: str | None) -> None:
    found = rules.estimate(QueueModel(240, 300, rings=agents(*rings)), Standing(3))
    assert (found is None) == (expected is None)


def test_a_ring_that_opens_during_the_wait_counts() -> None:
    alone = rules.estimate(QueueModel(240, 300, rings=agents((0, 2.0))), Standing(10))
    helped = rules.estimate(QueueModel(240, 300, rings=agents((0, 2.0), (30, 8.0))), Standing(10))
    too_late = rules.estimate(QueueModel(240, 300, rings=agents((0, 2.0), (3000, 8.0))), Standing(10))
    assert alone is not None
    assert helped is not None
    assert helped[0] < alone[0]
    assert too_late == alone


def test_nothing_is_said_before_enough_was_seen() -> None:
    few = QueueModel(240, 300, rings=agents((0, 10.0)), seen=rules.LEAST_SEEN - 1)
    assert rules.estimate(few, Standing(3)) is None
    assert rules.estimate(few, Standing(0, is_offered=True)) is not None


def test_later_arrivals_with_a_greater_head_start_make_the_wait_longer() -> None:
    crowd = QueueModel(240, 300, rings=agents((0, 10.0)), overtaking=((300.0, 0.005),))
    plain, overtaken = rules.estimate(TEN_AGENTS, Standing(8)), rules.estimate(crowd, Standing(8))
    vip = rules.estimate(crowd, Standing(8, head_start_seconds=300))
    assert plain is not None
    assert overtaken is not None
    assert overtaken[0] > plain[0]
    assert vip == plain


@pytest.mark.parametrize(
    ("waited", "seconds", "rate"),
    [
        (0, 100, 0.01),  # whoever comes within the wait overtakes
        (250, 100, 0.005),  # only those of the next 50 seconds do
        (300, 100, 0.0),  # nobody any more
    ],
)
def test_overtaking_ends_with_the_head_start(waited: float, seconds: float, rate: float) -> None:
    model = QueueModel(240, 300, overtaking=((300.0, 0.01),))
    assert rules.overtaking_rate(model, Standing(0, 0, waited), seconds) == pytest.approx(rate)


@given(st.floats(20, 600), st.floats(20, 600), st.integers(1, 50))
def test_the_censored_mean_finds_the_true_one(mean: float, cut: float, seed: int) -> None:
    draw = np.random.default_rng(seed)
    patience, served = draw.exponential(mean, 6000), draw.exponential(cut, 6000)
    observed, ended = np.minimum(patience, served), patience <= served
    found = rules.exponential_mean(float(observed.sum()), int(ended.sum()), prior_seconds=180, prior_weight=2)
    assert found == pytest.approx(mean, rel=5 / np.sqrt(ended.sum()) + 0.02)
    assert observed[ended].mean() < mean  # what a mean of those who gave up would say


def test_nothing_known_is_the_prior() -> None:
    assert rules.exponential_mean(0, 0, prior_seconds=240, prior_weight=5) == 240


def test_kaplan_meier_by_hand() -> None:
    # at 1 one of four ends (3/4 left), at 2 one is cut off, at 3 one of two ends (3/8 left), at 4 the last is cut off
    curve = rules.kaplan_meier([1, 2, 3, 4], [True, False, True, False])
    assert curve.within(1) == pytest.approx(1 / 4)
    assert curve.within(3.5) == pytest.approx(5 / 8)
    assert curve.quantile(0.5) == 3
    assert curve.quantile(0.9) is None


def predictions(factor: float, many: int = 3000) -> list[Compared]:
    """Predictions of an exponential wait of 100 s whose median and P90 are right but for a factor."""
    draw = np.random.default_rng(3)
    waits = draw.exponential(100, many)
    p50, p90 = 69.3 / factor, 230.3 / factor
    return [Compared(p50, p90, 1.0, 1.0, float(wait), is_answered=True) for wait in waits]


def test_corrections_learn_a_steady_mistake() -> None:
    level, spread = rules.corrections(predictions(1.3))
    assert level == pytest.approx(1.3, rel=0.15)
    assert spread == pytest.approx(1.3, rel=0.15)
    assert rules.corrections(predictions(9.0)) == (rules.MOST_CORRECTION, rules.MOST_CORRECTION)
    assert rules.corrections(predictions(1.3, many=10)) == (1.0, 1.0)


def test_the_usual_estimators() -> None:
    assert rules.simple_wait(4, 10, 240) == 120
    assert rules.simple_wait(4, 0, 240) is None
    assert rules.running_average([40, 80]) == pytest.approx((3 * 10 + 80) / 4)


@pytest.mark.parametrize(
    ("p50", "p90", "told"),
    [
        (20, 60, Minutes(0, 1)),  # all within a minute
        (20, 80, Minutes(1, 2)),
        (170, 290, Minutes(2, 5)),  # outwards
        (180, 240, Minutes(3, 4)),
        (12 * 60, 19 * 60, Minutes(10, 20)),  # in steps of five
        (47 * 60, 61 * 60, Minutes(45, None)),  # maybe longer than an hour
        (3 * 3600, 5 * 3600, Minutes(60, None)),
    ],
)
def test_what_is_told(p50: float, p90: float, told: Minutes) -> None:
    assert rules.minutes_told(p50, p90) == told


@given(st.floats(0, 7200), st.floats(1, 4))
def test_the_told_range_holds_the_estimate(p50: float, ratio: float) -> None:
    told = rules.minutes_told(p50, p50 * ratio)
    assert told.low <= max(1, p50 / 60)
    assert told.high is None or told.high >= p50 * ratio / 60
    assert told.high is None or told.low <= told.high
