"""Offers as the telephone sees them: whom to ring, since when, whether still, and what holds on to a contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from wanhao.foundation import prepared
from wanhao.service.routing.models import Offer

TO_RING = """
select o.id, o.contact_id, o.agent_id, s.staff_number, q.code, p.rank_at, o.offered_at, o.expires_at
from routing_offer o
join accounts_staff s on s.id = o.agent_id
join routing_queue q on q.id = o.queue_id
join routing_place p on p.id = o.place_id
"""
OF_CONTACT = TO_RING + "where o.contact_id = %s and o.ended_at is null and o.accepted_at is null"
RINGING = "select 1 from routing_offer where id = %s and ended_at is null and accepted_at is null"
BEGAN = "update routing_offer set ringing_since = %s where id = %s and ringing_since is null and ended_at is null"
WAITING = "select 1 from routing_place where contact_id = %s and left_at is null"


@dataclass(frozen=True)
class OfferToRing:
    """A running offer nobody has answered yet, as much of it as is needed to ring the agent."""

    offer_id: int
    contact_id: int
    staff_id: int
    staff_number: str
    queue_code: str
    rank_at: datetime
    offered_at: datetime
    expires_at: datetime


def offer_to_ring(contact_id: int) -> OfferToRing | None:
    """The running offer of a contact; None when nobody is to be rung."""
    found = prepared.fetch_one(OF_CONTACT, [contact_id])
    return OfferToRing(*found) if found else None


def note_ringing(offer_id: int) -> None:
    """The agent's telephone begins to ring. An offer that ends without it was never heard: no fault of theirs."""
    prepared.fetch_all(BEGAN, [timezone.now(), offer_id])


def is_ringing(offer_id: int) -> bool:
    """Is the offer neither answered nor over?"""
    return prepared.fetch_one(RINGING, [offer_id]) is not None


def service_of(contact_id: int) -> Offer | None:
    """The running service of a contact; None when nobody serves it."""
    return prepared.first(Offer, "contact_id = %s and ended_at is null and accepted_at is not null", [contact_id])


def is_waiting(contact_id: int) -> bool:
    """Does the contact wait in a queue, be it that somebody is being rung?"""
    return prepared.fetch_one(WAITING, [contact_id]) is not None
