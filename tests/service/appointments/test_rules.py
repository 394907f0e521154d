"""Windows, capacity, kept or broken: plain figures."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from wanhao.service.appointments import rules
from wanhao.service.appointments.rules import SHANGHAI, CapacityWord, Window

DAY = date(2026, 11, 24)
SPANS = [(9 * 3600, 12 * 3600), (13 * 3600 + 1800, 18 * 3600)]


def moment(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("minutes", "begins"),
    [
        (90, ["09:00", "10:30", "13:30", "15:00", "16:30"]),  # as in the module's example
        (120, ["09:00", "13:30", "15:30"]),  # an hour before noon and half an hour at the end are too short
        (300, []),  # longer than either half of the day
    ],
)
def test_windows_of_a_day(minutes: int, begins: list[str]) -> None:
    assert [f"{one.begins_at:%H:%M}" for one in rules.windows_of(DAY, SPANS, minutes)] == begins


@pytest.mark.parametrize(
    ("words", "capacity"),
    [
        ([], 4),  # the usual
        ([CapacityWord(6, begins=time(9))], 6),  # this window, every day
        ([CapacityWord(6, begins=time(9)), CapacityWord(0, day=DAY)], 0),  # the day counts more than the time
        ([CapacityWord(0, day=DAY), CapacityWord(2, day=DAY, begins=time(9))], 2),  # both say most
        ([CapacityWord(9, day=date(2026, 11, 25))], 4),  # another day
    ],
)
def test_the_most_exact_word_on_capacity_counts(words: list[CapacityWord], capacity: int) -> None:
    assert rules.capacity_of(Window(moment(9), moment(11)), words, 4) == capacity


@pytest.mark.parametrize(
    ("arrived", "grace", "kept"),
    [
        (moment(9), 0, True),
        (moment(11), 0, True),
        (moment(11, 1), 0, False),
        (moment(8, 55), 0, False),  # too early is outside as well
        (moment(11, 10), 10, True),
    ],
)
def test_kept_within_the_window_and_its_grace(arrived: datetime, grace: int, kept: bool) -> None:
    assert rules.is_kept(Window(moment(9), moment(11)), arrived, grace) is kept


def test_the_lowest_free_place() -> None:
    assert rules.lowest_free([1, 3], 3) == 2
    assert rules.lowest_free([1, 2, 3], 3) is None
    assert rules.lowest_free([], 0) is None
