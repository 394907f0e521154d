"""The desk's page and its parts, and what an agent says about themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanhao.access.desk import actions, chat_pages, pages, queries
from wanhao.access.desk.forms import SeatForm
from wanhao.access.desk.presence import presence_page
from wanhao.access.desk.queries import Desk
from wanhao.access.desk.screen_pop import customer_page
from wanhao.access.desk.state import state_document
from wanhao.access.desk.texts import desk_texts
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import background, needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.management.floor import queries as floor
from wanhao.management.help.pages import desk_page as help_on_desk
from wanhao.service.calls import actions as calls
from wanhao.service.routing import actions as routing


@needs(Right.SERVE_CONTACTS)
@require_GET
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    mine = queries.desk_of(viewer(request))
    parts: dict[str, Any] = {}
    for page in (
        chat_pages.at_hand_page,
        chat_pages.chat_page,
        pages.contacts_page,
        pages.tickets_page,
        pages.figures_page,
        pages.wrap_up_page,
        pages.transfer_page,
        presence_page,
        customer_page,
    ):
        parts |= page(mine)
    parts |= {"unread": floor.unread_messages(mine.staff), **help_on_desk(mine.staff)}
    return render(request, "desk/page.html", parts | {"texts": desk_texts(), "at": timezone.now()})


@background
@needs(Right.SERVE_CONTACTS)
@require_GET
@never_cache
def state(request: HttpRequest) -> JsonResponse:
    """The desk as a small document, asked again whenever something happened."""
    return JsonResponse(state_document(queries.desk_of(viewer(request))))


def part(name: str, page: Callable[[Desk], dict[str, Any]]) -> Callable[[HttpRequest], HttpResponse]:
    """A view of one part of the page."""

    @background
    @needs(Right.SERVE_CONTACTS)
    @require_GET
    @never_cache
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, f"desk/parts/{name}.html", page(queries.desk_of(viewer(request))))

    view.__name__ = name
    return view


contacts = part("contacts", pages.contacts_page)
at_hand = part("at_hand", chat_pages.at_hand_page)
chat = part("chat", chat_pages.chat_page)
customer = part("customer", customer_page)
wrap_up = part("wrap_up", pages.wrap_up_page)
tickets = part("tickets", pages.tickets_page)
figures = part("figures", pages.figures_page)
transfer_targets = part("transfer", pages.transfer_page)


@needs(Right.SERVE_CONTACTS)
@require_http_methods(["GET", "POST"])
@never_cache
def presence(request: HttpRequest) -> HttpResponse:
    """Show the presence, or ask for another: `state`, or `choice` as STATE:REASON."""
    staff = viewer(request)
    if request.method == "POST":
        wanted, _colon, reason = (request.POST.get("choice") or request.POST.get("state", "")).partition(":")
        routing.set_state(staff.pk, wanted, reason=reason, by=staff)
    return render(request, "desk/parts/presence.html", presence_page(queries.desk_of(staff)))


@needs(Right.SERVE_CONTACTS)
@require_POST
def seat(request: HttpRequest) -> HttpResponse:
    """Choose the phone, or whether calls are answered by themselves."""
    staff = viewer(request)
    form = SeatForm(request.POST)
    if not form.is_valid():
        raise Invalid(**{name: errors[0] for name, errors in form.errors.items()})
    if form.cleaned_data["sets"]:
        actions.choose_auto_answer(staff, form.cleaned_data["auto_answer"])
    elif form.cleaned_data["phone"]:
        actions.choose_phone(staff, form.cleaned_data["phone"])
    return render(request, "desk/parts/presence.html", presence_page(queries.desk_of(staff)))


@needs(Right.SERVE_CONTACTS)
@require_POST
def wrap_up_time(request: HttpRequest) -> HttpResponse:
    """A little longer for the wrap-up, where the queue allows it."""
    routing.prolong_wrap_up(viewer(request).pk)
    return HttpResponse(status=204)


@needs(Right.SERVE_CONTACTS)
@require_GET
@never_cache
def phone_account(request: HttpRequest) -> JsonResponse:
    """The session's own telephone account."""
    account = calls.sip_account(viewer(request))
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return JsonResponse(
        {
            "user": account.user,
            "password": account.password,
            "domain": account.domain,
            "wss": f"wss://{host}:{account.wss_port}",
        }
    )
