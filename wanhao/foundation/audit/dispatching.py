"""From events to reactions: reads what is behind the commit horizon and defers jobs of a few reactions each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

import structlog
from asgiref.sync import sync_to_async
from django.db import connections, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from wanhao.foundation import prepared
from wanhao.foundation.audit import subjects
from wanhao.foundation.audit.deferral import defer
from wanhao.foundation.audit.models import ReactionCursor, StoredEvent
from wanhao.foundation.audit.reactions import BY_EVENT, REACTIONS

CURSOR = "reactions"
LOCK = 7_301_001
BATCH = 1000
TOGETHER = 50  # reactions of one job: a job costs many times what a reaction costs
PACE_SECONDS = 0.5
# About 2 s, 4 s, 8 s … the last one after more than an hour: some two hours in all.
RETRY = RetryStrategy(max_attempts=11, exponential_wait=2)

# The events from `first` on whose every neighbour of the same transaction fits into one batch.
BOUND = """
with now as materialized (select audit_horizon() as horizon)
select horizon,
    (select min(xact) from audit_event where xact >= %(below)s and xact < horizon),
    (select xact from audit_event where xact >= %(below)s and xact < horizon order by xact offset %(batch)s limit 1)
from now
"""

log = structlog.get_logger(__name__)


class Due(TypedDict):
    """A reaction to be run: to which event, and its moment, which tells the partition."""

    event_id: int
    at: str
    reaction: str


@app.task(name="audit.react", queue="reactions", retry=RETRY)
def react(*, due: list[Due]) -> None:
    """Run reactions to events, each in a transaction of its own; those that fail become jobs of their own."""
    events = {event.id: event for event in events_of(due)}
    failed = [one for one in due if not _reacted(one, events, is_alone=len(due) == 1)]
    defer(react, *({"due": [one]} for one in failed))


def events_of(due: list[Due]) -> Iterable[StoredEvent]:
    """The events the reactions are due for, in one query."""
    moments = [datetime.fromisoformat(one["at"]) for one in due]
    return StoredEvent.objects.filter(id__in=[one["event_id"] for one in due], at__range=(min(moments), max(moments)))


def _reacted(one: Due, events: dict[int, StoredEvent], *, is_alone: bool) -> bool:
    """Run one reaction; False when it failed among others. Alone it raises, to be tried again by and by."""
    function = REACTIONS.get(one["reaction"])
    if function is None:
        log.warning("a reaction is gone", reaction=one["reaction"], event_id=one["event_id"])
        return True
    try:
        with transaction.atomic():
            function(events[one["event_id"]])
    except Exception:
        log.exception(
            "a reaction failed and is tried again",
            reaction=one["reaction"],
            event_id=one["event_id"],
            contact=subjects.contact_name(events[one["event_id"]].contact_id),
        )
        if is_alone:
            raise
        return False
    return True


def dispatch(events: Iterable[str] | None = None) -> bool:
    """Defer the reactions to one batch of events and move the cursor, together or not at all.

    False when all events there are were read; True when more are left, behind the horizon or before it.
    """
    with transaction.atomic():
        if not _is_ours():
            return False
        row = prepared.first(ReactionCursor, "name = %s for update", [CURSOR]) or _new_cursor()
        bound = next_bound(row.below_xact)
        if bound > row.below_xact and _events_from(row.below_xact):
            _defer_between(row.below_xact, bound, list(BY_EVENT) if events is None else list(events))
            row.below_xact = bound
            prepared.update(row, "below_xact")
        return _events_from(bound)


def _is_ours() -> bool:
    """Does no other worker dispatch at this moment?"""
    return prepared.fetch_one("select pg_try_advisory_xact_lock(%s)", [LOCK]) == (True,)


def _new_cursor() -> ReactionCursor:
    return ReactionCursor.objects.create(name=CURSOR)


def _events_from(xact: int) -> bool:
    return prepared.fetch_one("select exists (select from audit_event where xact >= %s)", [xact]) == (True,)


def next_bound(below: int) -> int:
    """Up to where events may be read now: whole transactions, about a batch of rows, never past the horizon."""
    horizon, first, over = prepared.fetch_all(BOUND, {"below": below, "batch": BATCH})[0]
    if over is None:
        return int(max(below, horizon))
    return int(over) if over > first else int(over) + 1


def _defer_between(low: int, high: int, names: list[str]) -> None:
    found = StoredEvent.objects.filter(xact__gte=low, xact__lt=high, name__in=names).order_by("xact", "id")
    due: list[Due] = [
        {"event_id": number, "at": at.isoformat(), "reaction": reaction}
        for number, at, name in found.values_list("id", "at", "name")
        for reaction in BY_EVENT[name]
    ]
    defer(react, *({"due": due[start : start + TOGETHER]} for start in range(0, len(due), TOGETHER)))


async def run_dispatcher(stop: asyncio.Event | None = None) -> None:
    """Look for new events twice a second until stopped; any number of workers may do so at once.

    To listen for them would cost more than to look: a busy house notifies a hundred times a second.
    """
    while stop is None or not stop.is_set():
        await sync_to_async(_dispatch_in_thread, thread_sensitive=False)()
        await asyncio.sleep(PACE_SECONDS)


def _dispatch_in_thread() -> bool:
    try:
        return dispatch()
    finally:
        connections.close_all()
