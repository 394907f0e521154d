"""The door of the web chat: what it is about, a code when a mobile is given, and the conversation begins."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.access.webchat import remembering
from wanhao.access.webchat.forms import EntranceForm
from wanhao.common.errors import Refused
from wanhao.common.masking import mask_number
from wanhao.foundation.accounts.guards import open_to_all
from wanhao.foundation.accounts.models import page_language
from wanhao.foundation.calendars.queries import next_opening
from wanhao.foundation.limits.rates import Rate, address_of, count_or_refuse
from wanhao.foundation.refusals import add_refusal
from wanhao.service.callbacks import codes
from wanhao.service.callbacks.forms import CodeForm
from wanhao.service.chat import actions, queries
from wanhao.service.waits import queries as waits
from wanhao.service.waits.rules import minutes_told

if TYPE_CHECKING:
    from wanhao.service.chat.models import Conversation, Entrance
    from wanhao.service.waits.rules import Minutes

PER_ADDRESS = Rate("chat-entrance", 120, 3600)  # many mobiles share one address
BEGUN_PER_ADDRESS = Rate("chat-begun", 60, 3600)
REASON = "customers have no account; who begins a conversation holds its key in the session, the rate is limited"
TEXTS = {
    "zh": "【万号】您的在线客服验证码是 {code}，10 分钟内有效。如非本人操作，请忽略。",
    "en": "[Wanhao] Your code for the chat is {code}, valid for 10 minutes. If you did not ask for it, ignore it.",
}


def new_form_key() -> str:
    """By it a form that is sent twice begins one conversation."""
    return secrets.token_urlsafe(24)


def told(p50_seconds: float | None, p90_seconds: float | None) -> Minutes | None:
    """An expected wait as customers are told it; None when it cannot be said."""
    return None if p50_seconds is None or p90_seconds is None else minutes_told(p50_seconds, p90_seconds)


def told_to_new(here: Entrance) -> Minutes | None:
    """The expected wait of somebody who begins now, if this queue tells it."""
    if not here.queue.tells_wait:
        return None
    expected = waits.estimate_for_new(here.queue)
    return told(expected.p50_seconds, expected.p90_seconds)


@open_to_all(REASON)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All entrances; the only one at once."""
    entrances = queries.entrances()
    if len(entrances) == 1:
        return redirect("webchat:entrance", entrances[0].code)
    return render(request, "webchat/index.html", {"entrances": entrances})


@open_to_all(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def entrance(request: HttpRequest, code: str) -> HttpResponse:
    """What it is about; a mobile when the customer likes."""
    here = queries.entrance_by_code(code)
    last = remembering.conversation_here(request, code)
    if last is not None and last.ended_at is None:
        return redirect("webchat:talk", code)
    form = EntranceForm(request.POST or None, initial={"form_key": new_form_key()})
    if request.method == "POST":
        count_or_refuse(PER_ADDRESS, address_of(request))
        if form.is_valid():
            try:
                return _begin_or_ask_code(request, here, form)
            except Refused as refused:
                add_refusal(form, refused)
    return _door(request, here, form, last)


def _door(request: HttpRequest, here: Entrance, form: EntranceForm, last: Conversation | None) -> HttpResponse:
    is_open = queries.is_open_now(here)
    words = {
        "entrance": here,
        "form": form,
        "last": last,
        "is_open": is_open,
        "opens_at": None if is_open else next_opening(here.queue.hours_id, now()),
        "closed_words": here.closed(page_language()),
        "told": told_to_new(here) if is_open else None,
    }
    return render(request, "webchat/entrance.html", words, status=422 if form.errors else 200)


def _begin_or_ask_code(request: HttpRequest, here: Entrance, form: EntranceForm) -> HttpResponse:
    typed = form.cleaned_data
    if not typed["number"]:
        _not_too_many(request)
        return _begin(request, here, typed)
    proof = codes.send(typed["number"], TEXTS[page_language()], language=page_language(), about=f"chat:{here.pk}")
    remembering.keep_asked(request, here, proof.public_id, typed)
    return redirect("webchat:code", here.code)


def _not_too_many(request: HttpRequest) -> None:
    """So many conversations an hour from one address."""
    count_or_refuse(BEGUN_PER_ADDRESS, address_of(request))


def _begin(
    request: HttpRequest, here: Entrance, typed: dict[str, str], *, number: str = "", is_verified: bool = False
) -> HttpResponse:
    conversation = actions.begin_chat(
        here,
        text=typed["text"],
        language=page_language(),
        number=number,
        is_verified=is_verified,
        name=typed["name"],
        form_key=typed["form_key"],
    )
    remembering.remember(request, conversation)
    return redirect("webchat:talk", here.code)


@open_to_all(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def number_code(request: HttpRequest, code: str) -> HttpResponse:
    """The code comes back, or the conversation begins without it."""
    here = queries.entrance_by_code(code)
    asked = remembering.asked_at(request, code)
    if asked is None:
        return redirect("webchat:entrance", code)
    without = "without" in request.POST
    form = CodeForm(request.POST if request.method == "POST" and not without else None)
    if request.method == "POST":
        count_or_refuse(PER_ADDRESS, address_of(request))
        try:
            if without:
                _not_too_many(request)
                return _begin(request, here, asked, number=codes.number_waiting(asked["proof"]))
            if form.is_valid():
                return _begin_proved(request, here, asked, form.cleaned_data["code"])
        except Refused as refused:
            add_refusal(form, refused)
    words = {
        "entrance": here,
        "form": form,
        "number": mask_number(codes.number_waiting(asked["proof"])) or _("your mobile"),
    }
    return render(request, "webchat/code.html", words, status=422 if form.errors else 200)


def _begin_proved(request: HttpRequest, here: Entrance, asked: dict[str, str], code: str) -> HttpResponse:
    _not_too_many(request)  # before the code is used up
    proof = codes.proved(asked["proof"], code, lambda proof: None, is_about_thing=True)
    return _begin(request, here, asked, number=proof.number, is_verified=True)


@open_to_all(REASON)
@require_POST
def leaving(request: HttpRequest, code: str) -> HttpResponse:
    """Close the conversation's page on this telephone."""
    remembering.forget(request, code)
    return redirect("webchat:entrance", code)
