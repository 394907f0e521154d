"""Why a clock shows what it shows, told to people: each start, pause and resume, and the sum over the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wanhao.foundation.calendars import rules as calendar
from wanhao.foundation.calendars.models import Hours
from wanhao.foundation.calendars.rules import PublicDay
from wanhao.service.clocks import queries, rules
from wanhao.service.clocks.models import Clock
from wanhao.service.clocks.queries import Account
from wanhao.service.clocks.rules import MarkKind, Move, Step, Stretch
from wanhao.service.clocks.sentences import policy_name, reason_name

PROMISING = (Move.STARTED, Move.RETARGETED, Move.TAKEN_OVER, Move.GIVEN_BACK)
MOST_DAYS = 40  # spelled out one by one; a longer reckoning names its length only


@dataclass(frozen=True)
class Line:
    """Something that happened to the clock, or a stretch of time with what it counted."""

    begins: datetime
    ends: datetime | None
    text: str
    counted: float | None = None


@dataclass(frozen=True)
class ClockStory:
    """One clock for the page."""

    clock: Clock
    name: str | Promise
    meaning: str
    word: str
    left_seconds: float
    due_at: datetime | None
    lines: list[Line]
    sum: str
    days: list[str]
    agrees: bool

    @property
    def left(self) -> str:
        """What is left, or how much it is over, in words."""
        return spelled(abs(self.left_seconds))

    @property
    def over_seconds(self) -> float:
        """How much more was spent than promised."""
        return max(0.0, -self.left_seconds)

    @property
    def is_over(self) -> bool:
        """Stopped for good."""
        return self.clock.stopped_at is not None


@dataclass(frozen=True)
class Standing:
    """How one clock stands at a moment, for a line of a list."""

    meaning: str
    word: str
    left_seconds: float
    due_at: datetime | None

    @property
    def is_paused(self) -> bool:
        """Nothing is due."""
        return self.due_at is None


def standing_of(clock: Clock, at: datetime) -> Standing:
    """The clock without its story: one that runs, or stands still."""
    spent = queries.spent(clock, at)
    meaning, word = standing(clock, spent)
    return Standing(meaning, word, clock.target_seconds - spent, clock.due_at)


def stories(subjects: Sequence[str], at: datetime) -> list[ClockStory]:
    """The clocks of these things: those that run first, then those that are over, the latest first."""
    told = [_story(account, at) for account in queries.accounts(subjects, at)]
    return [one for one in told if not one.is_over] + [one for one in reversed(told) if one.is_over]


def _story(account: Account, at: datetime) -> ClockStory:
    clock, reading = account.clock, account.reading
    meaning, word = standing(clock, reading.spent_seconds)
    return ClockStory(
        clock=clock,
        name=clock.get_target_display(),
        meaning=meaning,
        word=word,
        left_seconds=reading.target_seconds - reading.spent_seconds,
        due_at=clock.due_at,
        lines=_lines(account),
        sum=_sum(account),
        days=_days(account),
        agrees=account.agrees,
    )


def standing(clock: Clock, spent_seconds: float) -> tuple[str, str]:
    """The meaning of how a clock stands, and a word for it."""
    if clock.outcome:
        meanings = {"kept": "good", "broken": "missed", "cancelled": "quiet"}
        return meanings[clock.outcome], str(clock.get_outcome_display())
    if clock.broken_at is not None or rules.is_over(spent_seconds, clock.target_seconds):
        return "missed", pgettext("promise", "Overdue")
    if clock.is_paused:
        return "quiet", _("Paused: %(reason)s") % {"reason": clock.paused_for}
    warnings = [mark.at_seconds for mark in queries.marks_of(clock) if mark.kind is MarkKind.WARNING]
    if clock.has_warned or (warnings and spent_seconds >= min(warnings)):
        return "close", pgettext("promise", "Soon due")
    return "good", pgettext("promise", "In time")


def _lines(account: Account) -> list[Line]:
    """Moves and the stretches between them, in their order."""
    found: list[Line] = []
    stretches = account.reading.stretches
    for place, step in enumerate(account.steps):
        found.append(Line(step.at, None, _said(step, account.clock)))
        if place < len(stretches):
            found.append(_stretch(stretches[place]))
    return [line for line in found if line.ends is None or line.ends > line.begins]


def _said(step: Step, clock: Clock) -> str:
    words = {
        "time": spelled(step.target_seconds),
        "policy": policy_name(step.why),
        "hours": hours_name(step.hours),
        "reason": reason_name(step.why),
        "source": step.why,
        "outcome": clock.get_outcome_display(),
    }
    said = {
        Move.STARTED: _("Started: %(time)s promised (%(policy)s), counted %(hours)s"),
        Move.PAUSED: _("Paused: %(reason)s"),
        Move.RESUMED: _("Resumed"),
        Move.RETARGETED: _(
            "Promised anew: %(time)s in all (%(policy)s), counted %(hours)s; what was spent stays spent"
        ),
        Move.TAKEN_OVER: _("%(source)s became part of this: its promise holds here, %(time)s in all, day and night"),
        Move.GIVEN_BACK: _(
            "%(source)s goes its own way again: %(time)s promised, counted %(hours)s, as if nothing had been taken over"
        ),
        Move.RECKONED: _("The calendar was changed: due moment reckoned anew, time counted before stays"),
        Move.STOPPED: _("Stopped: %(outcome)s"),
    }
    return said[step.move] % words


def hours_name(code: str) -> str:
    """The working hours by their code."""
    if not code:
        return _("day and night")
    hours = Hours.objects.filter(code=code).first()
    return _("in “%(hours)s”") % {"hours": hours or code}


def _stretch(stretch: Stretch) -> Line:
    text = pgettext("clock", "ran") if stretch.is_running else pgettext("clock", "stood still")
    return Line(stretch.begins, stretch.ends, text, stretch.open_seconds)


def _sum(account: Account) -> str:
    """The arithmetic in one sentence."""
    clock, reading = account.clock, account.reading
    since, spent = _since(account)
    words = {
        "target": spelled(reading.target_seconds),
        "spent": spelled(reading.spent_seconds if clock.stopped_at else spent),
        "left": spelled(reading.target_seconds - spent),
        "since": spelled_moment(since),
        "due": spelled_moment(clock.due_at) if clock.due_at else "",
    }
    if clock.stopped_at is not None:
        return _("%(spent)s were spent of %(target)s.") % words
    if clock.is_paused:
        return _("%(target)s − %(spent)s spent = %(left)s left. While paused, nothing is due.") % words
    if rules.is_over(spent, reading.target_seconds):
        return _("%(spent)s were spent when only %(target)s came to be promised: due at once.") % words
    return _("%(target)s − %(spent)s spent until %(since)s = %(left)s; counted on from there: due %(due)s.") % words


def _since(account: Account) -> tuple[datetime, float]:
    """The last move, and what was spent until then."""
    passed = account.reading.stretches[: len(account.steps) - 1]
    return account.steps[-1].at, sum(stretch.open_seconds for stretch in passed)


def _days(account: Account) -> list[str]:
    """For clocks that keep working hours: what each day from the last move to the due moment gives."""
    clock = account.clock
    promised = [step for step in account.steps if step.move in PROMISING]
    code = promised[-1].hours if promised else ""
    since, _spent = _since(account)
    if not code or clock.stopped_at is not None or clock.due_at is None or clock.due_at <= since:
        return []
    if clock.due_at - since > timedelta(days=MOST_DAYS):
        return []
    hours = queries.hours_named(code)
    return _joined([(day, seconds, _closed_for(day)) for day, seconds in _by_day(hours, since, clock.due_at)])


def _by_day(hours: calendar.WorkingHours, since: datetime, due_at: datetime) -> list[tuple[date, float]]:
    return calendar.open_seconds_by_day(hours, since, due_at)


def _closed_for(day: date) -> str:
    public = calendar.public_day(day)
    if public is PublicDay.HOLIDAY:
        return _("public holiday")
    if public is PublicDay.MAKE_UP:
        return _("make-up day")
    return _("weekend") if day.weekday() >= calendar.SATURDAY else ""


def _joined(days: list[tuple[date, float, str]]) -> list[str]:
    """Days with open time one by one; closed days that follow each other as one line."""
    lines: list[str] = []
    closed: list[date] = []
    for day, seconds, word in days:
        if not seconds:
            closed.append(day)
            continue
        lines += _closed_line(closed)
        closed = []
        name = f"{spelled_day(day)} ({word})" if word else spelled_day(day)
        lines.append(f"{name}: {spelled(seconds)}")
    return lines + _closed_line(closed)


def _closed_line(closed: list[date]) -> list[str]:
    if not closed:
        return []
    reason = next((word for word in map(_closed_for, closed) if word), "")
    span = spelled_day(closed[0]) if len(closed) == 1 else f"{spelled_day(closed[0])} – {spelled_day(closed[-1])}"
    word = pgettext("day", "closed")
    return [f"{span}: {word}" + (f" ({reason})" if reason else "")]


def spelled_day(day: date) -> str:
    """02-13 Fri."""
    return date_format(day, "m-d D")


def spelled_moment(at: datetime) -> str:
    """02-13 16:00."""
    return f"{localtime(at):%m-%d %H:%M}"


def spelled(seconds: float) -> str:
    """Minutes and seconds below an hour, hours and minutes below two days, then days and hours."""
    whole = abs(round(seconds))
    sign = "−" if seconds <= -0.5 else ""
    if whole < 3600:
        return sign + _("%(minutes)s min %(seconds)s s") % {"minutes": whole // 60, "seconds": whole % 60}
    if whole >= 48 * 3600:
        return sign + _("%(days)s d %(hours)s h") % {"days": whole // 86400, "hours": whole % 86400 // 3600}
    return sign + _("%(hours)s h %(minutes)s min") % {"hours": whole // 3600, "minutes": whole % 3600 // 60}
