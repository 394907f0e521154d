"""Whose contact it is: searching, attaching and registering the customer who is calling."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wanhao.access.desk import queries
from wanhao.access.desk.forms import CallerForm, NewCustomerForm
from wanhao.access.desk.screen_pop import customer_page
from wanhao.common.errors import Forbidden, Invalid
from wanhao.common.masking import mask_name
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.refusals import add_refusal
from wanhao.records.customers import actions as customers_actions
from wanhao.records.customers import queries as customers
from wanhao.records.customers.actions import CustomerDetails
from wanhao.records.customers.queries import CustomerFilter
from wanhao.service.contacts import actions
from wanhao.service.contacts import queries as contacts
from wanhao.service.contacts.models import Contact

MOST_FOUND = 6


@needs(Right.SERVE_CONTACTS)
@require_http_methods(["GET", "POST"])
@never_cache
def caller(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where the caller is looked for; posted, `customer` is attached to the contact."""
    staff = viewer(request)
    contact = contacts.contact_for(staff, public_id)
    if request.method == "POST":
        must_serve(staff, contact)
        form = CallerForm(request.POST)
        if not form.is_valid():
            raise Invalid(customer=_("Choose who is calling."))
        chosen = customers.customer(form.cleaned_data["customer"], staff)
        return attached(request, staff, contact, chosen.pk)
    return render(request, "desk/parts/caller.html", caller_page(staff, contact))


@needs(Right.SERVE_CONTACTS)
@require_POST
@never_cache
def caller_search(request: HttpRequest, public_id: str) -> HttpResponse:
    """Find the caller by `term`: sent in the body, so that no log keeps it."""
    staff = viewer(request)
    contact = contacts.contact_for(staff, public_id)
    term = request.POST.get("term", "").strip()
    found = [line_of(party) for party in customers.found_customers(staff, CustomerFilter(term=term), MOST_FOUND)]
    return render(request, "desk/parts/caller.html", caller_page(staff, contact, term, found if term else []))


def must_serve(staff: Staff, contact: Contact) -> None:
    """Whose contact it is says who serves or served it, or is asked about it, or a leader; Forbidden for others."""
    is_theirs = contact.agent_id == staff.pk or contacts.may_steer(staff, contact)
    if not is_theirs and queries.desk_of(staff).one_of(contact) is None:
        raise Forbidden(_("Only who serves this contact, or a leader, says whose it is."))


def line_of(party: Any) -> dict[str, str]:
    """A customer as a line to choose from, masked."""
    return {
        "public_id": party.public_id,
        "name": mask_name(party.name),
        "tier_label": party.get_tier_display(),
        "region": party.region.name,
    }


def caller_page(
    staff: Staff, contact: Contact, term: str = "", found: list[dict[str, str]] | None = None, form: Any = None
) -> dict[str, Any]:
    """What the search shows."""
    return {
        "now": {"contact": contact},
        "term": term,
        "found": found or [],
        "caller_form": form or NewCustomerForm(),
        "may_register": staff.may(Right.CHANGE_CUSTOMERS),
    }


def attached(request: HttpRequest, staff: Staff, contact: Contact, customer_id: int) -> HttpResponse:
    """Attach the customer; the whole middle of the desk is shown anew."""
    actions.identify_customer(contact.pk, customer_id=customer_id, by=staff)
    page = customer_page(queries.desk_of(staff))
    response = render(request, "desk/parts/customer.html", page)
    response["HX-Retarget"] = "#customer"
    return response


@needs(Right.SERVE_CONTACTS)
@require_POST
def new_customer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Register the caller as a new customer of the contact's region, reachable at the number they call from."""
    staff = viewer(request)
    contact = contacts.contact_for(staff, public_id)
    must_serve(staff, contact)
    if not staff.may(Right.CHANGE_CUSTOMERS):
        raise Forbidden(_("Your roles do not include registering customers."))
    form = NewCustomerForm(request.POST)
    if form.is_valid():
        try:
            party = customers_actions.register_customer(
                CustomerDetails(**form.cleaned_data), region=contact.region, by=staff
            )
            if contact.caller_number:
                customers_actions.add_contact_number(party.pk, contact.caller_number, by=staff)
            return attached(request, staff, contact, party.pk)
        except Invalid as invalid:
            add_refusal(form, invalid)
    return render(request, "desk/parts/caller.html", caller_page(staff, contact, form=form), status=422)
