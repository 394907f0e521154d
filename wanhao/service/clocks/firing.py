"""What happens when a mark is reached: noted once, told by the context the clock belongs to, in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from wanhao.foundation.audit.actions import record_all
from wanhao.foundation.audit.events import Actor, Event
from wanhao.service.clocks import actions, events, keepers, queries, rules
from wanhao.service.clocks.keepers import Reached
from wanhao.service.clocks.models import Clock
from wanhao.service.clocks.rules import Mark, MarkKind

CLOCKS = Actor.system("clocks")
BATCH = 500
CHANGED = ["spent_seconds", "counted_at", "paused_for", "due_at", "next_at", "marks_done", "broken_at"]


@transaction.atomic
def fire(at: datetime | None = None, limit: int = BATCH) -> int:
    """Note what the next clocks have reached by now, at most `limit` clocks; returns how many were touched.

    Things somebody else is changing at this moment are left for the next round, so nobody waits for anybody; a clock's
    row is read again under its thing's lock, so each mark is noted once.
    """
    at = at or now()
    due = Clock.objects.filter(next_at__lte=at).order_by("next_at").values_list("pk", "subject")[:limit]
    wanted = dict(due)
    locked = keepers.lock(wanted.values())
    mine = [pk for pk, subject in wanted.items() if subject in locked]
    rows = Clock.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=mine, next_at__lte=at)
    clocks = list(rows.select_related("policy", "hours", "paused_for").order_by("pk"))
    news: list[tuple[Event, int | None]] = []
    reached: list[Reached] = []
    resumed = [clock for clock in clocks if clock.is_paused]
    for clock in clocks:
        if clock.is_paused:
            news.append((_resume(clock), clock.unit_id))
        marked = _reach(clock, at)
        news += [(_event(one), clock.unit_id) for one in marked]
        reached += marked
    Clock.objects.bulk_update(clocks, CHANGED, batch_size=BATCH)
    record_all(news, actor=CLOCKS)
    keepers.moved(resumed)
    keepers.tell(reached)
    return len(clocks)


def _resume(clock: Clock) -> Event:
    """The moment the pause was to end has come."""
    moment = clock.next_at
    assert moment is not None  # it was chosen by it
    actions.go_on(clock, moment)
    return events.ClockResumed(**actions.about(clock, moment))


def _reach(clock: Clock, at: datetime) -> list[Reached]:
    """The marks reached by now, each with its own moment."""
    found = []
    marks, hours = queries.marks_of(clock), queries.hours_of(clock)
    while clock.next_at is not None and clock.next_at <= at:
        mark = marks[clock.marks_done]
        found.append(Reached(clock, mark, clock.next_at))
        if mark.kind is MarkKind.DUE:
            clock.broken_at = clock.next_at
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
            return events.ClockWarned(**actions.about(clock, reached.at), percent=mark.percent, due_at=due)
        case Mark(kind=MarkKind.DUE):
            return events.PromiseBroken(
                **actions.about(clock, reached.at), policy=clock.policy.code if clock.policy else ""
            )
        case _:
            return events.ClockEscalated(**actions.about(clock, reached.at), level=mark.level, whom=mark.whom)


def fire_all(limit: int = BATCH) -> int:
    """Batch after batch until nothing is due; returns how many clocks were touched."""
    total = 0
    while touched := fire(limit=limit):
        total += touched
    return total
