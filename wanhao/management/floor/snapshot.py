"""The floor at this moment as rows of a live feed: computed once for a process, narrowed to each leader's reach.

Rows speak in codes (states, queues, units), so that readers of both languages share them; the page has the names.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from wanhao.common.masking import mask_name, mask_number
from wanhao.foundation.accounts.rights import Right
from wanhao.service.calls import queries as calls
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing import queries as routing
from wanhao.service.skills import queries as skills

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact
    from wanhao.service.routing.models import Agent, Offer, Place

FRESH_SECONDS = 0.8  # younger snapshots are shared by all who watch
FIGURES_SECONDS = 5.0  # today's figures and memberships change slowly
NAMES_KEPT = 5000


@dataclass(frozen=True)
class Row:
    """One row, and whose reach it is in: of the unit's path, or of who leads an agent of its queue."""

    path: str
    value: dict[str, Any]
    queue: str = ""


@dataclass
class Slow:
    """What is read less often: queues served, skills, figures of today."""

    at: float = 0.0
    queues: dict[int, list[str]] = field(default_factory=dict)
    skills: dict[int, list[str]] = field(default_factory=dict)
    counts: dict[int, routing.AgentCounts] = field(default_factory=dict)
    ratings: dict[int, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Snapshot:
    """Every row of the floor."""

    at: float = 0.0
    rows: dict[str, Row] = field(default_factory=dict)


class Floor:
    """The process's newest snapshot; whoever needs a fresh one makes it for all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest = Snapshot()
        self._slow = Slow()
        self._names: OrderedDict[tuple[int, int | None], str] = OrderedDict()

    def rows(self) -> dict[str, Row]:
        """Every row, at most a moment old."""
        with self._lock:
            if time.monotonic() - self._newest.at > FRESH_SECONDS:
                self._newest = Snapshot(time.monotonic(), self._read())
            return self._newest.rows

    def _read(self) -> dict[str, Row]:
        agents = list(routing.floor_agents())
        slow = self._slow_of([agent.pk for agent in agents])
        places = list(routing.waiting_places())
        now = Now.read(agents, places)
        rows = {f"a{agent.staff.staff_number}": self._agent(agent, slow, now) for agent in agents}
        for place in places:
            contact = now.contacts.get(place.contact_id)
            if contact is not None:
                rows[f"w{contact.public_id}"] = self._waiting(place, contact)
        return rows

    def _slow_of(self, agents: list[int]) -> Slow:
        if time.monotonic() - self._slow.at > FIGURES_SECONDS:
            since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
            self._slow = Slow(
                time.monotonic(),
                routing.served_queues(),
                skills.skills_by_agent(),
                routing.counts_by_agent(agents, since),
                contacts.ratings_by_agent(agents, since),
            )
        return self._slow

    def _agent(self, agent: Agent, slow: Slow, now: Now) -> Row:
        counts = slow.counts.get(agent.pk, routing.AgentCounts())
        rated, ratings = slow.ratings.get(agent.pk, (0, 0))
        value = {
            "number": agent.staff.staff_number,
            "name": agent.staff.name,
            "unit": agent.unit.code,
            "state": agent.state,
            "reason": agent.reason,
            "wanted": agent.wanted_state,
            "since": milliseconds(agent.state_since),
            "queues": slow.queues.get(agent.pk, []),
            "skills": slow.skills.get(agent.pk, []),
            "contact": self._contact(agent, now),
            "contacts": counts.contacts,
            "talk": average(counts.talk_seconds, counts.talks),
            "wrap": average(counts.wrap_up_seconds, counts.wrap_ups),
            "missed": counts.not_answered,
            "rating": average(rated, ratings),
            "ratings": ratings,
        }
        return Row(agent.unit.path, value)

    def _contact(self, agent: Agent, now: Now) -> dict[str, Any] | None:
        found = now.contact_of(agent)
        if found is None:
            return None
        contact, offer, phase = found
        began = offer.accepted_at or offer.offered_at if offer else contact.answered_at or contact.arrived_at
        return {
            "id": contact.public_id,
            "who": self._who(contact),
            "channel": contact.channel,
            "queue": contact.queue_code,
            "phase": phase,
            "since": milliseconds(began),
            "held": now.held.get(contact.pk, False),
            "more": max(0, now.many.get(agent.pk, 0) - 1),
        }

    def _waiting(self, place: Place, contact: Contact) -> Row:
        value = {
            "waits": contact.public_id,
            "who": self._who(contact),
            "channel": contact.channel,
            "queue": place.queue.code,
            "since": milliseconds(place.queued_at),
            "rank": milliseconds(place.rank_at),
            "start": place.head_start_seconds,
            "offered": place.is_offered,
        }
        return Row(place.queue.unit.path, value, place.queue.code)

    def _who(self, contact: Contact) -> str:
        key = (contact.pk, contact.customer_id)
        name = self._names.get(key)
        if name is None:  # names and numbers are sealed: open each once
            customer = contact.customer
            name = mask_name(customer.name) if customer else mask_number(contact.caller_number)
            self._names[key] = name
            if len(self._names) > NAMES_KEPT:
                self._names.popitem(last=False)
        return name


@dataclass(frozen=True)
class Now:
    """What rings and runs at this moment."""

    offers: dict[int, Offer]
    outbound: dict[int, Contact]
    wrapping: dict[int, int]
    contacts: dict[int, Contact]
    held: dict[int, bool]
    many: dict[int, int]  # how many contacts an agent has at once: chats

    @classmethod
    def read(cls, agents: list[Agent], places: list[Place]) -> Now:
        """Read it; one query for each kind of thing."""
        offers: dict[int, Offer] = {}
        many: Counter[int] = Counter()
        for offer in routing.running_offers():
            many[offer.agent_id] += 1
            if offer.agent_id not in offers or offer.accepted_at:  # a conversation goes before what rings
                offers[offer.agent_id] = offer
        wrapping = routing.contacts_in_wrap_up(agents)
        waiting = [place.contact_id for place in places]
        known = [offer.contact_id for offer in offers.values()] + waiting + list(wrapping.values())
        outbound, held = contacts.outbound_by_agent(), calls.calls_held()
        return cls(offers, outbound, wrapping, contacts.contacts_by_id(known), held, dict(many))

    def contact_of(self, agent: Agent) -> tuple[Contact, Offer | None, str] | None:
        """The contact at hand, and whether it rings, is talked to, or is being written up."""
        offer = self.offers.get(agent.pk)
        contact = self.contacts.get(offer.contact_id) if offer else None
        if offer and contact:
            return contact, offer, "talking" if offer.accepted_at else "ringing"
        if agent.state == "busy" and agent.pk in self.outbound:
            return self.outbound[agent.pk], None, "talking"
        written = self.contacts.get(self.wrapping.get(agent.pk, 0))
        return (written, None, "wrap_up") if written else None


def milliseconds(at: datetime) -> int:
    """A moment as browsers count."""
    return round(at.timestamp() * 1000)


def average(total: float, many: int) -> float | None:
    """With one digit; None of nothing."""
    return round(total / many, 1) if many else None


@lru_cache(maxsize=1)
def floor() -> Floor:
    """The floor of this process."""
    return Floor()


def rows_for(viewer: Staff) -> dict[str, Any]:
    """Agents of the viewer's units, and who waits in their queues."""
    paths = tuple(unit.path for unit in viewer.units_for(Right.STEER_FLOOR))
    rows = floor().rows()
    mine = {key: row for key, row in rows.items() if row.path.startswith(paths)} if paths else {}
    served = {code for row in mine.values() for code in row.value.get("queues", ())}
    found = {key: row.value for key, row in mine.items()}
    found |= {key: row.value for key, row in rows.items() if row.queue in served}
    return found
