"""Messages callers left in the voice menu: heard, dealt with, made into tickets."""

from __future__ import annotations

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wanhao.common.masking import mask_name, mask_number
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.recordings import voice_messages

PAGE = 100


@needs(Right.SEE_CONTACTS)
@require_GET
@never_cache
def messages(request: HttpRequest) -> HttpResponse:
    """Those nobody has dealt with, the oldest first; then the others."""
    rows = voice_messages.messages(viewer(request))
    context = {
        "waiting": [_line(row) for row in rows.filter(done_at=None).order_by("left_at")[:PAGE]],
        "done": [_line(row) for row in rows.filter(done_at__isnull=False).order_by("-done_at")[:PAGE]],
        "may_hear": viewer(request).may(Right.PLAY_RECORDINGS) or viewer(request).may(Right.SERVE_CONTACTS),
        "may_finish": viewer(request).may(Right.SERVE_CONTACTS) or viewer(request).may(Right.CHANGE_TICKETS),
        "may_open_tickets": viewer(request).may(Right.OPEN_TICKETS),
    }
    return render(request, "voice_menu/messages.html", context)


def _line(row: voice_messages.VoiceMessage) -> dict[str, object]:
    customer = row.contact.customer
    who = mask_name(customer.name) if customer else mask_number(row.contact.caller_number)
    return {"row": row, "who": who, "is_ready": row.recording.status == row.recording.Status.READY}


@needs(Right.SERVE_CONTACTS, Right.CHANGE_TICKETS)
@require_POST
def done(request: HttpRequest, public_id: str) -> HttpResponse:
    """This one was dealt with."""
    voice_messages.finish(public_id, by=viewer(request))
    said.success(request, _("The message is off the list."))
    return redirect("voice-menu:messages")
