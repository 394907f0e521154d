"""The arithmetic of clocks: open time spent, when it is due, what is reached on the way. Plain Python.

A clock counts *open seconds*, those within its working hours. Its whole state follows from its moves: started, paused,
resumed, given another target, stopped. A worked example, two periods a day (9:00–12:00, 13:30–18:00) on workdays: a
target of 10 h started on Friday 13 February 2026 at 16:00 spends 2 h that day and 2 h on the make-up Saturday until it
is paused at 11:00. Resumed on Tuesday 24 February at 10:00, after the Spring Festival, it has 6 h left: 2 h before noon
and 4 h from 13:30. It is due on 24 February at 17:30.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wanhao.foundation.calendars import rules as calendar
from wanhao.foundation.calendars.rules import WorkingHours


class Move(StrEnum):
    """What can happen to a clock."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    RETARGETED = "retargeted"
    TAKEN_OVER = "taken_over"  # an earlier promise of something that became part of this
    GIVEN_BACK = "given_back"  # it goes its own way again: as if that promise had never been here
    RECKONED = "reckoned"  # the calendar was changed: nothing moved but the moment it is due
    STOPPED = "stopped"


@dataclass(frozen=True)
class Step:
    """One move at one moment. Started, retargeted and taken over carry target and hours' code ('': day and night).

    `why` is the code of the policy, or of the reason to pause, or the number of the thing whose promise it is.
    """

    move: Move
    at: datetime
    target_seconds: float = 0
    hours: str = ""
    why: str = ""


@dataclass(frozen=True)
class Stretch:
    """A time between two moves: running or not, and how many open seconds it counted."""

    begins: datetime
    ends: datetime
    is_running: bool
    open_seconds: float
    why: str = ""


@dataclass(frozen=True)
class Reading:
    """What a clock shows: spent and target in open seconds; due is None while it is paused."""

    target_seconds: float
    spent_seconds: float
    due_at: datetime | None
    is_running: bool
    is_stopped: bool
    stretches: tuple[Stretch, ...]

    @property
    def is_broken(self) -> bool:
        """Was more time spent than promised?"""
        return is_over(self.spent_seconds, self.target_seconds)


def is_over(spent_seconds: float, target_seconds: float) -> bool:
    """More than the target, by more than what arithmetic on microseconds loses."""
    return spent_seconds > target_seconds + 1e-3


def read(steps: Sequence[Step], hours_of: Callable[[str], WorkingHours], until: datetime) -> Reading:
    """What the clock shows at `until`, from its moves in the order of their moments; the first is its start."""
    first, *rest = steps
    if first.move is not Move.STARTED:
        raise ValueError("a clock begins with its start")
    course = _Course(hours_of, first)
    for step in rest:
        course.take(step)
        if step.move is Move.STOPPED:
            return Reading(course.target, course.spent, None, False, True, tuple(course.stretches))
    spent = course.spent
    if until > course.since:
        course.stretches.append(course.stretch_to(until))
    due = due_moment(course.hours, course.since, course.target - spent) if course.is_running else None
    return Reading(course.target, course.spent, due, course.is_running, False, tuple(course.stretches))


class _Course:
    """A clock as its moves are read one after the other."""

    def __init__(self, hours_of: Callable[[str], WorkingHours], first: Step) -> None:
        self.hours_of, self.since, self.is_running, self.why = hours_of, first.at, True, ""
        self.target, self.hours = first.target_seconds, hours_of(first.hours)
        self.stretches: list[Stretch] = []
        self.own: tuple[float, WorkingHours, int] | None = None  # target, hours, stretches before one was taken over

    @property
    def spent(self) -> float:
        """Open seconds so far."""
        return sum(stretch.open_seconds for stretch in self.stretches)

    def stretch_to(self, until: datetime) -> Stretch:
        """From the last move on."""
        return _stretch(self.hours, self.since, until, self.is_running, self.why)

    def take(self, step: Step) -> None:
        """One move."""
        self.stretches.append(self.stretch_to(step.at))
        self.since = step.at
        match step.move:
            case Move.PAUSED:
                self.is_running, self.why = False, step.why
            case Move.RESUMED:
                self.is_running, self.why = True, ""
            case Move.RETARGETED:
                self.own, self.target, self.hours = None, step.target_seconds, self.hours_of(step.hours)
            case Move.TAKEN_OVER:
                self.own = (self.target, self.hours, len(self.stretches))
                self.target, self.hours = step.target_seconds, self.hours_of(step.hours)
            case Move.GIVEN_BACK:
                self._give_back()

    def _give_back(self) -> None:
        """Its own target and hours again, and what these hours counted all the while."""
        if self.own is None:
            return
        self.target, self.hours, first = self.own
        self.stretches[first:] = [
            _stretch(self.hours, one.begins, one.ends, one.is_running, one.why) for one in self.stretches[first:]
        ]
        self.own = None


