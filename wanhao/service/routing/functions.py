"""The SQL functions of sql/, called from Python: one call, one decision. Nobody else calls them.

Outside of a transaction the decision, its commit and the notification are one statement.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction

from wanhao.foundation import prepared
from wanhao.service.routing import decisions
from wanhao.service.routing.decisions import Decision

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
    prepared.fetch_one("select pg_notify('live', %s)", [topics])


def _decide(decision: Decision, *values: Any) -> tuple[Any, ...]:
    """Call a routing function and see to it that all who watch are told; its columns."""
    if not connection.in_atomic_block:
        return _run(decision.alone, values)
    row = _run(decision.within, values)
    tell(row[-1])
    return row[:-1]


def _run(sql: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """A statement that PostgreSQL prepares once for each connection of the pool; its one row."""
    row = prepared.fetch_one(sql, values)
    assert row is not None  # every routing function gives one row
    return row


def enqueue(values: Sequence[Any]) -> tuple[Enqueued, bool]:
    """Values as the decision takes them; also says whether the queue is full."""
    place_id, offer_id, agent_id, is_full = _decide(decisions.ENQUEUE, *values)
    return Enqueued(place_id, offer_id, agent_id), is_full


def set_state(agent_id: int, state: str, reason: str, actor: str) -> int | None:
    """The offer that a ready agent gets at once."""
    offer_id: int | None = _decide(decisions.SET_STATE, agent_id, state, reason, actor)[0]
    return offer_id


def begin_own_call(agent_id: int) -> bool:
    """False while something rings or is being served."""
    return bool(_decide(decisions.BEGIN_OWN_CALL, agent_id)[0])


def end_own_call(agent_id: int, wrap_up_seconds: int) -> int | None:
    """The offer that the freed agent gets at once when there is no wrap-up."""
    offer_id: int | None = _decide(decisions.END_OWN_CALL, agent_id, wrap_up_seconds)[0]
    return offer_id


def take_aside(offer_id: int) -> bool:
    """False when the offer was not running any more."""
    return bool(_decide(decisions.TAKE_ASIDE, offer_id)[0])


def hand_over(values: Sequence[Any]) -> int | None:
    """Contact, the offer before, agent, queue, head start, reasons; the service that begins, None for no agent."""
    offer_id: int | None = _decide(decisions.HAND_OVER, *values)[0]
    return offer_id


def accept(offer_id: int) -> bool:
    """True when the offer was still there."""
    return bool(_decide(decisions.ACCEPT, offer_id)[0])


def ring_late(offer_id: int) -> datetime | None:
    """Until when the offer runs now; None when it was answered or ended meanwhile."""
    until: datetime | None = _decide(decisions.RING_LATE, offer_id)[0]
    return until


def offer_failed(offer_id: int, outcome: str, *, only_expired: bool) -> Enqueued | None:
    """Where the contact is offered now; None when the offer was not running any more."""
    place_id, next_offer, next_agent = _decide(decisions.OFFER_FAILED, offer_id, outcome, only_expired)
    return None if place_id is None else Enqueued(place_id, next_offer, next_agent)


def end_service(offer_id: int, at: datetime | None, outcome: str) -> int | None:
    """The offer that the freed agent gets at once when there is no wrap-up."""
    next_offer: int | None = _decide(decisions.END_SERVICE, offer_id, at, outcome)[1]
    return next_offer


def finish_wrap_up(agent_id: int, *, only_overdue: bool) -> int | None:
    """The offer that the freed agent gets at once."""
    offer_id: int | None = _decide(decisions.FINISH_WRAP_UP, agent_id, only_overdue)[0]
    return offer_id


def prolong_wrap_up(agent_id: int) -> bool:
    """False when the queue does not allow it, or it was done already."""
    return bool(_decide(decisions.PROLONG_WRAP_UP, agent_id)[0])


def leave(contact_id: int, outcome: str) -> bool:
    """False when the contact did not wait."""
    return bool(_decide(decisions.LEAVE, contact_id, outcome)[0])


def lock_queue(queue_id: int) -> None:
    """Hold the queue until the transaction ends, as an arriving contact does."""
    with connection.cursor() as cursor:
        cursor.execute("select routing_lock(%s, null)", [queue_id])


def match(queue_id: int, most: int = MOST_AT_ONCE) -> list[int]:
    """Offer what waits beside a free agent, so many at most; the new offers."""
    offers: list[int] = _decide(decisions.MATCH, queue_id, most)[0]
    return offers


def first_beside_an_agent(but: Collection[int]) -> int | None:
    """The queue, none of these, of the first contact over all queues that waits beside who could serve it."""
    with connection.cursor() as cursor:
        cursor.execute("select routing_first_beside_an_agent(%s::bigint[])", [list(but)])
        (queue_id,) = cursor.fetchone()
    return queue_id


def due() -> list[tuple[str, int]]:
    """What the sweep has to mend: kind and id."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, id from routing_due()")
        return [(kind, key) for kind, key in cursor.fetchall()]
