"""Stays in queues as those read them who estimate waits: where a caller stands, the latest stays, agents at work.

Plain SQL, since it is asked with every announcement and every few seconds for all queues.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

STANDING = """
select p.id, p.queue_id, p.unit_id, p.queued_at, p.is_offered, extract(epoch from p.queued_at - p.rank_at)::float8,
    extract(epoch from clock_timestamp() - p.queued_at)::float8,
    (select count(*) from routing_place w where w.queue_id = p.queue_id and w.left_at is null and not w.is_offered
     and (w.rank_at, w.id) < (p.rank_at, p.id))
from routing_place p where p.contact_id = %s and p.left_at is null
"""

# `busy` are those answered: what they took of an agent's time, and whether that has ended.
LATEST = """
select q.id, count(*), coalesce(extract(epoch from clock_timestamp() - min(p.queued_at)), 0)::float8,
    coalesce(sum(extract(epoch from coalesce(p.left_at, clock_timestamp()) - p.queued_at)), 0)::float8,
    count(*) filter (where p.outcome = 'abandoned'),
    coalesce(sum(extract(epoch from coalesce(p.wrap_up_ended_at, clock_timestamp()) - p.left_at))
        filter (where p.outcome = 'answered'
                and (p.wrap_up_ended_at is not null or p.left_at > clock_timestamp() - interval '4 hours')), 0)::float8,
    count(*) filter (where p.outcome = 'answered' and p.wrap_up_ended_at is not null),
    coalesce(array_agg(extract(epoch from p.queued_at - p.rank_at)::float8)
        filter (where p.rank_at < p.queued_at), '{}')
from unnest(%s::bigint[]) q(id) cross join lateral (
    select * from routing_place where queue_id = q.id and outcome <> 'transferred'
    order by queued_at desc limit %s) p
group by q.id
"""

RINGS = """
select q.id, coalesce(avg(extract(epoch from o.accepted_at - o.offered_at)), 0)::float8, count(*)
from unnest(%s::bigint[]) q(id) cross join lateral (
    select id from routing_place where queue_id = q.id and outcome = 'answered' order by queued_at desc limit 60) p
join routing_offer o on o.place_id = p.id and o.accepted_at is not null
group by q.id
"""

KINDS = """
select q.id, p.channel, p.weight, count(*)
from unnest(%s::bigint[]) q(id) cross join lateral (
    select channel, weight from routing_place where queue_id = q.id order by queued_at desc limit 60) p
group by q.id, p.channel, p.weight order by q.id, count(*) desc, p.channel, p.weight
"""

AGENTS = """
select m.agent_id, m.queue_id, m.after_seconds, case when a.state <> 'wrap_up' then a.load end,
    nullif(a.channel_weights, '{}')::text
from routing_membership m
join routing_agent a on a.staff_id = m.agent_id
where a.state in ('ready', 'offered', 'busy', 'wrap_up') and a.wanted_state = ''
"""

WAITS = """
select p.queue_id, array_agg(extract(epoch from clock_timestamp() - p.queued_at)::float8 order by p.rank_at, p.id)
from routing_place p where p.queue_id = any (%s) and p.left_at is null and not p.is_offered and {} group by p.queue_id
"""

BEFORE_ELSEWHERE = """
select count(distinct w.id) from routing_place p
join routing_membership m on m.queue_id = p.queue_id
join routing_agent a on a.staff_id = m.agent_id and a.state in ('ready', 'offered', 'busy', 'wrap_up')
join routing_membership o on o.agent_id = m.agent_id and o.queue_id <> p.queue_id
join routing_place w on w.queue_id = o.queue_id and w.left_at is null and not w.is_offered
    and (w.rank_at, w.id) < (p.rank_at, p.id)
    and w.queued_at + make_interval(secs => o.after_seconds) <= clock_timestamp()
where p.id = %s
"""

ANSWERED = """
select extract(epoch from left_at)::float8, extract(epoch from left_at - queued_at)::float8 from (
    select left_at, queued_at, outcome from routing_place where queue_id = %s order by queued_at desc limit %s) p
