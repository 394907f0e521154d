"""A ticket from the contact at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wanhao.access.desk import pages, queries
from wanhao.access.desk.at_hand import CHAT, who
from wanhao.access.desk.forms import TicketForm
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.refusals import add_refusal
from wanhao.service.contacts import queries as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.tickets import actions, promises, watching
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.actions import Place, TicketDetails
from wanhao.service.tickets.models import Ticket

ASKED = ("category", "kind", "severity")


@needs(Right.SERVE_CONTACTS)
@require_http_methods(["GET", "POST"])
@never_cache
def ticket(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form beside the customer; saved, the list of my tickets comes back with the new one."""
    staff = viewer(request)
    contact = contacts.contact_for(staff, public_id)
    form = TicketForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (number := opened(staff, contact, form)):
        page = pages.tickets_page(queries.desk_of(staff)) | {"opened": number}
        return render(request, "desk/parts/tickets.html", page)
    status = 422 if request.method == "POST" else 200
    page = form_page(contact, form) | due_of({name: form[name].value() or "" for name in ASKED}, staff)
    return render(request, "desk/parts/ticket_form.html", page, status=status)


def opened(staff: Staff, contact: Contact, form: TicketForm) -> str:
    """The number of the new ticket; empty when the form was refused, which it then says."""
    leaf = leaf_of(form.cleaned_data["category"])
    if leaf is None:
        form.add_error("category", forms.ValidationError(form.fields["category"].error_messages["required"]))
        return ""
    details = TicketDetails(
        category_id=leaf.id,
        text=form.cleaned_data["text"],
        kind=form.cleaned_data["kind"],
        severity=form.cleaned_data["severity"],
        customer_id=contact.customer_id,
        subscription_id=contact.subscription_id,
        contact_id=contact.pk,
        source=Ticket.Source.CHAT if contact.channel == CHAT else Ticket.Source.DESK,
        place=Place(form.cleaned_data["place"], form.cleaned_data["lon"], form.cleaned_data["lat"]),
    )
    try:
        with transaction.atomic():
            ticket = actions.open_ticket(details, by=staff)
            if tags := form.cleaned_data["tags"]:
                ticket = watching.tag_ticket(ticket.pk, version=ticket.version, tags=tags, by=staff)
        return ticket.number
    except Invalid as invalid:
        add_refusal(form, invalid)
    return ""


def leaf_of(code: str) -> tickets.Leaf | None:
    """A category by its code."""
    return next((leaf for leaf in tickets.category_leaves() if leaf.code == code), None)


def form_page(contact: Contact, form: TicketForm) -> dict[str, Any]:
    """What the form needs."""
    categories = [pages.CodeChoice(leaf.code, leaf.label) for leaf in tickets.category_leaves()]
    name = who(contact) if contact.customer else ""
    return {"contact": contact, "who": name, "form": form, "categories": categories}


def due_of(asked: Mapping[str, str], staff: Staff) -> dict[str, Any]:
    """What would be promised for such a ticket opened now by this person."""
    category = tickets.category(asked.get("category", ""))
    if category is None:
        return {"is_chosen": False}
    policy, due_at = promises.promised_if_opened(
        category, staff.unit, timezone.now(), kind=asked.get("kind", ""), severity=asked.get("severity", "")
    )
    return {"is_chosen": True, "due_at": due_at, "policy": policy}


@needs(Right.SERVE_CONTACTS)
@require_GET
@never_cache
def due(request: HttpRequest) -> HttpResponse:
    """When a ticket of the chosen category would be due."""
    asked = {name: request.GET.get(name, "") for name in ASKED}
    return render(request, "desk/parts/ticket_due.html", due_of(asked, viewer(request)))
