"""What happens to tickets, contacts, customers and appointments is told to subscribers."""

from __future__ import annotations

from collections.abc import Callable

from wanhao.access.tmf import hub, wishes
from wanhao.access.tmf.events import VisitWished, WordsChanged
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.reactions import reacts_to
from wanhao.records.customers import queries as customers
from wanhao.records.customers.events import CustomerChanged, CustomerRegistered
from wanhao.service.appointments import events as appointments
from wanhao.service.appointments import queries as appointment_queries
from wanhao.service.contacts import events as contacts
from wanhao.service.contacts import queries as contact_queries
from wanhao.service.tickets import events as tickets
from wanhao.service.tickets import queries as ticket_queries

CREATED, CHANGED, STATUS = "Create", "AttributeValueChange", "StatusChange"
TICKETS = {
    tickets.TicketOpened.event_name(): (CREATED,),
    tickets.TicketChanged.event_name(): (CHANGED,),
    tickets.TicketNoteAdded.event_name(): (CHANGED,),
    tickets.TicketBegun.event_name(): (STATUS,),
    tickets.TicketResolved.event_name(): (STATUS, "Resolved"),
    tickets.TicketReopened.event_name(): (STATUS,),
    tickets.TicketClosed.event_name(): (STATUS,),
}
CONTACTS = {
    contacts.ContactOpened.event_name(): (CREATED,),
    contacts.CustomerIdentified.event_name(): (CHANGED,),
    contacts.ContactWrappedUp.event_name(): (CHANGED,),
    contacts.ContactAnswered.event_name(): (STATUS,),
    contacts.ContactEnded.event_name(): (STATUS,),
}
CUSTOMERS = {
    CustomerRegistered.event_name(): (CREATED,),
    CustomerChanged.event_name(): (CHANGED,),
}
APPOINTMENTS = {
    appointments.AppointmentBooked.event_name(): (CREATED,),
    appointments.AppointmentMoved.event_name(): ("StateChange",),
    appointments.AppointmentCancelled.event_name(): ("StateChange",),
    appointments.AppointmentKept.event_name(): ("StateChange",),
    appointments.AppointmentBroken.event_name(): ("StateChange",),
}

OF_KIND: dict[str, tuple[str, Callable[[int], str | None]]] = {
    "ticket": ("troubleTicket", ticket_queries.ticket_number),
    "contact": ("partyInteraction", contact_queries.public_id_of),
    "customer": ("customerManagement", customers.public_id_of),
    "appointment": ("appointment", appointment_queries.public_id_of),
    "wish": ("appointment", wishes.public_id_of),
}
AGREED = (appointments.AppointmentBooked.event_name(), appointments.AppointmentMoved.event_name())


@reacts_to(
    tickets.TicketOpened,
    tickets.TicketChanged,
    tickets.TicketNoteAdded,
    tickets.TicketBegun,
    tickets.TicketResolved,
    tickets.TicketReopened,
    tickets.TicketClosed,
)
def tell_of_ticket(event: StoredEvent) -> None:
    """A ticket was opened, changed, or took a step."""
    hub.tell("troubleTicket", TICKETS[event.name], event.data["number"], event.id, event.at)


@reacts_to(
    contacts.ContactOpened,
    contacts.CustomerIdentified,
    contacts.ContactWrappedUp,
    contacts.ContactAnswered,
    contacts.ContactEnded,
)
def tell_of_contact(event: StoredEvent) -> None:
    """A contact began, became known, or took a step."""
    _tell("contact", event.data["contact_id"], CONTACTS[event.name], event)


@reacts_to(CustomerRegistered, CustomerChanged)
def tell_of_customer(event: StoredEvent) -> None:
    """A customer is new or changed."""
    _tell("customer", event.data["customer_id"], CUSTOMERS[event.name], event)


@reacts_to(
    appointments.AppointmentBooked,
    appointments.AppointmentMoved,
    appointments.AppointmentCancelled,
    appointments.AppointmentKept,
    appointments.AppointmentBroken,
)
def tell_of_appointment(event: StoredEvent) -> None:
    """An appointment was booked, moved, cancelled, kept or broken."""
    if event.name in AGREED:
        wishes.agreed(event.data["ticket_id"], event.data["appointment_id"])
    _tell("appointment", event.data["appointment_id"], APPOINTMENTS[event.name], event)


@reacts_to(VisitWished)
def tell_of_wish(event: StoredEvent) -> None:
    """A visit was wished."""
    hub.tell("appointment", (CREATED,), event.data["wish"], event.id, event.at)


@reacts_to(WordsChanged)
def tell_of_words(event: StoredEvent) -> None:
    """Attributes that are only kept were changed."""
    _tell(event.data["kind"], event.data["thing_id"], (CHANGED,), event)


def _tell(kind: str, thing_id: int, told: tuple[str, ...], event: StoredEvent) -> None:
    """Ask what the thing is called outside, if anybody wants to hear of its kind, and tell them."""
    api, key_of = OF_KIND[kind]
    if hub.is_told(api) and (key := key_of(thing_id)):
        hub.tell(api, told, key, event.id, event.at)
