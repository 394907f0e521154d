"""Pages of contacts: the list behind the figures, and one contact with its story, recordings and tickets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wanhao.access.history import filters, queries
from wanhao.common.chips import address_with
from wanhao.foundation.accounts.guards import background, needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.lists.pages import show_list
from wanhao.foundation.lists.spec import spec_named
from wanhao.service.chat.actions import read_transcript
from wanhao.service.chat.queries import in_order
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing.why import why_waiting


@needs(Right.SEE_CONTACTS)
@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """Contacts within reach, the latest first, narrowed by chips, page by page."""
    asked = filters.asked_of(request.GET)
    words = {
        "span": filters.span_words(asked),
        "without_span": address_with(asked, queued_from="", queued_until="", queue=""),
        "kept": {name: value for name, value in asked.items() if value and name != "agent"},
        "without_agent": address_with(asked, agent=""),
        "agent": asked["agent"],
    }
    return show_list(request, spec_named("contacts", viewer(request)), words)


@needs(Right.SEE_CONTACTS)
@require_safe
@never_cache
def contact_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One contact: facts, what happened in order, recordings, tickets."""
    staff = viewer(request)
    contact = contacts.contact_for(staff, public_id)
    return render(request, "history/contact.html", queries.page_of(contact, staff))


@background
@needs(Right.SEE_CONTACTS)
@require_safe
@never_cache
def story(request: HttpRequest, public_id: str) -> HttpResponse:
    """What happened, read again while it goes on."""
    staff = viewer(request)
    contact = contacts.contact_for(staff, public_id)
    return render(request, "history/story.html", queries.page_of(contact, staff))


@background
@needs(Right.SEE_CONTACTS)
@require_safe
@never_cache
def transcript(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was written in a chat; reading it is kept with the reader's name."""
    staff = viewer(request)
    contact = contacts.contact_for(staff, public_id)
    read = read_transcript(contact, by=staff)
    words = {"contact": contact, "lines": in_order(read.messages, read.notes), "comment": read.comment}
    return render(request, "history/transcript.html", words)


@background
@needs(Right.SEE_CONTACTS)
@require_safe
@never_cache
def why(request: HttpRequest, public_id: str) -> HttpResponse:
    """Why it waits, or was offered to whom it was; read again while it goes on."""
    contact = contacts.contact_for(viewer(request), public_id)
    return render(request, "routing/why.html", {"answers": why_waiting(contact.pk)})
