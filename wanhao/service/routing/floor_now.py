"""The whole floor at this moment, agent by agent: a handful of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q, QuerySet

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.service.routing.models import Agent, Membership, Offer, Place, Queue

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

# Contacts an agent answered and how long they took; the index place_by_agent leads there.
TODAY = """
select agent_id, count(*),
    coalesce(sum(extract(epoch from service_ended_at - left_at)), 0), count(service_ended_at),
    coalesce(sum(extract(epoch from wrap_up_ended_at - service_ended_at)), 0), count(wrap_up_ended_at)
from routing_place where agent_id = any (%s) and queued_at >= %s group by agent_id
"""
NOT_ANSWERED = """
select agent_id, count(*) from (
    select agent_id, state, began_at from routing_statespell
    union all
    select staff_id, state, state_since from routing_agent
) spells
where agent_id = any (%s) and began_at >= %s and state = 'not_answering' group by agent_id
"""


@dataclass
class AgentCounts:
    """An agent's figures since a moment; sums in seconds with the number of what was summed."""

    contacts: int = 0
    talk_seconds: float = 0.0
    talks: int = 0
    wrap_up_seconds: float = 0.0
    wrap_ups: int = 0
    not_answered: int = 0


def floor_agents() -> QuerySet[Agent]:
    """Agents who work here, with staff and unit; for pages that narrow them to the reader's reach."""
    return Agent.objects.filter(staff__is_active=True).select_related("staff", "unit")


def running_offers() -> QuerySet[Offer]:
    """What rings and what is being served everywhere."""
    return Offer.objects.filter(ended_at=None).order_by("pk")


def waiting_places() -> QuerySet[Place]:
    """Everybody who waits, in whatever queue, the next one first."""
    return Place.objects.filter(left_at=None).select_related("queue__unit").order_by("rank_at", "pk")


def contacts_in_wrap_up(agents: Iterable[Agent]) -> dict[int, int]:
    """Agent → the contact they are writing up."""
    places = {agent.wrap_up_place_id: agent.pk for agent in agents if agent.state == Agent.State.WRAP_UP}
    rows = Place.objects.filter(pk__in=[place for place in places if place]).values_list("pk", "contact_id")
    return {places[place_id]: contact_id for place_id, contact_id in rows}


def served_queues() -> dict[int, list[str]]:
    """Agent → codes of the queues served."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Membership.objects.filter(queue__is_active=True).order_by("queue__code")
    for agent_id, code in rows.values_list("agent_id", "queue__code"):
        found[agent_id].append(code)
    return dict(found)


def counts_by_agent(agents: Iterable[int], since: datetime) -> dict[int, AgentCounts]:
    """What each agent did since a moment, by the moment the contacts queued."""
    numbers = list(agents)
    found: dict[int, AgentCounts] = defaultdict(AgentCounts)
    for agent_id, contacts, talk, talks, wrap_up, wrap_ups in _rows(TODAY, numbers, since):
        found[agent_id] = AgentCounts(contacts, float(talk), talks, float(wrap_up), wrap_ups)
    for agent_id, many in _rows(NOT_ANSWERED, numbers, since):
        found[agent_id].not_answered = many
    return dict(found)


def _rows(sql: str, agents: list[int], since: datetime) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [agents, since])
        return cursor.fetchall()


def queues_on_floor(viewer: Staff, right: Right = Right.STEER_FLOOR) -> list[Queue]:
    """Queues of the viewer's units, and those their agents serve."""
    served = within_reach(viewer, right, "memberships__agent__unit")
    rows = Queue.objects.filter(within_reach(viewer, right) | served, is_active=True)
    return list(rows.select_related("unit").distinct())


def waits_on_floor(viewer: Staff, contact_id: int) -> bool:
    """Does or did the contact wait in one of the queues of the viewer's floor?"""
    codes = [queue.pk for queue in queues_on_floor(viewer)]
    return Place.objects.filter(Q(contact_id=contact_id), queue__in=codes).exists()
