"""When alerts open and close, whatever a figure does; and what is usual."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.management.alerts.rules import (
    Comparison,
    Limit,
    Verdict,
    Watch,
    is_escalation_due,
    look,
    may_clear_at,
    usual,
)

ABOVE_TEN = Limit(Comparison.ABOVE, threshold=10, clear_at=8, hold_seconds=30, clear_seconds=60)
ROUND = 5


def verdicts(values: list[float | None], limit: Limit = ABOVE_TEN, *, watch: Watch | None = None) -> list[str]:
    """What each look led to, one look every five seconds: `.` nothing, `O` opened, `C` closed."""
    watch = watch or Watch()
    marks = {Verdict.NOTHING: ".", Verdict.OPEN: "O", Verdict.CLOSE: "C"}
    found = []
    for number, value in enumerate(values):
        watch, verdict = look(watch, value, limit, number * ROUND)
        found.append(marks[verdict])
    return found


def test_it_opens_after_the_whole_time_and_closes_after_the_whole_time() -> None:
    assert "".join(verdicts([12] * 8 + [5] * 14)) == "......O." + "." * 12 + "C."


def test_a_single_good_look_starts_the_time_anew() -> None:
    assert "O" not in verdicts([12] * 6 + [10] + [12] * 6)  # 10 is not above 10


def test_between_threshold_and_clearing_value_nothing_changes() -> None:
    assert "".join(verdicts([12] * 7 + [9] * 100)) == "......O" + "." * 100


def test_a_figure_below_its_threshold() -> None:
    share = Limit(Comparison.BELOW, threshold=80, clear_at=85, hold_seconds=0, clear_seconds=0)
    assert verdicts([79.9, 82, 85], share) == ["O", ".", "C"]


def test_nothing_counted_is_no_breach_and_lets_an_alert_close() -> None:
    at_once = Limit(Comparison.BELOW, threshold=80, clear_at=80)
    assert verdicts([None, 70, None], at_once) == [".", "O", "C"]


def test_closed_by_hand_stays_closed_until_it_was_good() -> None:
    muted = Watch(is_muted=True)
    assert "O" not in verdicts([12] * 100, watch=muted)
    assert "".join(verdicts([12] * 3 + [5] * 13 + [12] * 7, watch=muted)).endswith("O")


values = st.lists(st.one_of(st.none(), st.floats(0, 20)), max_size=200)
limits = st.builds(
    lambda low, width, hold, clear: Limit(Comparison.ABOVE, low + width, low, hold, clear),
    st.floats(1, 15),
    st.floats(0, 5),
    st.sampled_from([0, 5, 30, 60]),
    st.sampled_from([0, 5, 30, 60]),
)


@given(values, limits)
def test_openings_and_closings_take_turns(values: list[float | None], limit: Limit) -> None:
    turns = [mark for mark in verdicts(values, limit) if mark != "."]
    assert turns == (["O", "C"] * len(turns))[: len(turns)]


@given(values, limits)
def test_an_opening_has_its_whole_time_of_breach_before_it(values: list[float | None], limit: Limit) -> None:
    for number, mark in enumerate(verdicts(values, limit)):
        looks = int(limit.hold_seconds // ROUND)
        if mark == "O":
            assert number >= looks
            assert all(limit.is_breached(value) for value in values[number - looks : number + 1])
        elif mark == "C":
            looks = int(limit.clear_seconds // ROUND)
            assert all(limit.is_good(value) for value in values[number - looks : number + 1])


@given(values, limits)
def test_two_openings_are_never_closer_than_both_times_together(values: list[float | None], limit: Limit) -> None:
    opened = [number * ROUND for number, mark in enumerate(verdicts(values, limit)) if mark == "O"]
    for before, after in pairwise(opened):
        assert after - before >= limit.hold_seconds + limit.clear_seconds


@pytest.mark.parametrize(
    ("acknowledged", "after", "at", "due"),
    [
        (False, 60, 59, False),
        (False, 60, 60, True),  # at the very second
        (True, 60, 600, False),  # somebody is on it
        (False, 0, 10_000, False),  # never
    ],
)
def test_escalation(acknowledged: bool, after: float, at: float, due: bool) -> None:
    assert is_escalation_due(opened_at=0, acknowledged=acknowledged, after_seconds=after, at=at) is due


def test_the_clearing_value_lies_on_the_good_side() -> None:
    assert may_clear_at(Comparison.ABOVE, 10, 10)
    assert not may_clear_at(Comparison.ABOVE, 10, 11)
    assert may_clear_at(Comparison.BELOW, 80, 85)
    assert not may_clear_at(Comparison.BELOW, 80, 75)


def test_the_usual_of_seven_mondays() -> None:
    found = usual([40, 45, 47, 48, 50, 52, 300])
    assert found is not None
    assert (found.middle, found.low, found.high) == (48, 34, 62)  # one strange Monday moves nothing
    assert found.above(120) == pytest.approx(10.39, abs=0.01)


def test_too_few_days_say_nothing() -> None:
    assert usual([40, 45]) is None


@given(st.lists(st.integers(0, 500), min_size=3, max_size=30))
def test_the_usual_is_at_least_as_wide_as_chance(counts: list[int]) -> None:
    found = usual(counts)
    assert found is not None
    assert found.sigma >= max(1.0, found.middle**0.5)
    assert 0 <= found.low <= found.middle <= found.high


@given(st.lists(st.integers(0, 100), min_size=5, max_size=30), st.integers(0, 10_000))
def test_one_wild_day_moves_the_middle_no_further_than_its_neighbours(counts: list[int], wild: int) -> None:
    found = usual([*counts, wild])
    assert found is not None
    assert min(counts) <= found.middle <= max(counts) or len(counts) < 2
