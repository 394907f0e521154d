"""Working hours: worked examples around Spring Festival 2026, and the laws they obey."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wanhao.foundation.calendars.rules import (
    SHANGHAI,
    DayWord,
    NeverOpen,
    PublicDay,
    WorkingHours,
    add_open_seconds,
    is_open,
    is_year_known,
    make_week,
    next_opening,
    open_seconds_between,
    public_day,
)

HOUR = 3600
OFFICE = make_week(
    [(day, *span) for day in range(5) for span in ((9 * HOUR, 12 * HOUR), (13 * HOUR + 1800, 18 * HOUR))]
)
BACK_OFFICE = WorkingHours(OFFICE)
HOTLINE = WorkingHours(make_week([(day, 0, 24 * HOUR) for day in range(7)]), follows_holidays=False)
HALL = WorkingHours(make_week([(day, 9 * HOUR, 17 * HOUR) for day in range(7)]))


def at(text: str) -> datetime:
    """`2026-02-13 16:00` in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        (BACK_OFFICE, "2026-02-13 08:59:59", False),  # a second before
        (BACK_OFFICE, "2026-02-13 09:00:00", True),  # the opening second is in
        (BACK_OFFICE, "2026-02-13 12:00:00", False),  # the closing second is out: lunch
        (BACK_OFFICE, "2026-02-13 13:30:00", True),  # the second period
        (BACK_OFFICE, "2026-02-14 10:00:00", True),  # a make-up Saturday
        (BACK_OFFICE, "2026-02-16 10:00:00", False),  # Monday, but New Year's Eve holiday
        (BACK_OFFICE, "2026-02-28 10:00:00", True),  # the other make-up Saturday
        (BACK_OFFICE, "2026-03-07 10:00:00", False),  # a plain Saturday
        (HOTLINE, "2026-02-17 03:00:00", True),  # 10000 never sleeps
        (HOTLINE, "2026-02-17 23:59:59", True),  # until 24:00
        (HALL, "2026-02-17 10:00:00", False),  # open at weekends, closed on holidays
        (HALL, "2026-03-07 10:00:00", True),
    ],
)
def test_is_open(hours: WorkingHours, moment: str, expected: bool) -> None:
    assert is_open(hours, at(moment)) is expected


def test_any_time_zone_is_understood() -> None:
    assert is_open(BACK_OFFICE, datetime(2026, 2, 13, 1, 0, tzinfo=UTC))
    assert not is_open(BACK_OFFICE, datetime(2026, 2, 13, 9, 0, tzinfo=UTC) + timedelta(hours=1))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-02-13 10:00", "2026-02-13 10:00"),  # open already
        ("2026-02-13 12:10", "2026-02-13 13:30"),  # after lunch
        ("2026-02-13 18:00", "2026-02-14 09:00"),  # the make-up Saturday
        ("2026-02-14 18:00", "2026-02-24 09:00"),  # after the festival
        ("2026-03-06 18:00", "2026-03-09 09:00"),  # a plain weekend
    ],
)
def test_next_opening(moment: str, expected: str) -> None:
    assert next_opening(BACK_OFFICE, at(moment)) == at(expected)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-02-13 16:00", 10, "2026-02-24 09:30"),  # 2 h + 7.5 h on the make-up day + 0.5 h after the festival
        ("2026-02-13 16:00", 2, "2026-02-13 18:00"),  # to the last second of the day, not to the next morning
        ("2026-02-13 11:30", 1, "2026-02-13 14:00"),  # over lunch
        ("2026-02-15 03:00", 0, "2026-02-15 03:00"),  # nothing to wait for
        ("2026-02-15 03:00", 0.5, "2026-02-24 09:30"),  # begun in the festival
    ],
)
def test_add_open_seconds(start: str, hours: float, expected: str) -> None:
    assert add_open_seconds(BACK_OFFICE, at(start), hours * HOUR) == at(expected)


def test_open_seconds_over_the_festival() -> None:
    assert open_seconds_between(BACK_OFFICE, at("2026-02-13 16:00"), at("2026-02-24 10:00")) == (2 + 7.5 + 1) * HOUR
    assert open_seconds_between(HOTLINE, at("2026-02-13 16:00"), at("2026-02-14 16:00")) == 24 * HOUR


