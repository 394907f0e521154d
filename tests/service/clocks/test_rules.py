"""The arithmetic of clocks: worked examples over the Spring Festival 2026, and the laws it obeys."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wanhao.foundation.calendars.rules import SHANGHAI, WorkingHours, make_week, open_seconds_between
from wanhao.service.clocks.rules import (
    Facts,
    Mark,
    MarkKind,
    Move,
    Step,
    Terms,
    Told,
    fits,
    marks,
    next_mark_at,
    read,
    untold,
)

HOUR = 3600
TWO_PERIODS = WorkingHours(
    make_week([(day, *span) for day in range(5) for span in ((9 * HOUR, 12 * HOUR), (13 * HOUR + 1800, 18 * HOUR))])
)
ALWAYS = WorkingHours(make_week([(day, 0, 24 * HOUR) for day in range(7)]), follows_holidays=False)
HOURS = {"office": TWO_PERIODS, "": ALWAYS}


def at(text: str) -> datetime:
    """`2026-02-13 16:00` in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def started(moment: str, hours: float, code: str = "office") -> Step:
    return Step(Move.STARTED, at(moment), hours * HOUR, code)


@pytest.mark.parametrize(
    ("steps", "until", "spent_hours", "due"),
    [
        # 2 h on Friday, 7.5 h on the make-up Saturday, the last half hour after the festival
        ([started("2026-02-13 16:00", 10)], "2026-02-13 17:00", 1, "2026-02-24 09:30"),
        # the same, looked at in the middle of the holidays
        ([started("2026-02-13 16:00", 10)], "2026-02-18 12:00", 9.5, "2026-02-24 09:30"),
        # started at noon: lunch does not count
        ([started("2026-02-13 12:00", 1)], "2026-02-13 13:30", 0, "2026-02-13 14:30"),
        # paused on the make-up Saturday at 11:00, resumed after the festival
        (
            [
                started("2026-02-13 16:00", 10),
                Step(Move.PAUSED, at("2026-02-14 11:00"), why="customer"),
                Step(Move.RESUMED, at("2026-02-24 10:00")),
            ],
            "2026-02-24 11:00",
            5,
            "2026-02-24 17:30",
        ),
        # nothing is due while it is paused
        (
            [started("2026-02-13 16:00", 10), Step(Move.PAUSED, at("2026-02-13 17:00"))],
            "2026-02-20 09:00",
            1,
            None,
        ),
        # from 10 office hours to 24 hours day and night: the hour spent counts towards it
        (
            [started("2026-02-13 16:00", 10), Step(Move.RETARGETED, at("2026-02-13 17:00"), 24 * HOUR, "")],
            "2026-02-13 18:00",
            2,
            "2026-02-14 16:00",
        ),
    ],
)
def test_a_clock_counts_open_time_between_its_moves(
    steps: list[Step], until: str, spent_hours: float, due: str | None
) -> None:
    reading = read(steps, HOURS.__getitem__, at(until))
    assert reading.spent_seconds == pytest.approx(spent_hours * HOUR)
    assert reading.due_at == (at(due) if due else None)
    assert sum(stretch.open_seconds for stretch in reading.stretches) == pytest.approx(reading.spent_seconds)


def test_a_stopped_clock_stays_as_it_was() -> None:
    steps = [started("2026-02-13 16:00", 2), Step(Move.STOPPED, at("2026-02-14 09:30"))]
    reading = read(steps, HOURS.__getitem__, at("2026-03-20 12:00"))
    assert (reading.is_stopped, reading.spent_seconds, reading.is_broken) == (True, 2.5 * HOUR, True)


moments = st.integers(min_value=0, max_value=20 * 24 * 60).map(
    lambda minutes: at("2026-02-10 00:00") + timedelta(minutes=minutes)
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Step], datetime]:
    """A start, then pauses and resumptions in turn, and a moment after all of them."""
    times = sorted(draw(st.lists(moments, min_size=2, max_size=8, unique=True)))
    hours = draw(st.sampled_from(["office", ""]))
    target = draw(st.integers(min_value=60, max_value=60 * HOUR))
    moves = [Move.PAUSED if number % 2 else Move.RESUMED for number in range(1, len(times) - 1)]
    steps = [Step(move, when) for move, when in zip(moves, times[1:-1], strict=True)]
    return [Step(Move.STARTED, times[0], target, hours), *steps], times[-1]


