"""A customer who waits in a chat would rather be called back: on the proved number at once, on another with a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wanhao.access.webchat import remembering
from wanhao.access.webchat.forms import MobileForm
from wanhao.access.webchat.talking import OTHERS_PER_MINUTE, with_conversation
from wanhao.access.webchat.views import PER_ADDRESS, REASON
from wanhao.common.errors import Refused
from wanhao.common.masking import mask_number
from wanhao.foundation.accounts.guards import open_to_all
from wanhao.foundation.accounts.models import page_language
from wanhao.foundation.limits.rates import address_of, count_or_refuse
from wanhao.foundation.refusals import add_refusal
from wanhao.service.callbacks import codes
from wanhao.service.callbacks.forms import CodeForm
from wanhao.service.callbacks.proofs import TEXTS
from wanhao.service.chat import actions, queries

if TYPE_CHECKING:
    from wanhao.service.chat.models import Conversation


@open_to_all(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
@with_conversation(OTHERS_PER_MINUTE)
def callback(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """On which number: the proved one, or another to which a code is sent."""
    if (elsewhere := _elsewhere(conversation)) is not None:
        return elsewhere
    own = conversation.contact.caller_number if conversation.is_verified else ""
    if request.method == "POST" and own and "own" in request.POST:
        return _agree(conversation, own)
    form = MobileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count_or_refuse(PER_ADDRESS, address_of(request))
        try:
            return _send_code(request, conversation, form.cleaned_data["number"])
        except Refused as refused:
            add_refusal(form, refused)
    words = {"entrance": conversation.entrance, "form": form, "own": mask_number(own) if own else ""}
    return render(request, "webchat/callback.html", words, status=422 if form.errors else 200)


def _elsewhere(conversation: Conversation) -> HttpResponse | None:
    """Where to instead, when this chat has no place for a callback to keep."""
    if (agreed := queries.callback_of(conversation)) is not None:
        return redirect("callback:state", agreed.public_id)
    if queries.keeps_place(conversation):
        return None
    return redirect("callback:ask") if conversation.ended_at else redirect("webchat:talk", conversation.entrance.code)


def _send_code(request: HttpRequest, conversation: Conversation, number: str) -> HttpResponse:
    about = f"callback-of-chat:{conversation.pk}"
    proof = codes.send(number, TEXTS[page_language()], language=page_language(), about=about)
    remembering.keep_proof(request, conversation, proof.public_id)
    return redirect("webchat:callback_code", conversation.entrance.code)


def _agree(conversation: Conversation, number: str) -> HttpResponse:
    agreed = actions.agree_callback(conversation.pk, number)
    return redirect("callback:state", agreed.public_id)


@open_to_all(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
@with_conversation(OTHERS_PER_MINUTE)
def callback_code(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The code came back: the callback takes the chat's place."""
    if (elsewhere := _elsewhere(conversation)) is not None:
        return elsewhere
    sent = remembering.proof_of(request, conversation)
    if sent is None:
        return redirect("webchat:callback", conversation.entrance.code)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proof = codes.proved(sent, form.cleaned_data["code"], lambda proof: None, is_about_thing=True)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _agree(conversation, proof.number)
    words = {
        "entrance": conversation.entrance,
        "form": form,
        "number": mask_number(codes.number_waiting(sent)) or _("your mobile"),
    }
    return render(request, "webchat/callback_code.html", words, status=422 if form.errors else 200)
