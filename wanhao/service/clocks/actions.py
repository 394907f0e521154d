"""Starting, pausing, resuming and stopping clocks. The caller holds the lock of the thing they belong to."""

from __future__ import annotations

import math
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed
from wanhao.foundation.audit.actions import record
from wanhao.foundation.calendars import queries as calendars
from wanhao.service.clocks import events, keepers, queries, reaching, rules
from wanhao.service.clocks.models import Clock, PauseReason, Policy
from wanhao.service.clocks.rules import Facts

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.audit.events import Actor

JUST_BEFORE = timedelta(milliseconds=1)  # who stops a clock at its very end has kept the promise


@transaction.atomic
def start(
    subject: str,
    target: str,
    facts: Facts,
    *,
    unit_id: int,
    by: Staff | Actor,
    at: datetime | None = None,
    agreed_at: datetime | None = None,
) -> Clock | None:
    """Start the clock of one target by the first policy that fits, or towards an agreed moment.

    None when nothing is promised. An agreed moment counts day and night; warnings and steps are those of the policy.
    """
    policy = queries.policy_for(target, facts)
    if policy is None and agreed_at is None:
        return None
    at = at or now()
    clock = Clock(subject=subject, target=target, unit_id=unit_id, started_at=at, counted_at=at)
    _promise(clock, policy, agreed_at)
    reaching.run(clock)
    clock.save(force_insert=True)
    record(_started(clock, events.ClockStarted, at), actor=by, unit=unit_id)
    return clock


def _promise(clock: Clock, policy: Policy | None, agreed_at: datetime | None = None) -> None:
    """Copy what the policy says today; with an agreed moment the time left is all there is until then."""
    clock.policy, clock.is_agreed = policy, agreed_at is not None
    if agreed_at is not None:
        left = max(0.0, (agreed_at - clock.counted_at).total_seconds())
        clock.hours, clock.target_seconds = None, math.ceil(clock.spent_seconds + left)
    elif policy is not None:
        clock.hours, clock.target_seconds = policy.hours, policy.minutes * 60
    mark(clock)


def mark(clock: Clock) -> None:
    """The marks of its policy, for the target it has now."""
    policy = clock.policy
    steps = [(step.after_minutes, step.whom) for step in policy.steps.all()] if policy else []
    percents = policy.warn_percents if policy else []
    clock.marks = [asdict(mark) for mark in rules.marks(clock.target_seconds, percents, steps)]


def settled(subject: str, at: datetime) -> list[Clock]:
    """The unfinished clocks of a thing, locked, brought to just before this moment: what was missed is told first."""
    clocks = queries.unfinished(subject, lock=True)
    reaching.reckon(clocks, at - JUST_BEFORE).keep()
    return clocks


def count(clock: Clock, at: datetime) -> None:
    """Add the open seconds since the last move, if it ran."""
    clock.spent_seconds = queries.spent(clock, at)
    clock.counted_at = max(at, clock.counted_at)


def _started(
    clock: Clock, event: type[events.ClockStarted] | type[events.ClockRetargeted], at: datetime
) -> events.ClockEvent:
    return event(
        **reaching.about(clock, at),
        policy=clock.policy.code if clock.policy else "",
        target_seconds=clock.target_seconds,
        hours=clock.hours.code if clock.hours else "",
        is_agreed=clock.is_agreed,
    )


@transaction.atomic
def pause(
    subject: str, reason: PauseReason, *, by: Staff | Actor, until: datetime | None = None, at: datetime | None = None
) -> list[Clock]:
    """Stop the running clocks that this reason stops, until resumed or until a moment ahead; those paused."""
    at = at or now()
    if reason.needs_moment and until is None:
        raise Invalid(until=_("Say until when."))
    if until is not None and until <= at:
        raise Invalid(until=_("The moment must lie ahead."))
    paused = [clock for clock in settled(subject, at) if clock.target in reason.targets and not clock.is_paused]
    for clock in paused:
        count(clock, at)
        clock.paused_for, clock.due_at, clock.next_at = reason, None, until
        clock.save(update_fields=["spent_seconds", "counted_at", "paused_for", "due_at", "next_at"])
        event = events.ClockPaused(**reaching.about(clock, at), reason=reason.code, until=until)
        record(event, actor=by, unit=clock.unit_id)
    if not paused:
        raise NotAllowed(_("No clock is running that this reason would stop."))
    keepers.moved(paused)
    return paused


