"""Levels, the times of closing calls, who approves how much."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.service.complaints import rules
from wanhao.service.complaints.rules import Reach, TryPlan

ZONE = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2026, 11, 20, 18, tzinfo=ZONE)


def test_a_major_complaint_begins_with_management() -> None:
    assert [rules.first_level(one) for one in ("ordinary", "serious", "major")] == [1, 1, 3]


@pytest.mark.parametrize(
    ("level", "wanted", "may"),
    [(1, 2, True), (1, 3, True), (2, 3, True), (2, 2, False), (3, 2, False), (3, 4, False)],
)
def test_levels_are_only_raised(level: int, wanted: int, may: bool) -> None:
    assert rules.may_be_raised(level, wanted) is may


def test_three_tries_on_two_days_the_first_in_the_evening() -> None:
    plan = TryPlan(3, 4, 2)
    assert rules.next_try_at([], plan, EVENING) == EVENING
    second = rules.next_try_at([EVENING], plan, EVENING)
    assert second == EVENING.replace(hour=22)
    assert rules.next_try_at([EVENING, second], plan, second) == datetime(2026, 11, 21, 9, tzinfo=ZONE)


def test_tries_too_close_together_count_once() -> None:
    plan = TryPlan(3, 4, 2)
    made = [EVENING, EVENING + timedelta(minutes=10), EVENING + timedelta(hours=5)]
    assert rules.counted(made, plan) == [EVENING, EVENING + timedelta(hours=5)]


@given(
    tries=st.integers(1, 6),
    apart=st.integers(1, 30),
    days=st.integers(1, 4),
    first=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(ZONE)),
    delays=st.lists(st.integers(0, 3000), min_size=12, max_size=12),
)
def test_whoever_calls_when_told_ends_with_enough_different_times(
    tries: int, apart: int, days: int, first: datetime, delays: list[int]
) -> None:
    """However late each call is made, trying ends, and only after enough tries at different times."""
    plan = TryPlan(tries, apart, min(days, tries))
    made: list[datetime] = []
    at = first
    for late in delays:
        following = rules.next_try_at(made, plan, at)
        if following is None:
            break
        at = following + timedelta(minutes=late)
        made.append(at)
        assert rules.counted(made, plan) == made
    assert len(made) == tries
    assert rules.are_different_times(made, plan)


@pytest.mark.parametrize(
    ("amount", "up_to", "is_second", "against"),
    [
        (100, 200, False, ""),  # within the limit, one is enough
        (300, 200, False, "amount"),  # beyond it
        (900, 200, False, ""),  # two are needed: the first only begins
        (900, 200, True, "amount"),  # the second must reach it
        (900, 900, True, ""),
        (900_000, None, True, ""),  # no limit
    ],
)
def test_who_approves(amount: int, up_to: int | None, is_second: bool, against: str) -> None:
    reach = Reach(None if up_to is None else Decimal(up_to))
    assert rules.why_not_approve(Decimal(amount), Decimal(500), reach, is_second=is_second) == against


def test_the_widest_of_several_roles_counts() -> None:
    assert rules.widest([]) == Reach(Decimal(0))
    assert rules.widest([Decimal(200), Decimal(2000)]) == Reach(Decimal(2000))
    assert rules.widest([Decimal(200), None]) == Reach(None)
