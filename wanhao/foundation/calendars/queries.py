"""Working hours as others ask for them: by row, now."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q

from wanhao.foundation.calendars import rules
from wanhao.foundation.calendars.models import Hours, PastHours, Period, SpecialDay
from wanhao.foundation.calendars.rules import DayWord, Earlier, WorkingHours

KEPT_SECONDS = 5.0
_kept: dict[int, tuple[float, WorkingHours]] = {}


def working_hours(hours: Hours | int) -> WorkingHours:
    """The arithmetic of these hours; kept for five seconds, so that sweeps over many rows ask the database once."""
    number = hours if isinstance(hours, int) else hours.pk
    read_at, known = _kept.get(number, (0.0, None))
    if known is None or time.monotonic() - read_at > KEPT_SECONDS:
        known = _read(number)
        _kept[number] = (time.monotonic(), known)
    return known


def forget_kept_hours() -> None:
    """After a change in this process."""
    _kept.clear()


def _read(number: int) -> WorkingHours:
    past = PastHours.objects.filter(hours_id=number).order_by("until")
    return replace(as_said_now(number), earlier=tuple(Earlier(row.until, _as_said(row)) for row in past))


def _as_said(row: PastHours) -> WorkingHours:
    week = tuple(tuple((begins, ends) for begins, ends in day) for day in row.week)
    words = {date.fromisoformat(day): DayWord(*word) for day, word in row.words.items()}
    return WorkingHours(week, row.follows_holidays, words)


def as_said_now(number: int) -> WorkingHours:
    """The rows as they are, whatever they were before."""
    hours = Hours.objects.get(pk=number)
    periods = [
        (period.weekday, seconds_of(period)[0], seconds_of(period)[1])
        for period in Period.objects.filter(hours_id=number)
    ]
    # A word on these hours comes before a word on all hours.
    words: dict[date, DayWord] = {}
    for special in SpecialDay.objects.filter(Q(hours_id=number) | Q(hours=None)).order_by("hours_id"):
        if special.hours_id is not None or special.day not in words:
            words[special.day] = DayWord(special.is_working, special.as_weekday)
    return WorkingHours(rules.make_week(periods), hours.follows_holidays, words)


def seconds_of(period: Period) -> rules.Span:
    """From and until in seconds since midnight; no end is 24:00."""
    opens, closes = period.opens_at, period.closes_at
    until = rules.DAY_SECONDS if closes is None else closes.hour * 3600 + closes.minute * 60 + closes.second
    return opens.hour * 3600 + opens.minute * 60 + opens.second, until


def is_open(hours: Hours | int | None, at: datetime) -> bool:
    """Open at this moment? Without hours, always."""
    return hours is None or rules.is_open(working_hours(hours), at)


def is_holiday(hours: Hours | int | None, at: datetime) -> bool:
    """Closed the whole day for a holiday? Without hours, never."""
    return hours is not None and rules.is_holiday(working_hours(hours), at)


def next_opening(hours: Hours | int | None, at: datetime) -> datetime | None:
    """The first open moment from `at` on; None when there is none within three years."""
    if hours is None:
        return at
    try:
        return rules.next_opening(working_hours(hours), at)
    except rules.NeverOpen:
        return None


def due_at(hours: Hours | int | None, start: datetime, seconds: float) -> datetime:
    """When `seconds` of open time have passed since `start`; without hours the clock never stops. Raises NeverOpen."""
    if hours is None:
        return rules.add_open_seconds(ALWAYS, start, seconds)
    return rules.add_open_seconds(working_hours(hours), start, seconds)


def open_seconds_between(hours: Hours | int | None, start: datetime, end: datetime) -> float:
    """Open seconds from `start` to `end`."""
    return rules.open_seconds_between(ALWAYS if hours is None else working_hours(hours), start, end)


def years_without_holidays(today: date) -> list[int]:
    """This and the next year, where their public holidays are not known: the administrator enters them by hand."""
    return [year for year in (today.year, today.year + 1) if not rules.is_year_known(year)]


ALWAYS = WorkingHours(
    rules.make_week([(day, 0, rules.DAY_SECONDS) for day in range(7)]), follows_holidays=False, words={}
)
