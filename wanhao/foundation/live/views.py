"""The live stream's door: who may hear what. The stream itself is in streams.py."""

from __future__ import annotations

import re
from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wanhao.common.errors import Refused
from wanhao.foundation.accounts.guards import background, signed_in
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.live.hub import hub
from wanhao.foundation.live.topics import Grant, grant

MOST_STREAMS = 12


@require_GET
@background
@signed_in("every topic is checked by the rights of the person")
def stream(request: HttpRequest) -> HttpResponse:
    """Grant a stream of `?topics=agent:me,feed:floor`; answers 403, 422 or 429 when there can be none.

    The grant is left in the ASGI scope, so that the long stream holds neither this request's thread nor its database
    connection.
    """
    person = cast(Staff, request.user)
    if hub.streams_of(person.pk) >= MOST_STREAMS:
        text = _("You have too many pages open. Close some, then reload this one.")
        return refusal(429, "too_many", text)
    try:
        granted = grant(person, [name for name in re.split(r"[\s,]+", request.GET.get("topics", "")) if name])
    except Refused as refused:
        return refusal(refused.status, refused.code, str(refused.message))
    return carried(request, granted)


def carried(request: HttpRequest, granted: Grant) -> HttpResponse:
    """The answer that goes on as a stream of what was granted."""
    response = HttpResponse(content_type="text/event-stream")
    response["Cache-Control"] = "no-cache, no-transform"
    response["X-Accel-Buffering"] = "no"
    scope = getattr(request, "scope", None)
    if scope is not None:
        scope["live.grant"] = granted
    return response


def refusal(status: int, code: str, message: str) -> JsonResponse:
    """Why there is no stream, for the script that asked."""
    return JsonResponse({"code": code, "message": message}, status=status)
