"""A call's way through the queue: the join between the flow and routing. One routing call per transaction, first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from wanhao.foundation import prepared
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.calendars.queries import is_open
from wanhao.service.contacts import actions as contacts
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries

TELEPHONY = Actor.system("telephony")
TRANSFER = "transfer"
LATE = timedelta(seconds=1)
NO_OFFER = 0  # the service of one whom routing does not know, or a call an agent made


@dataclass(frozen=True)
class Wish:
    """Where the caller wants to be served, and what they bring along from before."""

    queue_code: str
    also: tuple[str, ...] = ()  # reasons for a head start beyond who the caller is
    preferred_agent_id: int | None = None
    kept_rank_at: datetime | None = None


@dataclass(frozen=True)
class Ring:
    """An agent to be rung for the caller."""

    offer_id: int
    contact_id: int
    staff_id: int
    user: str
    queue_code: str
    rank_at: datetime
    offered_at: datetime
    expires_at: datetime

    @staticmethod
    def own_call(contact_id: int, staff_id: int, user: str, arrived_at: datetime) -> Ring:
        """The part of an agent in a call they made: no queue, no offer."""
        now = timezone.now()
        return Ring(NO_OFFER, contact_id, staff_id, user, "", arrived_at, now, now)

    @property
    def is_own_call(self) -> bool:
        """Is the agent busy with it as with a call of their own, which is no contact of a queue?"""
        return not self.queue_code

    @property
    def is_late(self) -> bool:
        """Did the offer reach us so late that the agent would lose a part of the time to answer?"""
        return timezone.now() - self.offered_at > LATE

    @property
    def seconds_left(self) -> float:
        """Until the offer ends by itself; at least one, so that the telephone rings at all."""
        return max(1.0, (self.expires_at - timezone.now()).total_seconds())


class Stay(StrEnum):
    """How things stand with the caller's place."""

    WAITING = "waiting"
    FULL = "full"
    CLOSED = "closed"
    LEFT = "left"


@dataclass(frozen=True)
class Standing:
    """The caller's place at this moment."""

    stay: Stay
    ring: Ring | None = None
    announce_every_seconds: int = 0


def note_business_type(contact_id: int, business_type: str) -> None:
    """What the caller wants, by the way they took through the menu: it may be a reason to come earlier."""
    contacts.set_business_type(contact_id, business_type, by=TELEPHONY)


def join(contact_id: int, wish: Wish) -> Standing:
    """Let the caller wait in the queue; perhaps somebody is to be rung at once."""
    queue = routing_queries.queue_by_code(wish.queue_code)
    contact = contacts.ask_for_person(contact_id, queue_code=queue.code, by=TELEPHONY)
    if not is_open(queue.hours_id, timezone.now()):
        return Standing(Stay.CLOSED)
    reasons = routing_queries.head_starts_of(contact, queue, wish.also)
    try:
        placed = routing.enqueue(
            contact_id,
            queue,
            channel=contact.channel,
            reasons=reasons,
            preferred_agent_id=wish.preferred_agent_id or routing_queries.last_agent_of(contact, queue),
            kept_rank_at=wish.kept_rank_at,
        )
    except routing.QueueIsFull:
        return Standing(Stay.FULL)
    ring = ring_of(contact_id) if placed.offer_id else None
    return Standing(Stay.WAITING, ring, queue.announce_every_seconds)


def look(contact_id: int) -> Standing:
    """How the caller stands now: somebody to ring, still waiting, or out of the queue."""
    if ring := ring_of(contact_id):
        return Standing(Stay.WAITING, ring)
    if routing_queries.is_waiting(contact_id):
        return Standing(Stay.WAITING)
    return Standing(Stay.LEFT)


def ring_of(contact_id: int) -> Ring | None:
    """The running offer of the caller."""
    offer = routing_queries.offer_to_ring(contact_id)
    if offer is None:
        return None
    return Ring(
        offer.offer_id,
        offer.contact_id,
        offer.staff_id,
        offer.staff_number,
        offer.queue_code,
        offer.rank_at,
        offer.offered_at,
        offer.expires_at,
    )


def in_full(ring: Ring) -> Ring | None:
    """The ring with its whole time from now on, if it came late; None when the offer is over."""
    if not ring.is_late:
        return ring
    until = routing.ring_late(ring.offer_id)
    return replace(ring, expires_at=until) if until else None


def note_ringing(ring: Ring) -> None:
    """The agent's telephone begins to ring."""
    routing.note_ringing(ring.offer_id)


def is_running(offer_id: int) -> bool:
    """Is the agent still to be rung?"""
    return routing_queries.is_ringing(offer_id)


@transaction.atomic
def accept(contact_id: int, ring: Ring) -> bool:
    """The agent answered; False when the offer is over and the agent must be told."""
    if not routing.accept_offer(ring.offer_id):
        return False
    contacts.contact_answered(contact_id, agent=prepared.get(Staff, ring.staff_id), by=TELEPHONY)
    return True


def refuse(ring: Ring, outcome: str) -> None:
    """The agent did not take the call: they are set aside, the caller keeps the place."""
    routing.offer_failed(ring.offer_id, outcome)


def end_service(offer_id: int, *, outcome: str = "served") -> Ring | None:
    """The agent's part is over; whom the freed agent is to be rung for next, if somebody waits."""
    following = routing.end_service(offer_id, outcome=outcome)
    return ring_of(following.contact_id) if following else None


def leave(contact_id: int, outcome: str) -> None:
    """The caller waits no more."""
    routing.leave_queue(contact_id, outcome)


def home_queue(ring: Ring, staff_id: int) -> str:
    """The queue in which a caller waits for this agent: the one they came through, else the agent's foremost; or ""."""
    if not ring.is_own_call:
        return ring.queue_code
    return routing_queries.foremost_queue(staff_id)
