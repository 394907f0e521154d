"""Working hours as arithmetic: periods of the week, Chinese holidays and make-up days, the administrator's word first.

Wall-clock time is that of Asia/Shanghai, which has had no summer time since 1991.

A worked example, hours Monday to Friday 9:00–12:00 and 13:30–18:00, closed on holidays, Spring Festival 2026 (holiday
15–23 February; Saturdays 14 and 28 February are make-up days): 10 open hours from Friday 13 February 16:00 are over
on Tuesday 24 February at 9:30: 2 h on Friday, 7.5 h on the make-up Saturday, and the last half hour after the festival.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY_SECONDS = 24 * 3600
FARTHEST_DAYS = 3 * 366
FRIDAY, SATURDAY, MONDAY = 4, 5, 0

# From and until, in seconds since midnight; 24:00 is 86400.
Span = tuple[int, int]


class NeverOpen(Exception):
    """These hours do not open again within three years."""


class PublicDay(Enum):
    """What the State Council's calendar says of a day."""

    ORDINARY = "ordinary"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DayWord:
    """The administrator's word on one day."""

    is_working: bool
    as_weekday: int | None = None


class Earlier(NamedTuple):
    """What hours said until they were changed."""

    until: datetime
    hours: WorkingHours


@dataclass(frozen=True)
class WorkingHours:
    """A week of periods (0 = Monday) with what overrides it; what was open before a change stays what it was then.

    A change on Tuesday at 15:00 from 9:00–18:00 to 9:00–21:00: Monday had 9:00–18:00, Tuesday 9:00–21:00 (until 15:00
    by the old hours, from then on by the new ones).
    """

    week: tuple[tuple[Span, ...], ...]
    follows_holidays: bool = True
    words: Mapping[date, DayWord] = field(default_factory=dict)
    earlier: tuple[Earlier, ...] = ()  # the oldest first
    _days: dict[date, tuple[Span, ...]] = field(default_factory=dict, compare=False, repr=False)

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The open periods of a day."""
        if day not in self._days:
            self._days[day] = self._pieced_together(day) if self.earlier else self._said_now(day)
        return self._days[day]

    def _said_now(self, day: date) -> tuple[Span, ...]:
        weekday = self._weekday_for(day)
        return () if weekday is None else self.week[weekday]

    def _pieced_together(self, day: date) -> tuple[Span, ...]:
        """Each part of the day by the hours that were in force then."""
        begin, reached = midnight(day), 0
        pieces: list[tuple[int, int, int]] = []
        for until, hours in (*self.earlier, (begin + timedelta(days=1), self)):
            cut = min(DAY_SECONDS, math.ceil((until - begin).total_seconds()))
            if cut > reached:
                pieces += [(0, max(a, reached), min(b, cut)) for a, b in hours._said_now(day)]
                reached = cut
        return make_week(pieces)[0]

    def _weekday_for(self, day: date) -> int | None:
        """Whose periods a day has; None when it is closed."""
        word = self.words.get(day)
        if word is not None:
            if not word.is_working:
                return None
            return ordinary_weekday(day) if word.as_weekday is None else word.as_weekday
        if self.follows_holidays:
            public = public_day(day)
            if public is PublicDay.HOLIDAY:
                return None
            if public is PublicDay.MAKE_UP:
                return ordinary_weekday(day)
        return day.weekday()


def differ_by(before: WorkingHours, after: WorkingHours, today: date) -> bool:
    """Do they say different things of days up to today? What differs only of days to come needs no keeping."""
    if (before.week, before.follows_holidays) != (after.week, after.follows_holidays):
        return True
    days = before.words.keys() | after.words.keys()
    return any(before.words.get(day) != after.words.get(day) for day in days if day <= today)


def make_week(periods: Sequence[tuple[int, int, int]]) -> tuple[tuple[Span, ...], ...]:
    """Seven days from (weekday, from second, until second); periods that meet or overlap become one."""
    week: list[list[Span]] = [[] for _ in range(7)]
    for weekday, begins, ends in sorted(periods):
        day = week[weekday]
        if day and begins <= day[-1][1]:
            day[-1] = (day[-1][0], max(day[-1][1], ends))
        elif ends > begins:
            day.append((begins, ends))
    return tuple(tuple(day) for day in week)


def ordinary_weekday(day: date) -> int:
    """The weekday whose hours a make-up day has: a Saturday those of Friday, a Sunday those of Monday."""
    if day.weekday() < SATURDAY:
        return day.weekday()
    return FRIDAY if day.weekday() == SATURDAY else MONDAY


@lru_cache(maxsize=4096)
def public_day(day: date) -> PublicDay:
    """Holiday, make-up day or ordinary, by the public calendar; UNKNOWN for a year not yet published."""
    import chinese_calendar  # a large table, read when first asked

    try:
        is_free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return PublicDay.UNKNOWN
    if name is None:
        return PublicDay.ORDINARY
    return PublicDay.HOLIDAY if is_free else PublicDay.MAKE_UP


def is_year_known(year: int) -> bool:
    """Are the year's holidays published? If not, its days count as plain weekdays and weekends."""
    return public_day(date(year, 7, 1)) is not PublicDay.UNKNOWN


