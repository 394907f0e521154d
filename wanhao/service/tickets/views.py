"""Pages of tickets: the list, a new one, one with its story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wanhao.common.chips import address_with
from wanhao.common.errors import Conflict, Forbidden, Refused
from wanhao.common.masking import mask_address
from wanhao.foundation import seen
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.acts import Asked, act_named, seen_version
from wanhao.foundation.files import queries as files
from wanhao.foundation.lists.pages import show_list
from wanhao.foundation.lists.spec import spec_named
from wanhao.foundation.privacy.terms import keep_term
from wanhao.foundation.refusals import add_refusal
from wanhao.service.tickets import panels, promises, queries, rules
from wanhao.service.tickets.acts import ACTS, ANSWERS, acts_for, acts_of_page
from wanhao.service.tickets.forms import FactsForm, MessageForm, NoteForm, PlaceForm, TagsForm
from wanhao.service.tickets.listing import FILTERS, row_of

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket

FACT_NAMES = FactsForm.base_fields | PlaceForm.base_fields | TagsForm.base_fields


@needs(Right.SEE_TICKETS)
@require_safe
def ticket_list(request: HttpRequest) -> HttpResponse:
    """Tickets within reach, narrowed by chips and words, page by page."""
    waiting = queries.hand_overs_asked_of(viewer(request))
    return show_list(request, spec_named("tickets", viewer(request)), {"hand_overs": waiting})


@needs(Right.SEE_TICKETS)
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Keep the words on our side and lead to the list; a ticket's number leads to the ticket."""
    typed = request.POST.get("term", "")
    number = rules.as_ticket_number(typed)
    if number and queries.tickets(viewer(request)).filter(number=number).exists():
        return redirect("tickets:ticket", number)
    asked = {name: request.POST.get(name, "") for name in (*FILTERS, "sort")}
    response = redirect("tickets:list")
    response["Location"] += address_with(asked, term=keep_term(request.session, typed))
    return response


@needs(Right.SEE_TICKETS)
@require_safe
def ticket_page(request: HttpRequest, number: str) -> HttpResponse:
    """One ticket; `?do=` opens the form of an act."""
    ticket = queries.ticket(number, viewer(request))
    name = request.GET.get("do", "")
    act = acts_of_page().get(name)
    form = act.form(initial=initial_of(ticket)) if act else None
    return page(request, ticket, {"act": act, "form": form})


def initial_of(ticket: Ticket) -> dict[str, Any]:
    """What forms begin with: what the ticket says now, the place masked as on the page."""
    facts = {"category": ticket.category_id, "severity": ticket.severity, "due_at": ticket.due_at, "tags": ticket.tags}
    return facts | {"place": mask_address(ticket.place), "lon": ticket.place_lon, "lat": ticket.place_lat}


def page(request: HttpRequest, ticket: Ticket, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """The ticket's page around an open form."""
    person = viewer(request)
    waiting, act = queries.open_hand_over(ticket.pk), more.get("act")
    offered = acts_for(ticket, person, waiting)
    asks_colleague = act in (ACTS["hand-over"], ACTS["watchers"])
    words = {
        **row_of(ticket),
        "standing": promises.standings([ticket], now()).get(ticket.pk),
        **story_words(ticket),
        **parts_of(ticket, person),
        "version": ticket.version,
        "seen": seen.as_text(act.form(initial=initial_of(ticket))) if act else "",
        "waiting": waiting,
        "acts": [act for act in offered if not act.is_seldom],
        "seldom_acts": [act for act in offered if act.is_seldom],
        "may_change": queries.may_change(ticket.pk, person),
        "note_form": NoteForm(auto_id="note_%s"),
        "message_form": MessageForm(auto_id="message_%s"),
        "colleagues": queries.colleagues(person) if asks_colleague else [],
        "may_see_customer": bool(ticket.customer_id) and person.may(Right.SEE_CUSTOMERS),
    }
    return render(request, "tickets/ticket.html", words | more, status=status)


def story_words(ticket: Ticket) -> dict[str, Any]:
    """The story: notes of the house, and what the customer and the centre said, in one column."""
    return {"ticket": ticket, "lines": queries.story(ticket.pk), "fact_names": FACT_NAMES}


def parts_of(ticket: Ticket, person: Staff) -> dict[str, Any]:
    """What contexts above show on the page, and the files."""
    watchers = queries.watchers_of(ticket.pk)
    facts: dict[str, Any] = {
        "category_then": queries.category_path_then(ticket),
        "tags": queries.tag_names(ticket.tags),
        "place": mask_address(ticket.place),
        "watchers": watchers,
        "is_watching": any(watcher.staff_id == person.pk for watcher in watchers),
        "links": queries.links_of(ticket.pk),
        "contacts": queries.contacts_of(ticket.pk),
        "merged_here": queries.merged_into(ticket.pk),
    }
    places = {f"panels_{place}": panels.shown(place, ticket, person) for place in panels.Place}
    subject = f"ticket:{ticket.pk}"
    return facts | places | {"files": files.files_of(subject), "endings": files.accepted_endings()}


@needs(Right.SEE_TICKETS)
@require_safe
def side(request: HttpRequest, number: str) -> HttpResponse:
    """The panels on the right alone, read again when something happened."""
    ticket = queries.ticket(number, viewer(request))
    return render(
        request,
        "tickets/panels.html",
        {"ticket": ticket, "shown": panels.shown(panels.Place.SIDE, ticket, viewer(request))},
    )


@needs(Right.SEE_TICKETS)
@require_safe
def story(request: HttpRequest, number: str) -> HttpResponse:
    """The story alone, read again when something happened."""
    ticket = queries.ticket(number, viewer(request))
    return render(request, "tickets/story.html", story_words(ticket))


@needs(Right.CHANGE_TICKETS)
@require_POST
def act_on(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Do one of the acts; what was typed stays on the page when it is refused."""
    ticket = queries.ticket(number, viewer(request))
    act = act_named(acts_of_page(), name)
    if name not in ANSWERS and not queries.may_change(ticket.pk, viewer(request)):
        raise Forbidden(_("This ticket belongs to another unit: add a note, or ask its owner to hand it over."))
    form = act.form(request.POST)
    version = seen_version(request)
    as_sent = {"act": act, "form": form, "version": version, "seen": request.POST.get("seen", "")}
    if not form.is_valid():
        return page(request, ticket, as_sent, status=422)
    try:
        act.do(Asked(ticket, version, viewer(request), form.cleaned_data))
    except Conflict as conflict:
        fresh = queries.ticket(number, viewer(request))
        form = seen.taken_up(act.form, request.POST, initial_of(fresh))
        add_refusal(form, conflict)
        return page(request, fresh, {"act": act, "form": form}, status=conflict.status)
    except Refused as refused:
        add_refusal(form, refused)
        return page(request, queries.ticket(number, viewer(request)), as_sent, status=refused.status)
    messages.success(request, act.done)
    return redirect("tickets:ticket", number)
