"""A callback at the desk: what was asked, the button that dials, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.callbacks import actions, queries
from wanhao.service.callbacks.models import CallbackTry
from wanhao.service.contacts import queries as contacts

if TYPE_CHECKING:
    from wanhao.service.contacts.models import Contact

RESULTS = ("reached", "wrong_number", "refused")


def callback_part(contact: Contact) -> dict[str, Any]:
    """What the desk shows of a callback; empty for any other contact."""
    made = queries.callback_of_contact(contact.pk) if contact.channel == "callback" else None
    if made is None:
        return {"made": None}
    policy = queries.policy_of(made.callback.queue)
    return {
        "made": made,
        "callback": made.callback,
        "may_dial": policy.mode == "preview" and made.taken_at and not made.dial_asked_at and not made.ended_at,
        "results": [(value, CallbackTry.Result(value).label) for value in RESULTS] if made.dialled_at else [],
    }


def callback_mark(contact: Contact) -> str:
    """Changes whenever the part has to be read again."""
    made = queries.callback_of_contact(contact.pk) if contact.channel == "callback" else None
    return "" if made is None else f"{made.taken_at}{made.dial_asked_at}{made.dialled_at}{made.result}"


@needs(Right.SERVE_CONTACTS)
@require_POST
@never_cache
def dial(request: HttpRequest, public_id: str) -> HttpResponse:
    """The agent has looked: dial the customer."""
    contact = contacts.contact_for(viewer(request), public_id)
    actions.ask_dial(contact.pk, by=viewer(request))
    return shown(request, contact)


@needs(Right.SERVE_CONTACTS)
@require_POST
@never_cache
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    """How it went, in the agent's words."""
    contact = contacts.contact_for(viewer(request), public_id)
    given = request.POST.get("result", "")
    if given not in RESULTS:
        raise Invalid(result=_("Choose how it went."))
    actions.set_result(contact.pk, given, by=viewer(request))
    return shown(request, contact)


def shown(request: HttpRequest, contact: Contact) -> HttpResponse:
    """The part as it is now."""
    return render(request, "desk/parts/callback.html", {"contact": contact, "called": callback_part(contact)})
