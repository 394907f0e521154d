"""What clocks have come to by a moment: pauses that are over, marks that are reached. Changes the rows in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from wanhao.foundation.audit.actions import record_all
from wanhao.foundation.audit.events import Actor, Event
from wanhao.service.clocks import events, keepers, queries, rules
from wanhao.service.clocks.keepers import Reached
from wanhao.service.clocks.models import Clock
from wanhao.service.clocks.rules import Mark, MarkKind

CLOCKS = Actor.system("clocks")
BATCH = 500
WRITTEN = (
    "pk",
    "spent_seconds",
    "counted_at",
    "paused_for_id",
    "due_at",
    "next_at",
    "marks_done",
    "broken_at",
    "has_warned",
    "levels_told",
)
WRITE = """
update clocks_clock as clock
set spent_seconds = given.spent, counted_at = given.counted, paused_for_id = given.paused, due_at = given.due,
    next_at = given.next, marks_done = given.done, broken_at = given.broken, has_warned = given.warned,
    levels_told = given.levels
from unnest(%s::bigint[], %s::float8[], %s::timestamptz[], %s::bigint[], %s::timestamptz[], %s::timestamptz[],
            %s::smallint[], %s::timestamptz[], %s::boolean[], %s::smallint[])
     as given (id, spent, counted, paused, due, next, done, broken, warned, levels)
where clock.id = given.id
"""


@dataclass
class Reckoning:
    """What came of some clocks, to be kept and told together."""

    touched: list[Clock] = field(default_factory=list)
    resumed: list[Clock] = field(default_factory=list)
    reached: list[Reached] = field(default_factory=list)
    news: list[tuple[Event, int | None]] = field(default_factory=list)

    def keep(self) -> None:
        """Write the rows and their events, and tell the contexts the clocks belong to."""
        if not self.touched:
            return
        write(self.touched)
        record_all(self.news, actor=CLOCKS)
        keepers.moved(self.resumed)
        keepers.tell(self.reached)


def write(clocks: list[Clock]) -> None:
    """Save what changes by itself, of many clocks in one statement."""
    rows = [[getattr(clock, name) for name in WRITTEN] for clock in clocks]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, list(map(list, zip(*rows, strict=True))))


def reckon(clocks: Iterable[Clock], at: datetime) -> Reckoning:
    """Let every clock come to where it is at this moment, each step with its own moment."""
    found = Reckoning()
    for clock in clocks:
        if clock.next_at is None or clock.next_at > at:
            continue
        found.touched.append(clock)
        if clock.is_paused:
            found.resumed.append(clock)
            found.news.append((_resume(clock), clock.unit_id))
        marked = _reach(clock, at)
        found.news += [(_event(one), clock.unit_id) for one in marked]
        found.reached += marked
    return found


def about(clock: Clock, at: datetime) -> dict[str, Any]:
    """What every event of a clock says."""
    return {"clock_id": clock.pk, "about": clock.subject, "target": clock.target, "at": at}


def run(clock: Clock) -> None:
    """Let it run from the moment it was counted at."""
    hours = queries.hours_of(clock)
    left = clock.target_seconds - clock.spent_seconds
    clock.due_at = rules.due_moment(hours, clock.counted_at, left) if left > 0 else clock.broken_at or clock.counted_at
    clock.next_at = rules.next_mark_at(
        hours, queries.marks_of(clock), clock.marks_done, since=clock.counted_at, spent_seconds=clock.spent_seconds
    )


def go_on(clock: Clock, at: datetime) -> None:
    """Let a paused clock run again from this moment."""
    clock.counted_at, clock.paused_for = max(at, clock.counted_at), None
    run(clock)


def _resume(clock: Clock) -> Event:
    """The moment the pause was to end has come."""
    moment = clock.next_at
    assert moment is not None  # it was chosen by it
    go_on(clock, moment)
    return events.ClockResumed(**about(clock, moment))


def _reach(clock: Clock, at: datetime) -> list[Reached]:
    """The marks reached by now, each with its own moment."""
    found = []
    marks, hours = queries.marks_of(clock), queries.hours_of(clock)
    while clock.next_at is not None and clock.next_at <= at:
        mark = marks[clock.marks_done]
        found.append(Reached(clock, mark, clock.next_at))
        match mark.kind:
            case MarkKind.WARNING:
                clock.has_warned = True
            case MarkKind.DUE:
                clock.broken_at = clock.next_at
            case MarkKind.ESCALATION:
                clock.levels_told = mark.level
        clock.marks_done += 1
        clock.next_at = rules.next_mark_at(
            hours, marks, clock.marks_done, since=clock.counted_at, spent_seconds=clock.spent_seconds
        )
    return found


def _event(reached: Reached) -> Event:
    clock, mark = reached.clock, reached.mark
    match mark:
        case Mark(kind=MarkKind.WARNING):
            due = clock.due_at or reached.at
            return events.ClockWarned(**about(clock, reached.at), percent=mark.percent, due_at=due)
        case Mark(kind=MarkKind.DUE):
            policy = clock.policy.code if clock.policy else ""
            return events.PromiseBroken(**about(clock, reached.at), policy=policy)
        case _:
            return events.ClockEscalated(**about(clock, reached.at), level=mark.level, whom=mark.whom)
