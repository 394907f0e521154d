"""Weights, trends, steps and effects, by worked examples and laws."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.management.improvement.rules import (
    Counts,
    Extra,
    Rate,
    Trend,
    Verdict,
    effect,
    may_become,
    reasons,
    spans_around,
    trend,
    weight,
)

MONTH = timedelta(weeks=4)


def test_a_weight_is_the_sum_of_its_reasons() -> None:
    counts = Counts(tickets=30, serious=3, major=1, repeats=2, appealed=1)
    assert weight(counts, Extra()) == 44
    assert [one.key for one in reasons(counts, Extra())] == ["tickets", "serious", "major", "repeats", "appealed"]
    assert weight(counts, Extra(serious=0, major=0, repeats=0, appealed=0, reopened=0)) == 30


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (12, 10, Trend.RISING),  # a fifth more
        (11, 10, Trend.STEADY),  # less than a fifth
        (8, 10, Trend.FALLING),
        (3, 1, Trend.STEADY),  # too few to speak of a trend
        (2, 0, Trend.APPEARED),
        (0, 2, Trend.GONE),
        (0, 0, Trend.STEADY),
    ],
)
def test_a_trend_needs_a_fifth_and_five_tickets(now: int, before: int, expected: Trend) -> None:
    assert trend(now, before) == expected


def test_steps_of_an_improvement() -> None:
    assert may_become("proposed", "in_work")
    assert may_become("done", "in_work")
    assert not may_become("proposed", "done")
    assert not may_become("dropped", "done")


def test_the_worked_example_of_an_effect() -> None:
    found = effect(Rate(60, 1000), Rate(30, 1000), MONTH)
    assert (found.ratio, found.low, found.high) == pytest.approx((0.504, 0.326, 0.779), abs=0.001)
    assert found.verdict == Verdict.BETTER
    assert found.change == pytest.approx(-0.496, abs=0.001)


@pytest.mark.parametrize(
    ("before", "after", "seen", "expected"),
    [
        (Rate(30, 1000), Rate(60, 1000), MONTH, Verdict.WORSE),
        (Rate(30, 1000), Rate(60, 2000), MONTH, Verdict.CHANCE),  # twice as many of twice as many
        (Rate(6, 1000), Rate(3, 1000), MONTH, Verdict.CHANCE),  # half, but of too few
        (Rate(60, 1000), Rate(0, 300), timedelta(days=6), Verdict.EARLY),
        (Rate(60, 1000), Rate(0, 1000), MONTH, Verdict.BETTER),  # none at all can be judged
        (Rate(0, 1000), Rate(0, 1000), MONTH, Verdict.NOTHING),
        (Rate(5, 10), Rate(0, 0), MONTH, Verdict.NOTHING),
    ],
)
def test_what_can_be_said_of_an_effect(before: Rate, after: Rate, seen: timedelta, expected: Verdict) -> None:
    assert effect(before, after, seen).verdict == expected


@given(st.integers(0, 500), st.integers(0, 500), st.integers(500, 5000), st.integers(500, 5000))
def test_swapping_before_and_after_turns_the_verdict(a: int, b: int, n: int, m: int) -> None:
    turned = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    there, back = (effect(*pair, MONTH).verdict for pair in ((Rate(a, n), Rate(b, m)), (Rate(b, m), Rate(a, n))))
    assert back == turned.get(there, there)


def test_the_day_it_was_done_belongs_to_neither_side() -> None:
    spans = spans_around(date(2026, 6, 15), 4, date(2026, 6, 20))
    assert spans.before == (date(2026, 5, 18), date(2026, 6, 15))
    assert spans.after == (date(2026, 6, 16), date(2026, 6, 20))
    assert not spans.is_over
    assert spans_around(date(2026, 6, 15), 4, date(2026, 7, 14)).is_over
    assert spans_around(date(2026, 6, 15), 4, date(2026, 6, 15)).seen == timedelta(0)