def test_the_administrators_word_comes_before_the_public_calendar() -> None:
    words = {
        date(2026, 2, 16): DayWord(is_working=True),  # open on the eve, with Monday's hours
        date(2026, 2, 17): DayWord(is_working=True, as_weekday=6),  # like a Sunday: closed
        date(2026, 2, 13): DayWord(is_working=False),  # a day off
        date(2026, 3, 7): DayWord(is_working=True),  # a plain Saturday becomes a working day, with Friday's hours
    }
    hours = WorkingHours(OFFICE, words=words)
    found = [is_open(hours, at(f"{day} 10:00")) for day in ("2026-02-16", "2026-02-17", "2026-02-13", "2026-03-07")]
    assert found == [True, False, False, True]


def test_a_year_that_is_not_published_has_plain_weekdays() -> None:
    assert public_day(date(2090, 1, 1)) is PublicDay.UNKNOWN
    assert (is_year_known(2026), is_year_known(2090)) == (True, False)
    assert not is_open(BACK_OFFICE, at("2090-01-01 10:00")), "a Sunday"
    assert is_open(BACK_OFFICE, at("2090-01-02 10:00")), "a Monday"


def test_hours_that_never_open() -> None:
    nothing = WorkingHours(make_week([]))
    with pytest.raises(NeverOpen):
        next_opening(nothing, at("2026-02-13 16:00"))
    with pytest.raises(NeverOpen):
        add_open_seconds(nothing, at("2026-02-13 16:00"), 1)


def test_periods_that_meet_become_one() -> None:
    assert make_week([(0, 0, 100), (0, 100, 200), (0, 150, 180), (0, 300, 400)])[0] == ((0, 200), (300, 400))


FROM, UNTIL = datetime(2025, 12, 1, tzinfo=UTC), datetime(2027, 2, 28, tzinfo=UTC)
moments = st.integers(0, int((UNTIL - FROM).total_seconds())).map(lambda seconds: FROM + timedelta(seconds=seconds))
spans = st.tuples(st.integers(0, 6), st.integers(0, 86399), st.integers(1, 86400)).filter(
    lambda one: one[1] + 600 < one[2]
)
some_hours = st.builds(
    WorkingHours,
    st.lists(spans, min_size=1, max_size=12).map(make_week),
    st.booleans(),
    st.dictionaries(
        st.dates(date(2025, 12, 1), date(2027, 2, 28)),
        st.builds(DayWord, st.booleans(), st.none() | st.integers(0, 6)),
        max_size=5,
    ),
)


@settings(deadline=None, max_examples=60)
@given(some_hours, moments, moments, moments)
def test_open_time_adds_up(hours: WorkingHours, a: datetime, b: datetime, c: datetime) -> None:
    parts = open_seconds_between(hours, a, b) + open_seconds_between(hours, b, c)
    assert parts == pytest.approx(open_seconds_between(hours, a, c))


@settings(deadline=None, max_examples=60)
@given(some_hours, moments, moments, moments)
def test_open_time_never_shrinks(hours: WorkingHours, a: datetime, b: datetime, c: datetime) -> None:
    first, middle, last = sorted((a, b, c))
    assert 0 <= open_seconds_between(hours, first, middle) <= open_seconds_between(hours, first, last)
    assert open_seconds_between(hours, first, last) <= (last - first).total_seconds()


@settings(deadline=None, max_examples=60)
@given(some_hours, moments, st.integers(1, 10**5))
def test_adding_is_the_inverse_of_measuring(hours: WorkingHours, start: datetime, seconds: int) -> None:
    end = add_open_seconds(hours, start, seconds)
    assert open_seconds_between(hours, start, end) == seconds
    just_before = end - timedelta(microseconds=1)
    assert open_seconds_between(hours, start, just_before) < seconds, "the earliest such moment"


@settings(deadline=None, max_examples=60)
@given(some_hours, moments)
def test_the_next_opening_is_open_and_nothing_before_it_is(hours: WorkingHours, start: datetime) -> None:
    opening = next_opening(hours, start)
    assert opening >= start
    assert is_open(hours, opening)
    assert open_seconds_between(hours, start, opening) == 0
