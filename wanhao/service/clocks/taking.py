"""An earlier promise of another thing, taken over for as long as that thing is part of this one, and given back.

While it is taken over, the clock counts day and night towards the moment the other was promised for. Given back, the
clock is what it would be without: its own target and hours, and what these hours counted all the while. The caller
holds the lock of the thing the clock belongs to.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import now

from wanhao.foundation.audit.actions import record
from wanhao.foundation.calendars.models import Hours
from wanhao.service.clocks import actions, events, queries, reaching, rules
from wanhao.service.clocks.models import Clock
from wanhao.service.clocks.rules import Move, Step

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.audit.events import Actor


@transaction.atomic
def take_over(
    subject: str, target: str, due_at: datetime, *, source: str, by: Staff | Actor, at: datetime | None = None
) -> Clock | None:
    """Keep the promise another thing (its number: `source`) was given for this moment, if it is the earlier one.

    None when it is not, when the clock stands still or is broken already.
    """
    at = at or now()
    clock = next((one for one in actions.settled(subject, at) if one.target == target), None)
    if clock is None or clock.is_paused or clock.broken_at is not None or (clock.due_at or due_at) <= due_at:
        return None
    if clock.taken_from:
        _give_back(clock, by, at)
    actions.count(clock, at)
    left = max(0.0, (due_at - clock.counted_at).total_seconds())
    clock.taken_from, clock.hours, clock.target_seconds = source, None, math.floor(clock.spent_seconds + left)
    actions.mark(clock)
    actions.renew(clock)
    _record(clock, events.PromiseTakenOver, source, by, at)
    return clock


@transaction.atomic
def give_back(subject: str, source: str, *, by: Staff | Actor, at: datetime | None = None) -> list[Clock]:
    """The thing of this number goes its own way again: clocks that kept its promise are what they were; those."""
    at = at or now()
    held = [clock for clock in actions.settled(subject, at) if clock.taken_from == source]
    for clock in held:
        _give_back(clock, by, at)
    return held


def _give_back(clock: Clock, by: Staff | Actor, at: datetime) -> None:
    steps = queries.steps_of([clock.subject]).get(clock.pk, ())
    own = next(step for step in reversed(steps) if step.move in (Move.STARTED, Move.RETARGETED))
    reading = rules.read((*steps, Step(Move.GIVEN_BACK, at)), queries.hours_named, at)
    source, clock.taken_from = clock.taken_from, ""
    clock.spent_seconds, clock.counted_at = reading.spent_seconds, max(at, clock.counted_at)
    clock.target_seconds, clock.hours = round(own.target_seconds), Hours.objects.filter(code=own.hours).first()
    if not reading.is_broken:
        clock.broken_at, clock.levels_told = None, 0
    actions.mark(clock)
    actions.renew(clock)
    _record(clock, events.PromiseGivenBack, source, by, at)


def _record(
    clock: Clock,
    event: type[events.PromiseTakenOver] | type[events.PromiseGivenBack],
    source: str,
    by: Staff | Actor,
    at: datetime,
) -> None:
    told = event(
        **reaching.about(clock, at),
        policy=clock.policy.code if clock.policy else "",
        target_seconds=clock.target_seconds,
        hours=clock.hours.code if clock.hours else "",
        source=source,
        due_at=clock.due_at,
    )
    record(told, actor=by, unit=clock.unit_id)
