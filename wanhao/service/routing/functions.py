"""The SQL functions of sql/, called from Python: one call, one decision. Nobody else calls them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction

MOST_AT_ONCE = 100  # offers of one matching, so that the notification keeps below 8000 bytes


@dataclass(frozen=True)
class Enqueued:
    """A place in a queue, and the offer when somebody was free at once."""

    place_id: int
    offer_id: int | None
    agent_id: int | None


def tell(topics: str | None) -> None:
    """Wake whoever watches these topics, once the decision is committed (see sql/locks.sql for why not within)."""
    if topics:
        transaction.on_commit(partial(_notify, topics), robust=True)


def _notify(topics: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify('live', %s)", [topics])


def _decide(sql: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """Call a routing function, whose last column says whom to tell; the other columns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    assert row is not None  # every routing function gives one row
    tell(row[-1])
    return tuple(row[:-1])


def enqueue(values: Sequence[Any]) -> tuple[Enqueued, bool]:
    """Contact, queue, weight, head start, reasons, preferred agent, kept rank; also says whether the queue is full."""
    sql = "select place_id, offer_id, agent_id, is_full, topics from routing_enqueue(%s, %s, %s, %s, %s::jsonb, %s, %s)"
    place_id, offer_id, agent_id, is_full = _decide(sql, values)
    return Enqueued(place_id, offer_id, agent_id), is_full


def set_state(agent_id: int, state: str, reason: str, actor: str) -> int | None:
    """The offer that a ready agent gets at once."""
    sql = "select offer_id, topics from routing_set_state(%s, %s, %s, %s)"
    offer_id: int | None = _decide(sql, [agent_id, state, reason, actor])[0]
    return offer_id


def begin_own_call(agent_id: int) -> bool:
    """False while something rings or is being served."""
    return bool(_decide("select is_begun, topics from routing_begin_own_call(%s)", [agent_id])[0])


def end_own_call(agent_id: int) -> int | None:
    """The offer that the freed agent gets at once."""
    offer_id: int | None = _decide("select offer_id, topics from routing_end_own_call(%s)", [agent_id])[0]
    return offer_id


def accept(offer_id: int) -> bool:
    """True when the offer was still there."""
    return bool(_decide("select is_accepted, topics from routing_accept(%s)", [offer_id])[0])


def ring_late(offer_id: int) -> datetime | None:
    """Until when the offer runs now; None when it was answered or ended meanwhile."""
    until: datetime | None = _decide("select expires_at, topics from routing_ring_late(%s)", [offer_id])[0]
    return until


def offer_failed(offer_id: int, outcome: str, *, only_expired: bool) -> Enqueued | None:
    """Where the contact is offered now; None when the offer was not running any more."""
    sql = "select place_id, offer_id, agent_id, topics from routing_offer_failed(%s, %s, %s)"
    place_id, next_offer, next_agent = _decide(sql, [offer_id, outcome, only_expired])
    return None if place_id is None else Enqueued(place_id, next_offer, next_agent)


def end_service(offer_id: int, at: datetime | None, outcome: str) -> int | None:
    """The offer that the freed agent gets at once when there is no wrap-up."""
    sql = "select offer_id, topics from routing_end_service(%s, %s, %s)"
    next_offer: int | None = _decide(sql, [offer_id, at, outcome])[0]
    return next_offer


def finish_wrap_up(agent_id: int, *, only_overdue: bool) -> int | None:
    """The offer that the freed agent gets at once."""
    sql = "select offer_id, topics from routing_finish_wrap_up(%s, %s)"
    offer_id: int | None = _decide(sql, [agent_id, only_overdue])[0]
    return offer_id


def prolong_wrap_up(agent_id: int) -> bool:
    """False when the queue does not allow it, or it was done already."""
    return bool(_decide("select is_prolonged, topics from routing_prolong_wrap_up(%s)", [agent_id])[0])


def leave(contact_id: int, outcome: str) -> bool:
    """False when the contact did not wait."""
    return bool(_decide("select has_left, topics from routing_leave(%s, %s)", [contact_id, outcome])[0])


def lock_queue(queue_id: int) -> None:
    """Hold the queue until the transaction ends, as an arriving contact does."""
    with connection.cursor() as cursor:
        cursor.execute("select routing_lock(%s, null)", [queue_id])


def match(queue_id: int) -> list[int]:
    """Offer what waits beside a free agent; the new offers."""
    offers: list[int] = _decide("select offers, topics from routing_match(%s, %s)", [queue_id, MOST_AT_ONCE])[0]
    return offers


def due() -> list[tuple[str, int]]:
    """What the sweep has to mend: kind and id."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, id from routing_due()")
        return [(kind, key) for kind, key in cursor.fetchall()]