def _stretch(hours: WorkingHours, begins: datetime, ends: datetime, running: bool, why: str) -> Stretch:
    counted = calendar.open_seconds_between(hours, begins, ends) if running else 0.0
    return Stretch(begins, ends, running, counted, why)


def due_moment(hours: WorkingHours, since: datetime, left_seconds: float) -> datetime:
    """When the seconds left have run out; when they had already, the moment itself. Raises NeverOpen."""
    return calendar.add_open_seconds(hours, since, left_seconds)


class MarkKind(StrEnum):
    """What is reached as time is spent."""

    WARNING = "warning"
    DUE = "due"
    ESCALATION = "escalation"


@dataclass(frozen=True)
class Mark:
    """Something to be done once so many open seconds are spent."""

    at_seconds: float
    kind: MarkKind
    percent: int = 0  # of the target, for a warning
    whom: str = ""  # who is told, for an escalation
    level: int = 0  # the number of the escalation, from 1


def marks(target_seconds: float, warn_percents: Iterable[int], steps: Iterable[tuple[int, str]]) -> tuple[Mark, ...]:
    """All marks in the order they are reached: warnings, the due moment, escalations (minutes after it, whom)."""
    warnings = [
        Mark(target_seconds * percent / 100, MarkKind.WARNING, percent=percent) for percent in sorted(warn_percents)
    ]
    after = [
        Mark(target_seconds + minutes * 60, MarkKind.ESCALATION, whom=whom, level=level)
        for level, (minutes, whom) in enumerate(sorted(steps, key=lambda step: step[0]), start=1)
    ]
    return (*warnings, Mark(target_seconds, MarkKind.DUE), *after)


def next_mark_at(
    hours: WorkingHours, all_marks: Sequence[Mark], done: int, *, since: datetime, spent_seconds: float
) -> datetime | None:
    """When the next mark is reached by a clock running since `since` with so much spent before; None after the last."""
    if done >= len(all_marks):
        return None
    return due_moment(hours, since, all_marks[done].at_seconds - spent_seconds)


@dataclass(frozen=True)
class Told:
    """What was told of a clock already."""

    has_warned: bool = False
    is_broken: bool = False
    levels: int = 0


def untold(told: Told, new_marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks of a new target that are still to be told: nothing is told twice, and what was broken stays broken.

    Those that lie behind already are reached at once.
    """
    is_old = {
        MarkKind.WARNING: lambda mark: told.has_warned or told.is_broken,
        MarkKind.DUE: lambda mark: told.is_broken,
        MarkKind.ESCALATION: lambda mark: mark.level <= told.levels,
    }
    return tuple(mark for mark in new_marks if not is_old[mark.kind](mark))


@dataclass(frozen=True)
class Facts:
    """What a policy is chosen by: type, severity, tier as codes; units and categories from the top down."""

    kind: str = ""
    severity: str = ""
    tier: str = ""
    unit_ids: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """What a policy asks for; empty means anything."""

    kind: str = ""
    severity: str = ""
    tier: str = ""
    unit_id: int | None = None
    category: str = ""


def fits(terms: Terms, facts: Facts) -> bool:
    """Does the policy speak of these facts?"""
    return (
        terms.kind in ("", facts.kind)
        and terms.severity in ("", facts.severity)
        and terms.tier in ("", facts.tier)
        and (terms.unit_id is None or terms.unit_id in facts.unit_ids)
        and (not terms.category or terms.category in facts.categories)
    )
