"""Small acts on a ticket's page: telling the customer, notes, watching, taking links and watchers away."""

from __future__ import annotations

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wanhao.common.addresses import whole
from wanhao.common.errors import Forbidden, Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.queries import staff_named
from wanhao.foundation.accounts.rights import Right
from wanhao.service.tickets import actions, linking, messages, queries, watching
from wanhao.service.tickets.forms import MessageForm, NoteForm
from wanhao.service.tickets.views import page


@needs(Right.SEE_TICKETS)
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    """Add to the story, inside the house."""
    ticket = queries.ticket(number, viewer(request))
    form = NoteForm(request.POST)
    if not form.is_valid():
        return page(request, ticket, {"note_form": form}, status=422)
    actions.add_note(ticket.pk, form.cleaned_data["text"], by=viewer(request))
    return redirect("tickets:ticket", number)


@needs(Right.CHANGE_TICKETS)
@require_POST
def message(request: HttpRequest, number: str) -> HttpResponse:
    """Tell the customer something."""
    ticket = queries.ticket(number, viewer(request))
    if not queries.may_change(ticket.pk, viewer(request)):
        raise Forbidden(_("This ticket belongs to another unit: add a note, or ask its owner to hand it over."))
    form = MessageForm(request.POST)
    if not form.is_valid():
        return page(request, ticket, {"message_form": form}, status=422)
    told = messages.tell_customer(ticket.pk, form.cleaned_data["text"], by=viewer(request))
    said.success(request, _("The customer is told: %(how)s.") % {"how": told.get_state_display()})
    return redirect("tickets:ticket", number)


@needs(Right.SEE_TICKETS)
@require_POST
def watching_page(request: HttpRequest, number: str) -> HttpResponse:
    """Watch, or stop watching; `staff` is who, oneself if empty."""
    ticket, person = queries.ticket(number, viewer(request)), viewer(request)
    whom = staff_named(request.POST.get("staff", "")) or person
    if request.POST.get("stop"):
        watching.stop_watching(ticket.pk, staff=whom, by=person)
    else:
        watching.watch_ticket(ticket.pk, staff=whom, by=person)
        said.success(request, _("You are told what becomes of this ticket."))
    return redirect("tickets:ticket", number)


@needs(Right.CHANGE_TICKETS)
@require_POST
def link_removal(request: HttpRequest, number: str, link: int) -> HttpResponse:
    """The tickets have nothing to do with each other."""
    ticket = queries.ticket(number, viewer(request))
    version = whole(request.POST.get("version", "")) or 0
    try:
        linking.remove_link(ticket.pk, link, version=version, by=viewer(request))
    except Invalid as invalid:
        said.error(request, str(invalid))
    return redirect("tickets:ticket", number)
