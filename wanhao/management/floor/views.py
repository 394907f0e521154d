"""The floor's page, its parts, and what a leader does there."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.foundation.accounts.guards import background, needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.management.floor import actions, pages, queries
from wanhao.management.floor.additions import added_parts
from wanhao.management.help.pages import open_page


def done(text: str) -> HttpResponse:
    """It was done: the page says so and closes what was open."""
    said = {"wanhao:toast": {"text": text, "level": "success"}, "floor:done": {}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(said)})


@needs(Right.STEER_FLOOR)
@require_safe
@never_cache
def floor(request: HttpRequest) -> HttpResponse:
    """Agents and those who wait, live."""
    staff = viewer(request)
    return render(request, "floor/floor.html", pages.floor_page(staff) | open_page(staff) | added_parts(staff))


@needs(Right.STEER_FLOOR)
@require_safe
@never_cache
def agent(request: HttpRequest, number: str) -> HttpResponse:
    """The card of one agent."""
    found = queries.agent_on_floor(number, viewer(request))
    return render(request, "floor/agent.html", pages.card_page(found, viewer(request)))


@needs(Right.STEER_FLOOR)
@require_safe
@never_cache
def why(request: HttpRequest, public_id: str) -> HttpResponse:
    """Why a contact still waits."""
    contact = queries.contact_on_floor(public_id, viewer(request))
    return render(request, "floor/why.html", pages.why_page(contact))


@needs(Right.STEER_FLOOR)
@require_POST
def state(request: HttpRequest, number: str) -> HttpResponse:
    """Put an agent into a state: `choice` is STATE or STATE:REASON."""
    wanted, _colon, reason = request.POST.get("choice", "").partition(":")
    actions.change_state(number, wanted, reason=reason, by=viewer(request))
    return done(_("The state was changed; while a customer is being served it is kept for afterwards."))


@needs(Right.STEER_FLOOR)
@require_POST
def message_to_agent(request: HttpRequest, number: str) -> HttpResponse:
    """Words for one agent."""
    actions.message_agent(number, request.POST.get("text", ""), by=viewer(request))
    return done(_("The message is on the desk."))


@needs(Right.STEER_FLOOR)
@require_POST
def message_to_team(request: HttpRequest) -> HttpResponse:
    """Words for everybody of a team who is at work."""
    actions.message_team(request.POST.get("team", ""), request.POST.get("text", ""), by=viewer(request))
    return done(_("The message is on the desks of the team."))


@needs(Right.STEER_FLOOR)
@require_POST
def sign_out(request: HttpRequest, number: str) -> HttpResponse:
    """End an agent's presence and sign-ins."""
    row = actions.sign_out_agent(number, reason=request.POST.get("reason", ""), by=viewer(request))
    return done(
        _("The agent is signed out.") if row.done_at else _("The agent is signed out as soon as the call ends.")
    )


@needs(Right.STEER_FLOOR)
@require_POST
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a contact by force."""
    way = actions.release_contact(public_id, reason=request.POST.get("reason", ""), by=viewer(request))
    return done(_("The call is being ended.") if way == "hang_up" else _("The contact was closed as lost."))


@needs(Right.STEER_FLOOR)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def supervision(request: HttpRequest, public_id: str) -> HttpResponse:
    """How the leader is in the call; sent, `mode` is what they want: listen, whisper, join, take_over, leave."""
    contact = queries.contact_on_floor(public_id, viewer(request))
    if request.method == "POST":
        actions.supervise(public_id, request.POST.get("mode", ""), by=viewer(request))
    return render(request, "floor/supervision.html", pages.supervision_page(contact, viewer(request)))


@background
@needs(Right.STEER_FLOOR)
@require_safe
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """What this leader sent, and who has not understood it yet."""
    return render(request, "floor/sent.html", {"sent": queries.sent_messages(viewer(request))})


@background
@needs(Right.SERVE_CONTACTS)
@require_safe
@never_cache
def messages(request: HttpRequest) -> HttpResponse:
    """Messages on the agent's desk."""
    return render(request, "floor/messages.html", {"unread": queries.unread_messages(viewer(request))})


@needs(Right.SERVE_CONTACTS)
@require_POST
def acknowledgement(request: HttpRequest, public_id: str) -> HttpResponse:
    """The agent has understood."""
    actions.acknowledge(public_id, by=viewer(request))
    return render(request, "floor/messages.html", {"unread": queries.unread_messages(viewer(request))})