where outcome = 'answered' order by left_at
"""

LEFT = """
select id, left_at, outcome from routing_place where id = any (%s) and left_at is not null
"""


Weights = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Stay:
    """Where a waiting contact stands in its queue at this moment."""

    place_id: int
    queue_id: int
    unit_id: int
    queued_at: datetime
    is_offered: bool
    head_start_seconds: float
    waited_seconds: float
    ahead: int


@dataclass(frozen=True)
class Latest:
    """Sums over the latest stays in a queue; all times in seconds."""

    stays: int
    span_seconds: float
    waited_seconds: float
    abandoned: int
    busy_seconds: float
    services: int
    head_starts: list[float]


@dataclass(frozen=True)
class AtWork:
    """An agent at work, as a member of one queue."""

    agent_id: int
    queue_id: int
    after_seconds: int
    load: int | None  # none while writing up: takes nothing more now
    own_weights: Weights  # what a contact of a channel weighs for this agent, where a limit says so


def _rows(sql: str, values: Collection[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return cursor.fetchall()


def stay_of(contact_id: int) -> Stay | None:
    """Where the contact waits and how many come before it, those being rung not counted; None when it does not wait."""
    rows = _rows(STANDING, [contact_id])
    return Stay(*rows[0]) if rows else None


def latest_stays(queue_ids: Collection[int], most: int) -> dict[int, Latest]:
    """Sums over the latest stays of each queue."""
    rows = _rows(LATEST, [list(queue_ids), most])
    return {row[0]: Latest(*row[1:]) for row in rows}


def answer_seconds(queue_ids: Collection[int]) -> dict[int, float]:
    """How long the latest answered offers of each queue rang."""
    return {queue_id: seconds for queue_id, seconds, _many in _rows(RINGS, [list(queue_ids)])}


def members_at_work() -> list[AtWork]:
    """Agents who serve now or could, once for each of their queues."""
    rows = _rows(AGENTS, [])
    return [AtWork(agent, queue, after, load, _weights(own or "{}")) for agent, queue, after, load, own in rows]


@lru_cache(maxsize=256)
def _weights(text: str) -> Weights:
    return tuple(sorted(json.loads(text).items()))


def kinds_of_contacts(queue_ids: Collection[int]) -> dict[int, list[tuple[str, int, int]]]:
    """Queue → channel, weight and number of the latest contacts that came there, the most frequent first."""
    found: dict[int, list[tuple[str, int, int]]] = {}
    for queue_id, channel, weight, many in _rows(KINDS, [list(queue_ids)]):
        found.setdefault(queue_id, []).append((channel, weight, many))
    return found


def latest_answers(queue_id: int, most: int) -> list[tuple[float, float]]:
    """Moment (seconds since 1970) and wait of the latest answers in a queue, the oldest first."""
    return [(at, wait) for at, wait in _rows(ANSWERED, [queue_id, most])]


def ended_stays(place_ids: Collection[int]) -> dict[int, tuple[datetime, str]]:
    """When and how those of these stays ended that have ended."""
    return {place_id: (at, outcome) for place_id, at, outcome in _rows(LEFT, [list(place_ids)])}


def waits_now(queue_ids: Collection[int]) -> dict[int, list[float]]:
    """Queue → how long each of those has waited whom nobody rings for, in seconds, by rank."""
    return dict(_rows(WAITS.format("%s::bigint is null"), [list(queue_ids), None]))


def waits_before(place_id: int, queue_ids: Collection[int]) -> dict[int, list[float]]:
    """The same of those only who come before this stay."""
    before = "(p.rank_at, p.id) < (select rank_at, id from routing_place where id = %s)"
    return dict(_rows(WAITS.format(before), [list(queue_ids), place_id])) if queue_ids else {}


def many_before_elsewhere(place_id: int) -> int:
    """How many wait in other queues whom this queue's agents at work must take before this stay."""
    return int(_rows(BEFORE_ELSEWHERE, [place_id])[0][0])


def queue_ids_in_use() -> list[int]:
    """All queues in use."""
    return [queue_id for (queue_id,) in _rows("select id from routing_queue where is_active order by id", [])]


def ringing_offers(contact_ids: Collection[int]) -> list[tuple[int, int]]:
    """Contact and offer of those of these contacts for which an agent is to be rung."""
    sql = """select contact_id, id from routing_offer
             where contact_id = any (%s) and outcome = '' and accepted_at is null order by id"""
    return [(contact_id, offer_id) for contact_id, offer_id in _rows(sql, [list(contact_ids)])] if contact_ids else []
