"""How agents stand towards a queue: now from their rows, earlier from what is kept of that moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q, Sum

from wanhao.service.routing.models import Agent, Membership, Offer, Place, StateSpell
from wanhao.service.routing.rules import Standing

State = Agent.State


def now(place: Place) -> list[Standing]:
    """Members of the queue, the agent asked for, and who else is signed in at the queue's site."""
    members = {row.agent_id: row for row in Membership.objects.filter(queue_id=place.queue_id)}
    near = Q(unit__path__startswith=place.queue.unit.path) & ~Q(state=State.OFFLINE)
    wanted = Q(pk__in=members) | Q(pk=place.preferred_agent_id) | near
    return [_now(agent, members.get(agent.pk), place) for agent in Agent.objects.filter(wanted)]


def _now(agent: Agent, member: Membership | None, place: Place) -> Standing:
    return Standing(
        agent.pk,
        agent.state,
        agent.load,
        agent.wanted_state,
        member.level if member else 0,
        member.after_seconds if member else None,
        agent.channel_weights.get(place.channel),
    )


def at(place: Place, moment: datetime) -> list[Standing]:
    """Who served the queue then, in which state and how loaded they were just before that moment."""
    members = _members_at(place.queue_id, moment)
    wanted = {*members, *([place.preferred_agent_id] if place.preferred_agent_id else [])}
    spells = StateSpell.objects.filter(agent__in=wanted, began_at__lt=moment)
    running = Agent.objects.filter(pk__in=wanted, state_since__lt=moment).order_by()
    states = dict(spells.filter(ended_at__gte=moment).order_by("began_at").values_list("agent_id", "state"))
    states |= dict(running.values_list("pk", "state"))
    offers = Offer.objects.filter(agent__in=wanted, offered_at__lt=moment)
    open_then = offers.filter(Q(ended_at=None) | Q(ended_at__gte=moment)).order_by()
    loads = dict(open_then.values_list("agent_id").annotate(Sum("weight")))
    found = []
    for agent_id in wanted:
        level, after = members.get(agent_id, (0, None))
        state, load = states.get(agent_id, State.OFFLINE), loads.get(agent_id, 0)
        found.append(Standing(agent_id, state, load, "", level, after))
    return found


def _members_at(queue_id: int, moment: datetime) -> dict[int, tuple[int, int | None]]:
    """Agent → level and wait, from the kept versions of the memberships."""
    versions: Any = apps.get_model("routing", "MembershipEvent")
    rows = versions.objects.filter(queue_id=queue_id, pgh_created_at__lte=moment).order_by("pgh_id")
    found: dict[int, tuple[int, int | None]] = {}
    for agent_id, level, after, label in rows.values_list("agent_id", "level", "after_seconds", "pgh_label"):
        found.pop(agent_id, None)
        if label != "delete":
            found[agent_id] = (level, after)
    return found
