"""What happens to tickets, contacts, customers and appointments is told to subscribers."""

from __future__ import annotations

from typing import Any

from wanhao.access.tmf import hub, wishes
from wanhao.access.tmf.events import VisitWished, WordsChanged
from wanhao.access.tmf.models import Wish
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.reactions import reacts_to
from wanhao.records.customers.events import CustomerChanged, CustomerRegistered
from wanhao.records.customers.models import Party
from wanhao.service.appointments import events as appointments
from wanhao.service.appointments.models import Appointment
from wanhao.service.contacts import events as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.tickets import events as tickets
from wanhao.service.tickets.models import Ticket

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

OF_KIND: dict[str, tuple[str, Any, str]] = {
    "ticket": ("troubleTicket", Ticket, "number"),
    "contact": ("partyInteraction", Contact, "public_id"),
    "customer": ("customerManagement", Party, "public_id"),
    "appointment": ("appointment", Appointment, "public_id"),
    "wish": ("appointment", Wish, "public_id"),
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
    if hub.is_told("partyInteraction"):
        key = Contact.objects.values_list("public_id", flat=True).get(pk=event.data["contact_id"])
        hub.tell("partyInteraction", CONTACTS[event.name], key, event.id, event.at)


@reacts_to(CustomerRegistered, CustomerChanged)
def tell_of_customer(event: StoredEvent) -> None:
    """A customer is new or changed."""
    if hub.is_told("customerManagement"):
        key = Party.objects.values_list("public_id", flat=True).get(pk=event.data["customer_id"])
        hub.tell("customerManagement", CUSTOMERS[event.name], key, event.id, event.at)


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
    if hub.is_told("appointment"):
        key = Appointment.objects.values_list("public_id", flat=True).get(pk=event.data["appointment_id"])
        hub.tell("appointment", APPOINTMENTS[event.name], key, event.id, event.at)


@reacts_to(VisitWished)
def tell_of_wish(event: StoredEvent) -> None:
    """A visit was wished."""
    hub.tell("appointment", (CREATED,), event.data["wish"], event.id, event.at)


@reacts_to(WordsChanged)
def tell_of_words(event: StoredEvent) -> None:
    """Attributes that are only kept were changed."""
    api, model, field = OF_KIND[event.data["kind"]]
    if hub.is_told(api):
        key = model.objects.values_list(field, flat=True).get(pk=event.data["thing_id"])
        hub.tell(api, (CHANGED,), key, event.id, event.at)
