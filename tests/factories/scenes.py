"""A call as telephony would bring it, for tests of pages: it comes, is answered, ends."""

from __future__ import annotations

from tests.factories.contacts import TEST
from wanhao.records.customers.models import Party
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import HeadStart, Offer, Queue
from wanhao.service.routing.rules import HeadStartReason


def call_comes(
    queue: Queue, customer: Party | None = None, *, number: str = "12100000001", vip_seconds: int = 0
) -> Contact:
    """A caller asks for a person in this queue; whoever is ready there is offered the call."""
    contact = contacts.open_contact(channel="call", unit=queue.unit, caller_number=number, access_code="10000", by=TEST)
    if customer:
        contacts.identify_customer(contact.pk, customer_id=customer.pk, by=TEST)
    contacts.ask_for_person(contact.pk, queue_code=queue.code, by=TEST)
    reasons = [HeadStartReason("vip", vip_seconds)] if vip_seconds else []
    if vip_seconds:
        names = {"name_zh": "贵宾", "name_en": "VIP", "seconds": vip_seconds}
        HeadStart.objects.get_or_create(reason="vip", queue=None, defaults=names)
    routing.enqueue(contact.pk, queue, reasons=reasons)
    contact.refresh_from_db()
    return contact


def call_is_answered(contact: Contact) -> Offer:
    """The agent who was offered the call takes it."""
    offer = Offer.objects.select_related("agent__staff").get(contact=contact, ended_at=None)
    assert routing.accept_offer(offer.pk)
    contacts.contact_answered(contact.pk, agent=offer.agent.staff, by=TEST)
    return offer


def call_ends(contact: Contact, *, rating: int | None = None) -> None:
    """The conversation is over; the agent wraps up."""
    offer = Offer.objects.get(contact=contact, ended_at=None)
    routing.end_service(offer.pk)
    if rating:
        contacts.rate_contact(contact.pk, rating, by=TEST)
    contacts.end_contact(contact.pk, outcome="served", by=TEST)
