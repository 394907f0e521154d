"""What a journey asks the database."""

from __future__ import annotations

from collections.abc import Callable

from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.contacts.models import Contact
from wanhao.service.recordings.models import Recording
from wanhao.service.routing.models import Agent, Offer, Place


def last_contact() -> Contact:
    """The newest contact."""
    return Contact.objects.latest("pk")


def ended() -> Contact | None:
    """The newest contact once it is over."""
    contact = last_contact()
    return contact if contact.status == "ended" else None


def service_ended() -> bool:
    """Has the agent of the newest contact hung up, as routing knows?"""
    return Place.objects.filter(contact=last_contact(), service_ended_at__isnull=False).exists()


def ended_call(contact_id: int) -> Callable[[], Contact | None]:
    """A contact once it is over."""
    return lambda: Contact.objects.filter(pk=contact_id, status="ended").first()


def waiting(contact_id: int) -> Callable[[], Place | None]:
    """The place where a contact waits."""
    return lambda: Place.objects.filter(contact_id=contact_id, left_at=None).first()


def event_names(contact: Contact) -> list[str]:
    """What happened to a contact, in order."""
    return list(StoredEvent.objects.filter(contact_id=contact.pk).order_by("id").values_list("name", flat=True))


def event_data(contact: Contact) -> list[object]:
    """All that was kept in the events of a contact."""
    return list(StoredEvent.objects.filter(contact_id=contact.pk).values_list("data", flat=True))


def walked(contact: Contact) -> list[str] | None:
    """The way through the voice menu, once it is kept."""
    event = StoredEvent.objects.filter(contact_id=contact.pk, name="calls.MenuWalked").first()
    return event.data["steps"] if event else None


def ready_recordings(contact: Contact, count: int = 1) -> Callable[[], list[Recording]]:
    """The recordings of a contact once so many can be played."""

    def look() -> list[Recording]:
        rows = list(Recording.objects.filter(contact=contact, status="ready").order_by("pk"))
        return rows if len(rows) >= count else []

    return look


def agent_is(number: str, *states: str) -> Callable[[], bool]:
    """Is the agent in one of these states?"""
    return lambda: Agent.objects.filter(staff__staff_number=number, state__in=states).exists()


def offers(contact: Contact) -> list[tuple[str, str]]:
    """Who was offered the contact and how it ended."""
    return list(
        Offer.objects.filter(contact=contact).order_by("pk").values_list("agent__staff__staff_number", "outcome")
    )


def places(contact: Contact) -> list[tuple[str, str]]:
    """The queues the contact was in and how it left them."""
    return list(Place.objects.filter(contact=contact).order_by("pk").values_list("queue__code", "outcome"))
