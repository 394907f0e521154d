"""Reading clocks: which policy fits, which run, what one shows and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.calendars import queries as calendars
from wanhao.foundation.calendars.models import Hours
from wanhao.foundation.calendars.rules import WorkingHours
from wanhao.service.clocks import events, rules
from wanhao.service.clocks.models import Clock, PauseReason, Policy
from wanhao.service.clocks.rules import Facts, Mark, MarkKind, Move, Reading, Step, Terms

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.accounts.rights import Right


def policy_for(target: str, facts: Facts) -> Policy | None:
    """The first policy in use that promises this and fits."""
    policies = Policy.objects.filter(target=target, is_active=True).select_related("hours").prefetch_related("steps")
    for policy in policies.order_by("position", "code"):
        if rules.fits(Terms(policy.kind, policy.severity, policy.tier, policy.unit_id, policy.category), facts):
            return policy
    return None


def due_if_started(target: str, facts: Facts, at: datetime) -> tuple[Policy | None, datetime | None]:
    """The promise that would be made at this moment, and when it would be due; nothing when nothing is promised."""
    policy = policy_for(target, facts)
    return (policy, calendars.due_at(policy.hours_id, at, policy.minutes * 60)) if policy else (None, None)


def are_promised(targets: Sequence[str]) -> bool:
    """Is there a policy of one of these targets?"""
    return Policy.objects.filter(target__in=targets).exists()


def is_category_promised(category: str) -> bool:
    """Has this category a policy of its own?"""
    return Policy.objects.filter(category=category).exists()


def pause_reason(code: str) -> PauseReason | None:
    """A reason in use, by its code."""
    return PauseReason.objects.filter(code=code, is_active=True).first()


def pause_reasons() -> list[PauseReason]:
    """Reasons one may choose."""
    return list(PauseReason.objects.filter(is_active=True))


def hours_of(clock: Clock) -> WorkingHours:
    """The working hours the clock counts in."""
    return calendars.ALWAYS if clock.hours_id is None else calendars.working_hours(clock.hours_id)


def marks_of(clock: Clock) -> tuple[Mark, ...]:
    """The marks the clock was given."""
    return tuple(Mark(**mark | {"kind": MarkKind(mark["kind"])}) for mark in clock.marks)


def spent(clock: Clock, at: datetime) -> float:
    """Open seconds spent up to a moment."""
    if clock.stopped_at is not None or clock.paused_for_id is not None or at <= clock.counted_at:
        return clock.spent_seconds
    return clock.spent_seconds + calendars.open_seconds_between(clock.hours_id, clock.counted_at, at)


def _of(subject: str, lock: bool) -> QuerySet[Clock]:
    rows = Clock.objects.filter(subject=subject).select_related("hours", "policy", "paused_for").order_by("pk")
    return rows.select_for_update(of=("self",)) if lock else rows


def latest(subject: str, target: str) -> Clock | None:
    """The last clock of a target, over or not."""
    return _of(subject, lock=False).filter(target=target).last()


def unfinished(subject: str, *, lock: bool = False) -> list[Clock]:
    """Clocks not yet stopped."""
    return list(_of(subject, lock).filter(stopped_at=None))


def running(subject: str, *, lock: bool = False) -> list[Clock]:
    """Clocks that run."""
    return list(_of(subject, lock).filter(stopped_at=None, paused_for=None))


def paused(subject: str, *, lock: bool = False) -> list[Clock]:
    """Clocks that stand still."""
    return list(_of(subject, lock).filter(stopped_at=None, paused_for__isnull=False))


def unfinished_of(subjects: Sequence[str], target: str) -> dict[str, Clock]:
    """The clocks of one target of many things, as far as they are not stopped."""
    rows = Clock.objects.filter(subject__in=subjects, target=target, stopped_at=None)
    return {clock.subject: clock for clock in rows.select_related("hours", "paused_for")}


def clocks_within(viewer: Staff, right: Right) -> QuerySet[Clock]:
    """Clocks of the viewer's units, running and over."""
    return Clock.objects.filter(within_reach(viewer, right))


def clocks_of(*subjects: str) -> list[Clock]:
    """All clocks of these things, the oldest first."""
    rows = Clock.objects.filter(subject__in=subjects).select_related("hours", "policy", "paused_for")
    return list(rows.order_by("pk"))


@dataclass(frozen=True)
class Account:
    """Why a clock shows what it shows: its steps as the trail has them, and the arithmetic."""

    clock: Clock
    steps: tuple[Step, ...]
    reading: Reading

    @property
    def agrees(self) -> bool:
        """Does the row say what follows from the trail? To the second."""
        row, read = self.clock, self.reading
        if row.stopped_at is not None or row.paused_for_id is not None:
            return abs(row.spent_seconds - read.spent_seconds) < 1
        if row.due_at is None or read.due_at is None:
            return row.due_at == read.due_at
        return read.is_broken or abs((row.due_at - read.due_at).total_seconds()) < 1


MOVES = {
    events.ClockStarted.event_name(): Move.STARTED,
    events.ClockPaused.event_name(): Move.PAUSED,
    events.ClockResumed.event_name(): Move.RESUMED,
    events.ClockRetargeted.event_name(): Move.RETARGETED,
    events.PromiseTakenOver.event_name(): Move.TAKEN_OVER,
    events.PromiseGivenBack.event_name(): Move.GIVEN_BACK,
    events.ClockFollowedCalendar.event_name(): Move.RECKONED,
    events.ClockStopped.event_name(): Move.STOPPED,
}


def steps_of(subjects: Sequence[str]) -> dict[int, list[Step]]:
    """The moves of the clocks of these things as the trail has them, by the clocks' numbers."""
    stored = StoredEvent.objects.filter(subject__in=subjects, name__in=list(MOVES)).order_by("pk")
    steps: dict[int, list[Step]] = {}
    for name, data in stored.values_list("name", "data"):
        steps.setdefault(data["clock_id"], []).append(_step(name, data))
    return steps


def accounts(subjects: Sequence[str], at: datetime) -> list[Account]:
    """Every clock of these things, recomputed from the trail alone."""
    steps, found = steps_of(subjects), []
    for clock in clocks_of(*subjects):
        moves = tuple(steps.get(clock.pk, ()))
        if moves:
            found.append(Account(clock, moves, rules.read(moves, hours_named, clock.stopped_at or at)))
    return found


def _step(name: str, data: dict[str, Any]) -> Step:
    at = parse_datetime(data["at"])
    assert at is not None  # events carry ISO moments
    return Step(
        MOVES[name],
        at,
        data.get("target_seconds", 0),
        data.get("hours", ""),
        data.get("source") or data.get("reason") or data.get("policy", ""),
    )


def hours_named(code: str) -> WorkingHours:
    """Working hours by code; '' is day and night."""
    return calendars.working_hours(Hours.objects.get(code=code)) if code else calendars.ALWAYS
