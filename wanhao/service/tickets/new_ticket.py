"""The page on which a ticket is opened, alone or from a customer or a contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.refusals import add_refusal
from wanhao.records.customers import queries as customers
from wanhao.service.contacts import queries as contacts
from wanhao.service.tickets import actions
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.forms import TicketForm
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.records.customers.queries import CustomerCard
    from wanhao.service.contacts.models import Contact


@dataclass(frozen=True)
class Occasion:
    """What the ticket is opened from."""

    contact: Contact | None = None
    customer: CustomerCard | None = None
    source: str = Ticket.Source.DESK

    def services(self) -> list[tuple[str, str]]:
        """What the customer holds, to say which service it is about."""
        held = self.customer.services if self.customer else []
        return [(str(one.id), f"{one.service_label} {one.number} {one.plan_name}") for one in held]


def occasion_of(address: QueryDict, viewer: Staff) -> Occasion:
    """The contact and the customer the address names by their public ids, within the viewer's reach."""
    contact_key, customer_key = str(address.get("contact", "")), str(address.get("customer", ""))
    contact = contacts.contact_for(viewer, contact_key) if contact_key else None
    source = source_of(str(address.get("source", "")), contact, viewer)
    if customer_key:
        party = customers.customer(customer_key, viewer)
        return Occasion(contact, customers.card_of(party), source)
    if contact and contact.customer_id:
        return Occasion(contact, customers.card_of(contact.customer), source)  # type: ignore[arg-type]
    return Occasion(contact, None, source)


def source_of(named: str, contact: Contact | None, viewer: Staff) -> str:
    """A voice message says so in the address; else the contact's channel, else where the viewer meets customers."""
    if named == Ticket.Source.VOICE_MESSAGE:
        return named
    if contact is None:
        return Ticket.Source.HALL if viewer.is_in_hall() else Ticket.Source.DESK
    by_channel = {"chat": Ticket.Source.CHAT, "hall": Ticket.Source.HALL, "web": Ticket.Source.WEB}
    return by_channel.get(contact.channel, Ticket.Source.DESK)


def form_for(occasion: Occasion, typed: QueryDict | None = None) -> TicketForm:
    """The form, with the customer's services when we know them."""
    form = TicketForm(typed)
    if services := occasion.services():
        form.fields["service"] = forms.TypedChoiceField(
            label=_("Service"), choices=[("", "–"), *services], coerce=int, empty_value=None, required=False
        )
        form.order_fields(["kind", "service"])
    return form


@needs(Right.OPEN_TICKETS)
def new_ticket(request: HttpRequest) -> HttpResponse:
    """Open a ticket."""
    occasion = occasion_of(request.GET, viewer(request))
    form = form_for(occasion, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        details = TicketDetails(
            category_id=typed["category"],
            text=typed["text"],
            kind=typed["kind"],
            severity=typed["severity"],
            customer_id=occasion.customer.id if occasion.customer else None,
            subscription_id=typed.get("service"),
            contact_id=occasion.contact.pk if occasion.contact else None,
            source=occasion.source,
            place=actions.Place(typed["place"]),
        )
        try:
            ticket = actions.open_ticket(details, by=viewer(request), due_at=typed["due_at"])
        except Invalid as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Ticket %(number)s is open and yours.") % {"number": ticket.number})
            return redirect("tickets:ticket", ticket.number)
    status = 422 if form.errors else 200
    return render(request, "tickets/new.html", {"form": form, "occasion": occasion}, status=status)