@settings(suppress_health_check=[HealthCheck.too_slow])  # the calendar is read at the first draw
@given(histories())
def test_law_time_spent_is_additive_and_never_falls(history: tuple[list[Step], datetime]) -> None:
    steps, end = history
    readings = [read(steps[: n + 1], HOURS.__getitem__, step.at) for n, step in enumerate(steps)]
    readings.append(read(steps, HOURS.__getitem__, end))
    spent = [reading.spent_seconds for reading in readings]
    assert spent == sorted(spent)
    for stretch in readings[-1].stretches:
        counted = open_seconds_between(HOURS[steps[0].hours], stretch.begins, stretch.ends)
        assert stretch.open_seconds == (pytest.approx(counted) if stretch.is_running else 0)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the calendar is read at the first draw
@given(histories())
def test_law_when_it_is_due_the_target_is_spent(history: tuple[list[Step], datetime]) -> None:
    steps, _end = history
    reading = read(steps, HOURS.__getitem__, steps[-1].at)
    if reading.due_at is not None and not reading.is_broken:
        assert read(steps, HOURS.__getitem__, reading.due_at).spent_seconds == pytest.approx(reading.target_seconds)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the calendar is read at the first draw
@given(histories())
def test_law_a_pause_puts_the_due_moment_off_and_never_forward(history: tuple[list[Step], datetime]) -> None:
    steps, end = history
    start = steps[:1]
    first = read(start, HOURS.__getitem__, start[0].at).due_at
    later = read(steps, HOURS.__getitem__, end).due_at
    assert first is not None
    assert later is None or later >= min(first, steps[-1].at)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the calendar is read at the first draw
@given(histories())
def test_law_time_spent_is_all_open_time_without_the_pauses(history: tuple[list[Step], datetime]) -> None:
    """Wherever the pauses lie and however many there are: only their sum counts, not their order."""
    steps, end = history
    hours = HOURS[steps[0].hours]
    moves = [*steps[1:], Step(Move.RESUMED, end)]
    pauses = [(one.at, after.at) for one, after in pairwise(moves) if one.move is Move.PAUSED]
    paused = sum(open_seconds_between(hours, begins, ends) for begins, ends in pauses)
    expected = open_seconds_between(hours, steps[0].at, end) - paused
    assert read(steps, HOURS.__getitem__, end).spent_seconds == pytest.approx(expected)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the calendar is read at the first draw
@given(histories(), moments)
def test_law_a_pause_of_no_time_changes_nothing(history: tuple[list[Step], datetime], moment: datetime) -> None:
    """Paused and resumed at the same moment while it ran; what is spent before and after adds up to the same."""
    steps, end = history
    before = [step for step in steps if step.at <= moment]
    if not before or moment > end or before[-1].move is Move.PAUSED:
        return
    after = steps[len(before) :]
    parted = [*before, Step(Move.PAUSED, moment), Step(Move.RESUMED, moment), *after]
    whole, again = read(steps, HOURS.__getitem__, end), read(parted, HOURS.__getitem__, end)
    assert again.spent_seconds == pytest.approx(whole.spent_seconds)
    assert (again.due_at is None) == (whole.due_at is None)
    if whole.due_at is not None and again.due_at is not None and not whole.is_broken:
        assert abs((again.due_at - whole.due_at).total_seconds()) < 0.001


