"""Customers' pages: the search, a new customer, one customer with everything about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.access.customer360.edits import EDITS, Wish, edits_for, form_of
from wanhao.access.customer360.forms import NewCustomerForm
from wanhao.access.customer360.listing import FILTERS
from wanhao.access.customer360.timeline import timeline
from wanhao.common.addresses import whole
from wanhao.common.chips import address_with
from wanhao.common.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from wanhao.common.masking import mask_number
from wanhao.foundation import seen
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.lists.pages import show_list
from wanhao.foundation.lists.spec import spec_named
from wanhao.foundation.privacy.terms import keep_term
from wanhao.foundation.refusals import add_refusal
from wanhao.records.customers import actions, pins, queries
from wanhao.records.customers.actions import CustomerDetails
from wanhao.records.customers.gateways import billing
from wanhao.records.customers.models import Party
from wanhao.records.customers.queries import CustomerFilter
from wanhao.service.tickets import queries as tickets


@needs(Right.SEE_CUSTOMERS)
@require_safe
def customer_list(request: HttpRequest) -> HttpResponse:
    """Search, and the customers found."""
    may_register = viewer(request).may(Right.CHANGE_CUSTOMERS)
    return show_list(request, spec_named("customers", viewer(request)), {"may_register": may_register})


@needs(Right.SEE_CUSTOMERS)
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Look for what was typed; one customer found is opened at once. The term stays on our side."""
    asked = {name: request.POST.get(name, "") for name in (*FILTERS, "sort")}
    typed = request.POST.get("term", "").strip()
    if typed:
        found = queries.found_customers(viewer(request), CustomerFilter(term=typed), limit=2)
        if len(found) == 1:
            return redirect("customers:customer", found[0].public_id)
    response = redirect("customers:list")
    response["Location"] += address_with(asked, term=keep_term(request.session, typed))
    return response


@needs(Right.CHANGE_CUSTOMERS)
@require_http_methods(["GET", "POST"])
def new_customer(request: HttpRequest) -> HttpResponse:
    """Register somebody who is not known yet."""
    person = viewer(request)
    regions = {region.code: region for region in queries.regions_of(person)}
    choices = [(code, region.name) for code, region in regions.items()]
    form = NewCustomerForm(request.POST if request.method == "POST" else None, regions=choices)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data | {"special_needs": tuple(form.cleaned_data["special_needs"])}
        region = regions[typed.pop("region")]
        try:
            party = actions.register_customer(CustomerDetails(**typed), region=region, by=person)
        except Invalid as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The customer is registered. Add an account and what they hold."))
            return redirect("customers:customer", party.public_id)
    return render(request, "customer360/new.html", {"form": form}, status=422 if form.errors else 200)


@needs(Right.SEE_CUSTOMERS)
@require_safe
def customer_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One customer; `?do=` opens the form of an edit."""
    party = queries.customer(public_id, viewer(request))
    edit = EDITS.get(request.GET.get("do", ""))
    return page(request, party, {"edit": edit, "form": form_of(edit, party) if edit else None})


def page(request: HttpRequest, party: Party, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """The customer's page around an open form."""
    person = viewer(request)
    entries, next_before = timeline(party.pk, person, moment_in(request))
    words = {
        "party": party,
        "card": queries.card_of(party),
        "accounts": accounts_of(party),
        "open_tickets": tickets.open_tickets_of_customer(party.pk, person) if person.may(Right.SEE_TICKETS) else [],
        "entries": entries,
        "next_before": next_before,
        "edits": edits_for(party, person),
        "version": party.version,
        "seen": seen.as_text(form_of(edit, party)) if (edit := more.get("edit")) else "",
        "may_open_ticket": person.may(Right.OPEN_TICKETS),
    }
    return render(request, "customer360/customer.html", words | more, status=status)


def accounts_of(party: Party) -> list[dict[str, Any]]:
    """Accounts with their balance and last bill, from billing."""
    system = billing()
    return [
        {
            "id": account.pk,
            "number": mask_number(account.number),
            "balance": system.balance(account.number),
            "bill": system.last_bill(account.number),
            "pin": pins.state_of(account.pk).answer.value,
        }
        for account in queries.accounts_of(party.pk)
    ]


def moment_in(request: HttpRequest) -> datetime | None:
    """Where a page of the timeline begins."""
    try:
        at = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return at if at is not None and at.tzinfo else None


@needs(Right.SEE_CUSTOMERS)
@require_safe
def more_timeline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Older entries of the timeline."""
    party = queries.customer(public_id, viewer(request))
    entries, next_before = timeline(party.pk, viewer(request), moment_in(request))
    return render(
        request, "customer360/timeline.html", {"party": party, "entries": entries, "next_before": next_before}
    )


@needs(Right.CHANGE_CUSTOMERS)
@require_POST
def edit_customer(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Do one of the edits; what was typed stays on the page when it is refused."""
    person = viewer(request)
    party, edit = queries.customer(public_id, person), EDITS.get(name)
    if edit is None:
        raise NotFound(_("There is no such form."))
    if not queries.may_change(party.pk, person):
        raise Forbidden(_("You may look at this customer but not change them."))
    form = form_of(edit, party, request.POST)
    version, shown = whole(request.POST.get("version", "")) or 0, request.POST.get("seen", "")
    as_sent = {"edit": edit, "form": form, "version": version, "seen": shown}
    if not form.is_valid():
        return page(request, party, as_sent, status=422)
    try:
        edit.do(Wish(party, version, person, form.cleaned_data, seen.read(shown)))
    except Conflict as conflict:
        fresh = queries.customer(public_id, person)
        form = seen.taken_up(edit.form, request.POST, edit.begins_with(fresh))
        add_refusal(form, conflict)
        return page(request, fresh, {"edit": edit, "form": form}, status=conflict.status)
    except Refused as refused:
        add_refusal(form, refused)
        return page(request, queries.customer(public_id, person), as_sent, status=refused.status)
    messages.success(request, _("Saved."))
    return redirect("customers:customer", public_id)


@needs(Right.CHANGE_CUSTOMERS)
@require_POST
def removal(request: HttpRequest, public_id: str, kind: str, row_id: int) -> HttpResponse:
    """Forget an address or a contact number."""
    party = queries.customer(public_id, viewer(request))
    remove = {"address": actions.remove_address, "contact-number": actions.remove_contact_number}.get(kind)
    if remove is None:
        raise NotFound(_("There is no such form."))
    remove(party.pk, row_id, by=viewer(request))
    messages.success(request, _("Removed."))
    return redirect("customers:customer", public_id)