def is_open(hours: WorkingHours, at: datetime) -> bool:
    """Open at this moment? The opening second is in, the closing second is out."""
    local = at.astimezone(SHANGHAI)
    begin = midnight(local.date())
    return any(
        begin + timedelta(seconds=start) <= local < begin + timedelta(seconds=end)
        for start, end in hours.spans_on(local.date())
    )


def is_holiday(hours: WorkingHours, at: datetime) -> bool:
    """Is the whole day closed by the calendar or the administrator's word, though its weekday has open periods?"""
    day = at.astimezone(SHANGHAI).date()
    return bool(hours.week[day.weekday()]) and not hours.spans_on(day)


def next_opening(hours: WorkingHours, at: datetime) -> datetime:
    """The first open moment from `at` on: `at` itself when it is open. Raises NeverOpen."""
    begins, _ends = next(open_from(hours, at))
    return begins


def open_seconds_between(hours: WorkingHours, start: datetime, end: datetime) -> float:
    """Seconds of `start`–`end` that are open; negative when `end` comes first."""
    if end < start:
        return -open_seconds_between(hours, end, start)
    total = timedelta()
    last = end.astimezone(SHANGHAI).date()
    for begins, ends in spans_from(hours, start, last):
        total += max(timedelta(), min(ends, end) - begins)
    return total.total_seconds()


def open_seconds_by_day(hours: WorkingHours, start: datetime, end: datetime) -> list[tuple[date, float]]:
    """Every day from `start` to `end` with the seconds of it that are open; closed days have none."""
    first, last = start.astimezone(SHANGHAI).date(), end.astimezone(SHANGHAI).date()
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    return [
        (day, open_seconds_between(hours, max(start, midnight(day)), min(end, midnight(day + timedelta(days=1)))))
        for day in days
    ]


def add_open_seconds(hours: WorkingHours, start: datetime, seconds: float) -> datetime:
    """The earliest moment at which `seconds` of open time have passed since `start`. Raises NeverOpen.

    The inverse of open_seconds_between: between `start` and the result lie exactly `seconds` (to the microsecond).
    """
    left = timedelta(seconds=seconds)
    if left <= timedelta():
        return start
    for begins, ends in open_from(hours, start):
        if ends - begins >= left:
            return begins + left
        left -= ends - begins
    raise NeverOpen("these hours do not open again within three years")


def midnight(day: date) -> datetime:
    """The day's first moment."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def spans_from(hours: WorkingHours, start: datetime, last: date) -> Iterator[tuple[datetime, datetime]]:
    """Open periods from `start` to the end of the day `last`; the first may have begun before."""
    local = start.astimezone(SHANGHAI)
    day = local.date()
    while day <= last:
        begin = midnight(day)
        for from_second, until_second in hours.spans_on(day):
            ends = begin + timedelta(seconds=until_second)
            if ends > local:
                yield max(local, begin + timedelta(seconds=from_second)), ends
        day += timedelta(days=1)


def open_from(hours: WorkingHours, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Open periods from `start` on, as many as are asked for; NeverOpen after three closed years."""
    day = start.astimezone(SHANGHAI).date()
    while True:
        found = False
        last = day + timedelta(days=FARTHEST_DAYS)
        for span in spans_from(hours, max(start, midnight(day)), last):
            found = True
            yield span
        if not found:
            raise NeverOpen("these hours do not open again within three years")
        day = last + timedelta(days=1)
