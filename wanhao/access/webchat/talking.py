"""The customer's side of a conversation: the page, what is new, words, files, the end, the rating."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from config.refusals import words_of
from wanhao.access.webchat import remembering, showing
from wanhao.access.webchat.forms import RatingForm
from wanhao.access.webchat.views import REASON
from wanhao.common.errors import Invalid, NotFound, Refused
from wanhao.foundation.accounts.guards import background, open_to_all
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.files.views import streamed
from wanhao.foundation.limits.rates import Rate, count_or_refuse
from wanhao.foundation.live.hub import hub
from wanhao.foundation.live.topics import Grant
from wanhao.foundation.live.views import carried, refusal
from wanhao.service.chat import actions, rules

if TYPE_CHECKING:
    from wanhao.service.chat.models import Conversation

MOST_STREAMS = 6  # pages of one conversation open at once, in each web process
WORDS_PER_MINUTE = Rate("chat-words", 40, 60)
FILES_PER_HOUR = Rate("chat-files", 30, 3600)
OTHERS_PER_MINUTE = Rate("chat-other", 120, 60)
View = Callable[..., HttpResponseBase]


def wants_json(request: HttpRequest) -> bool:
    """Did the page's script ask, or a form without it?"""
    return request.headers.get("Accept", "").startswith("application/json")


def with_conversation(rate: Rate | None = None) -> Callable[[View], View]:
    """The conversation this browser holds; otherwise back to the entrance, or a refusal in JSON for the script."""

    def wrap(view: View) -> View:
        @wraps(view)
        def held(request: HttpRequest, code: str, **parts: str) -> HttpResponseBase:
            conversation = remembering.conversation_here(request, code)
            try:
                if conversation is None:
                    raise NotFound(_("This conversation is not open in this browser any more."))
                if rate is not None:
                    count_or_refuse(rate, str(conversation.pk))
                return view(request, conversation, **parts)
            except Refused as refused:
                if wants_json(request):
                    return refusal(refused.status, refused.code, words_of(refused))
                if conversation is None:
                    return redirect("webchat:entrance", code)
                shown = showing.page_of(conversation) | {"problem": words_of(refused)}
                return render(request, "webchat/talk.html", shown, status=refused.status)

        return held

    return wrap


def _by(conversation: Conversation) -> Actor:
    return Actor.customer(conversation.contact.customer_id)


def _done(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """That it was taken, for the script; without it the page again."""
    if wants_json(request):
        return JsonResponse({"taken": True})
    return redirect("webchat:talk", conversation.entrance.code)


@open_to_all(REASON)
@never_cache
@require_safe
@with_conversation()
def talk(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The whole conversation, running or over."""
    return render(request, "webchat/talk.html", showing.page_of(conversation))


@open_to_all(REASON)
@background
@never_cache
@require_safe
@with_conversation(OTHERS_PER_MINUTE)
def news(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """What was said after a number, and how the conversation stands."""
    after = request.GET.get("after", "")
    return JsonResponse(showing.news_of(request, conversation, int(after) if after.isdecimal() else 0))


@open_to_all(REASON)
@background
@require_GET
@with_conversation()
def stream(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """News of this conversation alone, as `chat:here`."""
    topic = conversation.subject
    if hub.streams_on(topic) >= MOST_STREAMS:
        return refusal(429, "too_many", _("This conversation is open in too many windows. Close some."))
    return carried(request, Grant(None, {topic: "chat:here"}))


@open_to_all(REASON)
@require_POST
@with_conversation(WORDS_PER_MINUTE)
def words(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The customer says something; sent twice under one key it is kept once."""
    actions.say(
        conversation.pk,
        author="customer",
        text=request.POST.get("text", ""),
        client_key=_client_key(request),
        by=_by(conversation),
    )
    return _done(request, conversation)


@open_to_all(REASON)
@require_POST
@with_conversation(FILES_PER_HOUR)
def files(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """A photograph or document of the customer."""
    actions.send_file(
        conversation.pk,
        author="customer",
        upload=request.FILES.get("file"),
        client_key=_client_key(request),
        by=_by(conversation),
    )
    return _done(request, conversation)


def _client_key(request: HttpRequest) -> str:
    """The page's script names each message; a form without it cannot know that it was sent twice."""
    return request.POST.get("client_key", "")[: rules.LONGEST_KEY] or secrets.token_hex(16)


@open_to_all(REASON)
@never_cache
@require_safe
@with_conversation()
def file(request: HttpRequest, conversation: Conversation, public_id: str) -> HttpResponseBase:
    """A file of this conversation."""
    return streamed(actions.open_file(conversation, public_id))


@open_to_all(REASON)
@background
@require_POST
@with_conversation(OTHERS_PER_MINUTE)
def reading(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The customer has seen everything up to a number."""
    number = request.POST.get("number", "")
    seen = int(number) if number.isdecimal() else 0
    actions.mark_read(conversation.pk, side="customer", number=seen, by=_by(conversation))
    return _done(request, conversation)


@open_to_all(REASON)
@require_POST
@with_conversation(OTHERS_PER_MINUTE)
def ending(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The customer has what they wanted, or wants no more."""
    actions.end_chat(conversation.pk, by=_by(conversation), reason="customer")
    return _done(request, conversation)


@open_to_all(REASON)
@require_POST
@with_conversation(OTHERS_PER_MINUTE)
def rating(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """One to five, and a word."""
    form = RatingForm(request.POST)
    if not form.is_valid():
        raise Invalid(rating=_("Choose one of the five."))
    actions.rate_chat(conversation.pk, form.cleaned_data["rating"], comment=form.cleaned_data["words"])
    return _done(request, conversation)
