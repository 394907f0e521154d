"""Pages of appeals: the list, a new one, one with its clocks and evidence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.common.chips import chip_row
from wanhao.common.errors import NotFound, Refused
from wanhao.common.masking import mask_name
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.acts import act_named, carry_out
from wanhao.foundation.files import actions as files
from wanhao.foundation.files.views import streamed
from wanhao.foundation.refusals import add_refusal
from wanhao.service.appeals import actions, packing, queries
from wanhao.service.appeals.actions import AppealDetails
from wanhao.service.appeals.acts import ACTS, acts_for
from wanhao.service.appeals.forms import AppealForm
from wanhao.service.appeals.models import Appeal
from wanhao.service.clocks import telling

MEANINGS = {
    "received": "close",
    "accepted": "info",
    "answered": "info",
    "closed": "good",
    "refused": "quiet",
    "withdrawn": "quiet",
}


@needs(Right.HANDLE_APPEALS)
@require_safe
def appeal_list(request: HttpRequest) -> HttpResponse:
    """Appeals within reach with what is due next."""
    asked = {"state": request.GET.get("state", "")}
    states = [("all", _("All")), *Appeal.State.choices]
    rows = [row_of(one) for one in queries.listed(viewer(request), asked["state"])]
    words = {
        "rows": rows,
        "chip_rows": [chip_row(asked, "state", _("State"), states)],
        "is_narrowed": any(asked.values()),
    }
    return render(request, "appeals/list.html", words)


def row_of(appeal: Appeal) -> dict[str, Any]:
    """An appeal with its meaning and the clock that ends first."""
    running = [one for one in telling.stories([appeal.subject], now()) if not one.is_over]
    next_one = min(running, key=lambda one: one.due_at or now(), default=None)
    customer = appeal.ticket.customer
    return {
        "appeal": appeal,
        "meaning": MEANINGS[appeal.state],
        "clock": next_one,
        "customer_name": mask_name(customer.name) if customer else "",
    }


@needs(Right.HANDLE_APPEALS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_appeal(request: HttpRequest) -> HttpResponse:
    """Record an appeal about a ticket."""
    initial = {"ticket": request.GET.get("ticket", ""), "received_at": localtime(now())}
    form = AppealForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        ticket = typed.pop("ticket")
        try:
            appeal = actions.record_appeal(ticket, AppealDetails(**typed), by=viewer(request))
        except NotFound as missing:
            form.add_error("ticket", str(missing.message))
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The appeal is recorded; its clocks run."))
            return redirect("appeals:appeal", appeal.public_id)
    return render(request, "appeals/new.html", {"form": form}, status=422 if form.errors else 200)


@needs(Right.HANDLE_APPEALS)
@require_safe
def appeal_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One appeal; `?do=` opens the form of an act."""
    appeal = queries.appeal(public_id, viewer(request))
    act = ACTS.get(request.GET.get("do", ""))
    return page(request, appeal, {"act": act, "form": act.form() if act else None})


def page(request: HttpRequest, appeal: Appeal, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page around an open form."""
    words = row_of(appeal) | {
        "acts": acts_for(appeal, viewer(request)),
        "clocks": telling.stories([appeal.subject], now()),
    }
    return render(request, "appeals/appeal.html", words | packs_page(request, appeal) | more, status=status)


def packs_page(request: HttpRequest, appeal: Appeal) -> dict[str, Any]:
    """The packs, and whether one is being made."""
    packs = queries.packs_of(appeal)
    shown = [(pack, queries.may_take(pack, viewer(request))) for pack in packs]
    return {"appeal": appeal, "packs": shown, "is_making": any(pack.is_in_the_making for pack in packs)}


@needs(Right.HANDLE_APPEALS)
@require_POST
def act_on(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Do one of the acts; what was typed stays on the page when it is refused."""
    appeal = queries.appeal(public_id, viewer(request))
    act = act_named(ACTS, name)
    return carry_out(
        request,
        act,
        appeal,
        act.form(request.POST),
        page=page,
        again=lambda: queries.appeal(public_id, viewer(request)),
        then=redirect("appeals:appeal", public_id),
    )


@needs(Right.HANDLE_APPEALS)
@require_http_methods(["GET", "HEAD", "POST"])
def packs(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST has the evidence packed; GET is the list with its progress, read again while one is made."""
    appeal = queries.appeal(public_id, viewer(request))
    if request.method == "POST":
        packing.ask_for_pack(appeal.pk, by=viewer(request))
        return redirect("appeals:appeal", public_id)
    return render(request, "appeals/packs.html", packs_page(request, appeal))


@needs(Right.HANDLE_APPEALS)
@require_safe
def pack_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The archive; every opening is an event."""
    pack = queries.pack_for(public_id, viewer(request))
    return streamed(files.open_file(pack.file_id, viewer(request)))
