"""Asking for help at the desk, and giving it from the floor page."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.foundation.accounts.guards import background, needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.management.help import actions, pages, queries


def done(text: str) -> HttpResponse:
    """It was done: the page says so and closes what was open."""
    said = {"wanhao:toast": {"text": text, "level": "success"}, "help:done": {}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(said)})


@background
@needs(Right.SERVE_CONTACTS)
@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """How the agent's request stands."""
    return render(request, "help/state.html", pages.desk_page(viewer(request)))


@needs(Right.SERVE_CONTACTS)
@require_http_methods(["GET", "POST"])
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """The dialog behind the key, with the contact at hand; sent, it asks for help about `contact`."""
    staff = viewer(request)
    if request.method == "POST":
        asked = {name: request.POST.get(name, "") for name in ("topic", "text", "contact")}
        actions.ask_for_help(asked["topic"], asked["text"], contact_id=asked["contact"], by=staff)
        return done(_("Your leaders were asked. Their answer appears here."))
    contact = queries.contact_at_hand(staff, request.GET.get("contact", ""))
    return render(request, "help/dialog.html", pages.form_page(staff, contact))


@needs(Right.SERVE_CONTACTS)
@require_POST
def more(request: HttpRequest) -> HttpResponse:
    """The agent asks on."""
    actions.ask_again(request.POST.get("text", ""), by=viewer(request))
    return done(_("Your words were added."))


@needs(Right.SERVE_CONTACTS)
@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """The agent needs nothing more."""
    actions.finish_request(by=viewer(request))
    return done(_("The help request is closed."))


@background
@needs(Right.STEER_FLOOR)
@require_safe
@never_cache
def open_list(request: HttpRequest) -> HttpResponse:
    """What is open, by age."""
    return render(request, "help/open.html", pages.open_page(viewer(request)))


@needs(Right.STEER_FLOOR)
@require_safe
@never_cache
def card(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request with what was said."""
    staff = viewer(request)
    return render(request, "help/request.html", pages.request_page(queries.request(public_id, staff), staff))


@needs(Right.STEER_FLOOR)
@require_POST
def taking(request: HttpRequest, public_id: str) -> HttpResponse:
    """A leader sees to it."""
    actions.take_request(public_id, by=viewer(request))
    return card_again(request, public_id)


def card_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """The card as it stands now."""
    staff = viewer(request)
    return render(request, "help/request.html", pages.request_page(queries.request(public_id, staff), staff))


@needs(Right.STEER_FLOOR)
@require_POST
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Help by text."""
    actions.answer_request(public_id, request.POST.get("text", ""), by=viewer(request))
    return done(_("The answer is on the agent's desk."))


@needs(Right.STEER_FLOOR)
@require_POST
def closing(request: HttpRequest, public_id: str) -> HttpResponse:
    """A leader closes it."""
    actions.close_request(public_id, by=viewer(request))
    return done(_("The help request is closed."))
