"""From events to reactions: reads what is behind the commit horizon and defers one job per event and reaction."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import aclosing, suppress
from datetime import datetime

import structlog
from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from wanhao.foundation.audit.deferral import defer
from wanhao.foundation.audit.models import ReactionCursor, StoredEvent
from wanhao.foundation.audit.reactions import BY_EVENT, REACTIONS
from wanhao.foundation.live.listen import listen

CURSOR = "reactions"
LOCK = 7_301_001
BATCH = 1000
FALLBACK_SECONDS = 1.0
PACE_SECONDS = 0.5  # what comes in the meantime goes with the next batch
# About 2 s, 4 s, 8 s … the last one after more than an hour: some two hours in all.
RETRY = RetryStrategy(max_attempts=11, exponential_wait=2)

# The events from `first` on whose every neighbour of the same transaction fits into one batch.
BOUND = """
select min(xact), (select xact from audit_event where xact >= %(below)s and xact < %(horizon)s
                   order by xact offset %(batch)s limit 1)
from audit_event where xact >= %(below)s and xact < %(horizon)s
"""

log = structlog.get_logger(__name__)


@app.task(name="audit.react", queue="reactions", retry=RETRY)
def react(*, event_id: int, at: str, reaction: str) -> None:
    """Run one reaction to one event."""
    function = REACTIONS.get(reaction)
    if function is None:
        log.warning("a reaction is gone", reaction=reaction, event_id=event_id)
        return
    with transaction.atomic():
        function(StoredEvent.objects.get(id=event_id, at=datetime.fromisoformat(at)))


def dispatch(events: Iterable[str] | None = None) -> bool:
    """Defer the reactions to one batch of events and move the cursor, together or not at all.

    False when all events there are were read; True when more are left, behind the horizon or before it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
        locked = ReactionCursor.objects.select_for_update().filter(name=CURSOR)
        row = locked.first() or ReactionCursor.objects.create(name=CURSOR)
        bound = next_bound(row.below_xact)
        if bound > row.below_xact:
            _defer_between(row.below_xact, bound, list(BY_EVENT) if events is None else list(events))
            row.below_xact = bound
            row.save(update_fields=["below_xact"])
        cursor.execute("select exists (select from audit_event where xact >= %s)", [bound])
        return bool(cursor.fetchone()[0])


def next_bound(below: int) -> int:
    """Up to where events may be read now: whole transactions, about a batch of rows, never past the horizon."""
    with connection.cursor() as cursor:
        cursor.execute("select audit_horizon()")
        horizon = int(cursor.fetchone()[0])
        cursor.execute(BOUND, {"below": below, "horizon": horizon, "batch": BATCH})
        first, over = cursor.fetchone()
    if over is None:
        return max(below, horizon)
    return int(over) if over > first else int(over) + 1


def _defer_between(low: int, high: int, names: list[str]) -> None:
    found = StoredEvent.objects.filter(xact__gte=low, xact__lt=high, name__in=names).order_by("xact", "id")
    jobs = [
        {"event_id": number, "at": at.isoformat(), "reaction": reaction}
        for number, at, name in found.values_list("id", "at", "name")
        for reaction in BY_EVENT[name]
    ]
    defer(react, *jobs)


async def run_dispatcher(stop: asyncio.Event | None = None) -> None:
    """Dispatch as events come, until stopped; any number of workers may do so at once."""
    news = asyncio.Event()
    waker = asyncio.create_task(_wake(news))
    try:
        while stop is None or not stop.is_set():
            news.clear()
            left = await sync_to_async(_dispatch_in_thread, thread_sensitive=False)()
            await asyncio.sleep(PACE_SECONDS)
            if left:
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), FALLBACK_SECONDS)
    finally:
        waker.cancel()
        await asyncio.gather(waker, return_exceptions=True)


async def _wake(news: asyncio.Event) -> None:
    async with aclosing(listen()) as heard:
        async for _topics in heard:
            news.set()


def _dispatch_in_thread() -> bool:
    try:
        return dispatch()
    finally:
        connections.close_all()
