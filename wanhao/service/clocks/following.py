"""Running clocks follow a changed calendar: what was counted stays, what is to come is reckoned anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from wanhao.foundation.audit.actions import record
from wanhao.foundation.calendars import queries as calendars
from wanhao.service.clocks import events, keepers, reaching
from wanhao.service.clocks.models import Clock
from wanhao.service.clocks.reaching import BATCH, CLOCKS

AT_ONCE = 3  # rounds over things somebody else was changing, before the next job looks


def follow(hours_id: int, at: datetime | None = None) -> tuple[int, int]:
    """Reckon all running clocks of these hours; how many are due at another moment, and how many were left."""
    calendars.forget_kept_hours()
    running = Clock.objects.filter(hours=hours_id, stopped_at=None, paused_for=None)
    changed, left = 0, sorted(running.values_list("pk", flat=True))
    for _round in range(AT_ONCE):
        again: list[int] = []
        for start in range(0, len(left), BATCH):
            moved, held = _follow_some(left[start : start + BATCH], at or now())
            changed += moved
            again += held
        left = again
        if not left:
            break
    return changed, len(left)


@transaction.atomic
def _follow_some(numbers: list[int], at: datetime) -> tuple[int, list[int]]:
    """Those whose things nobody is changing at this moment; how many moved, and the others."""
    wanted = dict(Clock.objects.filter(pk__in=numbers).values_list("pk", "subject"))
    locked = keepers.lock(wanted.values())
    mine = [pk for pk, subject in wanted.items() if subject in locked]
    rows = Clock.objects.select_for_update(of=("self",)).filter(pk__in=mine, stopped_at=None, paused_for=None)
    clocks = rows.select_related("hours", "policy", "paused_for").order_by("pk")
    moved = [clock for clock in clocks if _reckon(clock, at)]
    keepers.moved(moved)
    return len(moved), [pk for pk in wanted if pk not in set(mine)]


def _reckon(clock: Clock, at: datetime) -> bool:
    """Is it due at another moment now? One that was broken stays broken when it was."""
    was_due_at, was_next_at = clock.due_at, clock.next_at
    reaching.run(clock)
    if clock.broken_at is not None:
        clock.due_at = was_due_at
    if (clock.due_at, clock.next_at) == (was_due_at, was_next_at):
        return False
    clock.save(update_fields=["due_at", "next_at"])
    told = events.ClockFollowedCalendar(
        **reaching.about(clock, at),
        hours=clock.hours.code if clock.hours else "",
        was_due_at=was_due_at,
        due_at=clock.due_at,
    )
    record(told, actor=CLOCKS, unit=clock.unit_id)
    return True