@transaction.atomic
def resume(subject: str, *, by: Staff | Actor, at: datetime | None = None) -> list[Clock]:
    """Let the paused clocks of a thing go on; those resumed."""
    at = at or now()
    resumed = [clock for clock in settled(subject, at) if clock.is_paused]
    for clock in resumed:
        reaching.go_on(clock, at)
        clock.save(update_fields=["counted_at", "paused_for", "due_at", "next_at"])
        record(events.ClockResumed(**reaching.about(clock, at)), actor=by, unit=clock.unit_id)
    keepers.moved(resumed)
    return resumed


@transaction.atomic
def retarget(subject: str, facts: Facts, *, by: Staff | Actor, at: datetime | None = None) -> list[Clock]:
    """The facts changed: clocks whose promise is now another one count on towards it; those changed."""
    at = at or now()
    changed = []
    for clock in settled(subject, at):
        policy = None if clock.is_agreed else queries.policy_for(clock.target, facts)
        if policy is None or policy.pk == clock.policy_id:
            continue
        if clock.taken_from and not _is_earlier(clock, policy, at):
            continue
        _promise_anew(clock, policy, None, by, at)
        changed.append(clock)
    return changed


def _is_earlier(clock: Clock, policy: Policy, at: datetime) -> bool:
    """Would the policy ask for more haste than the promise that was taken over?"""
    left = max(0.0, policy.minutes * 60 - queries.spent(clock, at))
    return clock.due_at is not None and calendars.due_at(policy.hours_id, at, left) < clock.due_at


def _promise_anew(
    clock: Clock, policy: Policy | None, agreed_at: datetime | None, by: Staff | Actor, at: datetime
) -> None:
    count(clock, at)
    clock.taken_from = ""
    _promise(clock, policy, agreed_at)
    renew(clock)
    record(_started(clock, events.ClockRetargeted, at), actor=by, unit=clock.unit_id)


def renew(clock: Clock) -> None:
    """Save it with another promise: what was told is not told again."""
    told = rules.Told(clock.has_warned, clock.broken_at is not None, clock.levels_told)
    clock.marks, clock.marks_done = [asdict(mark) for mark in rules.untold(told, queries.marks_of(clock))], 0
    if clock.paused_for is None:
        reaching.run(clock)
    clock.save()


@transaction.atomic
def agree(
    subject: str, target: str, agreed_at: datetime, *, by: Staff | Actor, at: datetime | None = None
) -> Clock | None:
    """Another moment was agreed on for a clock that runs; it stays whatever becomes of the thing's facts."""
    at = at or now()
    clock = next((one for one in settled(subject, at) if one.target == target and not one.is_paused), None)
    if clock is not None:
        _promise_anew(clock, clock.policy, agreed_at, by, at)
    return clock


@transaction.atomic
def stop(subject: str, *targets: str, by: Staff | Actor, at: datetime | None = None) -> list[Clock]:
    """The thing promised is done: stop the clocks of these targets (all without one), kept or broken."""
    return _stop(subject, targets, by, at or now(), is_cancelled=False)


@transaction.atomic
def cancel(subject: str, *targets: str, by: Staff | Actor, at: datetime | None = None) -> list[Clock]:
    """What was promised is no longer asked for: neither kept nor broken, unless it was broken already."""
    return _stop(subject, targets, by, at or now(), is_cancelled=True)


def _stop(
    subject: str, targets: tuple[str, ...], by: Staff | Actor, at: datetime, *, is_cancelled: bool
) -> list[Clock]:
    stopped = [clock for clock in settled(subject, at) if not targets or clock.target in targets]
    for clock in stopped:
        count(clock, at)
        if clock.is_paused:
            reaching.run(clock)
        is_broken = clock.broken_at is not None or rules.is_over(clock.spent_seconds, clock.target_seconds)
        if is_broken and clock.broken_at is None:
            clock.broken_at = clock.due_at or at
        clock.outcome = _outcome(is_broken=is_broken, is_cancelled=is_cancelled)
        clock.stopped_at, clock.next_at, clock.paused_for = at, None, None
        clock.save()
        event = events.ClockStopped(
            **reaching.about(clock, at), outcome=clock.outcome, spent_seconds=round(clock.spent_seconds, 3)
        )
        record(event, actor=by, unit=clock.unit_id)
    return stopped


def _outcome(*, is_broken: bool, is_cancelled: bool) -> str:
    if is_broken:
        return Clock.Outcome.BROKEN
    return Clock.Outcome.CANCELLED if is_cancelled else Clock.Outcome.KEPT
