"""What an agent does with a chat: taking it, writing, reading, passing it on, ending it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wanhao.access.desk import actions as desk_actions
from wanhao.access.desk import chat_pages
from wanhao.access.desk.answers import answer_refused
from wanhao.access.desk.forms import ChatTransferForm
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.guards import background, needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.refusals import add_refusal
from wanhao.service.chat import actions, queries
from wanhao.service.chat.models import Message
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.chat.models import Conversation
    from wanhao.service.contacts.models import Contact
    from wanhao.service.routing.models import Offer

AGENT = Message.Author.AGENT
UNPROCESSABLE = 422


def chat_for(staff: Staff, public_id: str) -> Conversation:
    """The chat that this contact is, within reach."""
    chat = queries.conversation_of(contacts.contact_for(staff, public_id))
    if chat is None:
        raise NotFound(_("This contact is no chat."))
    return chat


def offer_of(staff: Staff, contact: Contact) -> Offer:
    """The running offer of this chat to this agent."""
    now = routing_queries.agent_now(staff.pk)
    for offer in now.offers if now else []:
        if offer.contact_id == contact.pk:
            return offer
    raise NotAllowed(_("The customer has left, or the time to accept was over."))


@needs(Right.SERVE_CONTACTS)
@require_POST
@answer_refused
def accept(request: HttpRequest, public_id: str) -> JsonResponse:
    """Take the chat; the page is about it from now on."""
    staff = viewer(request)
    contact = contacts.contact_for(staff, public_id)
    actions.accept_chat(offer_of(staff, contact).pk, by=staff)
    desk_actions.choose_contact(staff, contact)
    return JsonResponse({})


@needs(Right.SERVE_CONTACTS)
@require_POST
@answer_refused
def decline(request: HttpRequest, public_id: str) -> JsonResponse:
    """Leave the chat to others."""
    staff = viewer(request)
    actions.decline_chat(offer_of(staff, contacts.contact_for(staff, public_id)).pk, by=staff)
    return JsonResponse({})


@background
@needs(Right.SERVE_CONTACTS)
@require_POST
@answer_refused
def ringing(request: HttpRequest, public_id: str) -> JsonResponse:
    """The offer is before the agent's eyes."""
    staff = viewer(request)
    offer = offer_of(staff, contacts.contact_for(staff, public_id))
    if offer.accepted_at is None:
        routing.note_ringing(offer.pk)
    return JsonResponse({})


@needs(Right.SERVE_CONTACTS)
@require_http_methods(["GET", "POST"])
@never_cache
@answer_refused
def messages(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was written `after` a number, as lines; posted, something more is said."""
    staff = viewer(request)
    chat = chat_for(staff, public_id)
    if request.method == "POST":
        kept = actions.say(
            chat.pk,
            author=AGENT,
            text=request.POST.get("text", ""),
            client_key=request.POST.get("client_key", ""),
            by=staff,
        )
        return JsonResponse({"number": kept.number})
    after = request.GET.get("after", "0")
    lines = chat_pages.lines_of(chat, staff, int(after) if after.isdecimal() else 0)
    return render(request, "desk/parts/chat_lines.html", {"chat": chat, "chat_lines": lines})


@needs(Right.SERVE_CONTACTS)
@require_POST
@answer_refused
def files(request: HttpRequest, public_id: str) -> JsonResponse:
    """Send a file or a picture."""
    staff = viewer(request)
    kept = actions.send_file(
        chat_for(staff, public_id).pk,
        author=AGENT,
        upload=request.FILES.get("file"),
        client_key=request.POST.get("client_key", ""),
        by=staff,
    )
    return JsonResponse({"number": kept.number})


@background
@needs(Right.SERVE_CONTACTS)
@require_POST
@answer_refused
def reading(request: HttpRequest, public_id: str) -> JsonResponse:
    """All up to `number` has been seen, or something is being typed: the agent is there."""
    staff = viewer(request)
    number = request.POST.get("number", "")
    if not number.isdecimal():
        raise Invalid(number=_("Say up to which message."))
    actions.mark_read(chat_for(staff, public_id).pk, side=AGENT, number=int(number), by=staff)
    return JsonResponse({})


@needs(Right.SERVE_CONTACTS)
@require_POST
@answer_refused
def end(request: HttpRequest, public_id: str) -> JsonResponse:
    """End the chat; it stays before the agent until it is written up."""
    staff = viewer(request)
    actions.end_chat(chat_for(staff, public_id).pk, by=staff, reason=actions.Reason.AGENT)
    return JsonResponse({})


@needs(Right.SERVE_CONTACTS)
@require_http_methods(["GET", "POST"])
@never_cache
def transfer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Pass the chat on to a queue or a colleague, with a word for them."""
    staff = viewer(request)
    chat = chat_for(staff, public_id)
    form = ChatTransferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.transfer_chat(chat.contact, **form.cleaned_data, by=staff)
            return done(_("The chat was passed on, with all that was written."))
        except Invalid as invalid:
            add_refusal(form, invalid)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(
        request, "desk/parts/chat_transfer.html", chat_pages.transfer_page(chat.contact, staff, form), status=status
    )


def done(text: str) -> HttpResponse:
    """It was done, and the page says so."""
    said = {"wanhao:toast": {"text": text, "level": "success"}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(said)})
