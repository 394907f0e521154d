"""At the desk: what the customer says about a complaint to be closed, and what a new ticket would join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wanhao.common.errors import Refused
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.complaints import closing, closing_queries
from wanhao.service.complaints import queries as complaints
from wanhao.service.complaints.forms import AnswerForm
from wanhao.service.contacts import queries as contacts
from wanhao.service.incidents import queries as incidents
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact
    from wanhao.service.incidents.models import Incident


def closing_part(contact: Contact) -> list[dict[str, Any]]:
    """Complaints whose customer is asked in this contact; empty for most."""
    return [
        {"closing": row, "ticket": row.ticket, "may_answer": contact.answered_at is not None and not row.result}
        for row in closing_queries.closings_of_contact(contact)
    ]


def restored_part(contact: Contact) -> Incident | None:
    """The incident whose restoration this call is about."""
    return incidents.restored_for(contact)


def closing_mark(contact: Contact) -> str:
    """Changes whenever the part has to be read again."""
    rows = closing_queries.closings_of_contact(contact)
    return "".join(f"{row.pk}{row.result}" for row in rows) + str(bool(rows and contact.answered_at))


@needs(Right.SERVE_CONTACTS)
@require_POST
@never_cache
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note what the customer said; the part is shown anew, with what was typed when it was refused."""
    contact = contacts.contact_for(viewer(request), public_id)
    form = AnswerForm(request.POST)
    problem = ""
    if form.is_valid():
        typed = form.cleaned_data
        try:
            closing.give_answer(contact, typed["closing"], typed["answer"], note=typed["note"], by=viewer(request))
        except Refused as refused:
            problem = str(refused.message)
    words = {
        "contact": contact,
        "closings": closing_part(contact),
        "problem": problem,
        "typed": request.POST.get("note", ""),
        "asked": request.POST.get("closing", ""),
    }
    return render(request, "desk/parts/closing.html", words, status=422 if problem or not form.is_valid() else 200)


@needs(Right.SERVE_CONTACTS)
@require_GET
@never_cache
def earlier(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the customer complained about before in the chosen category: a new ticket would be joined to it."""
    contact = contacts.contact_for(viewer(request), public_id)
    return render(request, "desk/parts/ticket_earlier.html", earlier_words(request, contact, viewer(request)))


def earlier_words(request: HttpRequest, contact: Contact, staff: Staff) -> dict[str, Any]:
    """Earlier complaints of the customer of this contact in the category chosen."""
    category = tickets.category(request.GET.get("category", ""))
    is_complaint = request.GET.get("kind", "") == complaints.KIND
    if category is None:
        return {"earlier": [], "incidents": []}
    asks = is_complaint and contact.customer_id
    found = complaints.earlier_complaints(contact.customer_id or 0, category.pk, now()) if asks else []
    likely = incidents.likely_incidents(contact, category.pk, staff)
    return {"earlier": found, "days": complaints.policy().repeat_days, "incidents": likely}
