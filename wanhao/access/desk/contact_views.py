"""What an agent does with one contact: call control, whose it is, wrap-up, ticket."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wanhao.access.desk import actions, pages, queries
from wanhao.access.desk.answers import answer_refused
from wanhao.access.desk.forms import DraftForm, TransferForm, WrapUpForm
from wanhao.common.errors import Invalid, NotAllowed
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.refusals import add_refusal
from wanhao.service.calls import actions as calls
from wanhao.service.contacts import queries as contacts
from wanhao.service.contacts.models import Contact

UNPROCESSABLE = 422


def command(action: str) -> Callable[..., HttpResponse]:
    """A view that asks something of the live call."""

    @needs(Right.SERVE_CONTACTS)
    @require_POST
    @answer_refused
    def view(request: HttpRequest, public_id: str) -> JsonResponse:
        staff = viewer(request)
        calls.ask_call(contacts.contact_for(staff, public_id), action, by=staff)
        return JsonResponse({}, status=202)

    view.__name__ = action
    return view


hold = command("hold")
resume = command("resume")
hang_up = command("hang_up")
ring_again = command("ring_again")
consult_cancel = command("consult_cancel")
complete_transfer = command("complete_transfer")
conference = command("conference")
listen = command("listen")
whisper = command("whisper")
join = command("join")
take_over = command("take_over")
leave = command("leave")


@needs(Right.SERVE_CONTACTS)
@require_POST
def transfer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pass the caller on, at once or after asking there: to a queue, a colleague, or a number outside."""
    staff = viewer(request)
    contact = contacts.contact_for(staff, public_id)
    form = TransferForm(request.POST)
    if form.is_valid():
        try:
            target = form.cleaned_data["target"] or form.cleaned_data["number"]
            calls.ask_call(contact, form.cleaned_data["way"] or "transfer", target, by=staff)
        except Invalid as invalid:
            form.add_error(None, "; ".join(str(text) for text in invalid.fields.values()))
    status = 200 if form.is_valid() else UNPROCESSABLE
    return render(request, "desk/parts/transfer.html", pages.transfer_page(queries.desk_of(staff), form), status=status)


@needs(Right.SERVE_CONTACTS)
@require_POST
@answer_refused
def choice(request: HttpRequest, public_id: str) -> JsonResponse:
    """Of several contacts at hand, the page is about this one from now on."""
    staff = viewer(request)
    actions.choose_contact(staff, contacts.contact_for(staff, public_id))
    return JsonResponse({})


@needs(Right.SERVE_CONTACTS)
@require_POST
@answer_refused
def draft(request: HttpRequest, public_id: str) -> JsonResponse:
    """Keep what is typed about a contact."""
    staff = viewer(request)
    contact = contacts.contact_for(staff, public_id)
    form = DraftForm(request.POST)
    if not form.is_valid():
        raise Invalid(note=_("This is too long to be kept: at most 4000 characters."))
    kept = actions.keep_draft(staff, contact, code=form.cleaned_data["code"], note=form.cleaned_data["note"])
    return JsonResponse({"saved_at": kept.saved_at.isoformat()})


@needs(Right.SERVE_CONTACTS)
@require_http_methods(["GET", "POST"])
@never_cache
def wrap_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Code and note of a contact; at the end of its wrap-up the agent is ready for the next one."""
    staff = viewer(request)
    contact = contacts.contact_for(staff, public_id)
    desk = queries.desk_of(staff)
    if request.method == "GET":
        return render(request, "desk/parts/wrap_up.html", pages.wrap_up_page(desk, contact))
    form = WrapUpForm(request.POST)
    if form.is_valid():
        here = desk.one_of(contact)
        if here and not here.is_over:
            raise NotAllowed(_("The contact is not over yet. What you typed is kept."))
        try:
            actions.finish_contact(staff, contact, **form.cleaned_data)
            return render(request, "desk/parts/wrap_up.html", finished_page(staff, contact, is_now=bool(here)))
        except Invalid as invalid:
            add_refusal(form, invalid)
    page = pages.wrap_up_page(desk, contact, form)
    return render(request, "desk/parts/wrap_up.html", page, status=UNPROCESSABLE)


def finished_page(staff: Staff, contact: Contact, *, is_now: bool) -> dict[str, object]:
    """After finishing: what is at hand next; after an earlier contact, that one again."""
    desk = queries.desk_of(staff)
    if not is_now:
        contact.refresh_from_db()
        return pages.wrap_up_page(desk, contact) | {"is_saved": True}
    if desk.now and desk.now.contact.pk != contact.pk:
        return pages.wrap_up_page(desk)
    return {"contact": None, "is_saved": True}