@settings(suppress_health_check=[HealthCheck.too_slow])  # the calendar is read at the first draw
@given(histories(), moments, moments)
def test_law_a_promise_taken_over_and_given_back_leaves_no_trace(
    history: tuple[list[Step], datetime], taken: datetime, given_back: datetime
) -> None:
    """Between the two the other promise counts day and night; afterwards all is as if it had never been."""
    steps, end = history
    if not steps[0].at <= taken <= given_back <= end:
        return
    over, back = Step(Move.TAKEN_OVER, taken, 3 * HOUR, "", "T1"), Step(Move.GIVEN_BACK, given_back)
    both = [
        *[step for step in steps if step.at <= taken], over,
        *[step for step in steps if taken < step.at <= given_back], back,
        *[step for step in steps if step.at > given_back],
    ]  # fmt: skip
    whole, again = read(steps, HOURS.__getitem__, end), read(both, HOURS.__getitem__, end)
    assert again.spent_seconds == pytest.approx(whole.spent_seconds)
    assert again.target_seconds == whole.target_seconds
    assert (again.due_at is None) == (whole.due_at is None)
    if whole.due_at is not None and again.due_at is not None and not whole.is_broken:
        assert abs((again.due_at - whole.due_at).total_seconds()) < 0.001


@settings(suppress_health_check=[HealthCheck.too_slow])  # the calendar is read at the first draw
@given(histories(), st.integers(min_value=1, max_value=40 * HOUR))
def test_law_more_promised_is_due_later(history: tuple[list[Step], datetime], more: int) -> None:
    steps, end = history
    longer = [replace(steps[0], target_seconds=steps[0].target_seconds + more), *steps[1:]]
    soon, late = read(steps, HOURS.__getitem__, end).due_at, read(longer, HOURS.__getitem__, end).due_at
    assert (soon is None) == (late is None)
    assert soon is None or late is None or late >= soon


def test_marks_are_warnings_then_the_due_moment_then_escalations() -> None:
    found = marks(1000, [90, 50], [(60, "executive"), (0, "team_leader")])
    assert [(mark.at_seconds, mark.kind) for mark in found] == [
        (500, MarkKind.WARNING),
        (900, MarkKind.WARNING),
        (1000, MarkKind.DUE),
        (1000, MarkKind.ESCALATION),
        (4600, MarkKind.ESCALATION),
    ]
    assert [(mark.whom, mark.level) for mark in found if mark.whom] == [("team_leader", 1), ("executive", 2)]


def test_the_next_mark_comes_after_open_time() -> None:
    found = marks(10 * HOUR, [50], [])
    since = at("2026-02-13 16:00")
    assert next_mark_at(TWO_PERIODS, found, 0, since=since, spent_seconds=0) == at("2026-02-14 12:00")
    assert next_mark_at(TWO_PERIODS, found, 1, since=since, spent_seconds=0) == at("2026-02-24 09:30")
    assert next_mark_at(TWO_PERIODS, found, 2, since=since, spent_seconds=0) is None


WARNED = Mark(50, MarkKind.WARNING, percent=50)
DUE = Mark(100, MarkKind.DUE)
LEADER = Mark(160, MarkKind.ESCALATION, whom="team_leader", level=1)
HEAD = Mark(220, MarkKind.ESCALATION, whom="executive", level=2)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (Told(), (WARNED, DUE, LEADER, HEAD)),  # nothing was told
        (Told(has_warned=True), (DUE, LEADER, HEAD)),  # the same warning is not given twice
        (Told(True, True), (LEADER, HEAD)),  # it was broken, and stays so
        (Told(False, True, 1), (HEAD,)),  # it had gone up one step; no warning comes after the end
        (Told(True, True, 2), ()),
    ],
)
def test_a_new_target_tells_nothing_twice(told: Told, expected: tuple[Mark, ...]) -> None:
    assert untold(told, (WARNED, DUE, LEADER, HEAD)) == expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (Terms(), True),  # speaks of everything
        (Terms(kind="complaint", severity="major"), True),
        (Terms(kind="fault"), False),
        (Terms(unit_id=2), True),  # a unit above one's own
        (Terms(unit_id=9), False),
        (Terms(tier="vip"), False),
    ],
)
def test_a_policy_fits_when_all_its_terms_do(terms: Terms, expected: bool) -> None:
    assert fits(terms, Facts("complaint", "major", "ordinary", (1, 2, 3))) is expected
