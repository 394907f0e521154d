"""Trying a draft: hearing its texts, uploading recordings, walking it on paper, the telephone of the browser."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wanhao.access.voice_menu.editor_views import sent_document
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.calls import actions as calls
from wanhao.service.ivr import actions, graph, queries, rules
from wanhao.service.ivr.rules import Caller
from wanhao.service.speech import forms, speaking
from wanhao.service.telephony import rehearsal as rehearsals

MOST_KEYS = 60
MOST_SPOKEN = 1000


@needs(Right.EDIT_REFERENCE)
@require_POST
def upload(request: HttpRequest, code: str) -> JsonResponse:
    """Keep a recording for a step."""
    flow = queries.flow(code, viewer(request))
    form = forms.SoundForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Invalid(file=form.errors["file"][0])
    file = form.cleaned_data["file"]
    kept = actions.keep_sound(flow.pk, file, name=str(file.name), by=viewer(request))
    return JsonResponse({"key": kept.public_id, "name": kept.name})


@needs(Right.EDIT_REFERENCE)
@require_GET
def sound(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """An uploaded recording, to be heard."""
    found = queries.sound(queries.flow(code, viewer(request)), key)
    with found.file.open("rb") as file:
        return HttpResponse(file.read(), content_type="audio/wav")


@needs(Right.EDIT_REFERENCE)
@require_POST
def speech(request: HttpRequest, code: str) -> HttpResponse:
    """A text as callers will hear it."""
    queries.flow(code, viewer(request))
    sent = sent_document(request)
    text, language = str(sent.get("text", "")).strip(), rules.LANGUAGES[sent.get("language") == "en"]
    if not 0 < len(text) <= MOST_SPOKEN:
        raise Invalid(text=_("Write a text first."))
    return HttpResponse(speaking.spoken(text, language), content_type="audio/wav")


@needs(Right.EDIT_REFERENCE)
@require_POST
def rehearsal(request: HttpRequest, code: str) -> JsonResponse:
    """Walk the sent draft with the sent keys; where that leads, and what was said on the way."""
    flow = queries.flow(code, viewer(request))
    sent = sent_document(request)
    walked, whole = rehearsals.draft_menu(flow.code, graph.from_document(sent.get("draft")))
    keys = [str(key)[:20] for key in list(sent.get("keys", []))[:MOST_KEYS]]
    language = rules.LANGUAGES[sent.get("language") == "en"]
    pretence = rehearsals.Pretence(pretended_caller(sent, language), opening=str(sent.get("opening", "")))
    return JsonResponse(asdict(rehearsals.rehearse(walked, whole, keys, language=language, pretence=pretence)))


def pretended_caller(sent: dict[str, Any], language: str) -> Caller:
    """Who the rehearsal pretends to be called by: answers to what menus may ask."""
    given = sent.get("caller", {})
    known = {name: str(value)[:40] for name, value in given.items() if name in rules.FACTS and name != "language"}
    return replace(Caller(language=language), number=str(given.get("number", ""))[:20], **known)


@needs(Right.EDIT_REFERENCE)
@require_GET
@never_cache
def phone_account(request: HttpRequest, code: str) -> JsonResponse:
    """The person's own telephone account, and what to dial to hear the draft."""
    flow = queries.flow(code, viewer(request))
    account = calls.sip_account(viewer(request))
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return JsonResponse(
        {
            "user": account.user,
            "password": account.password,
            "domain": account.domain,
            "wss": f"wss://{host}:{account.wss_port}",
            "dial": f"{rehearsals.DRAFT_NUMBER}{flow.code}",
        }
    )
