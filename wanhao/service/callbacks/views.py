"""Staff pages of callbacks: the list, one with its tries, a new one, cancelling and moving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wanhao.common.chips import ChipRow, address_with, chip_row
from wanhao.common.errors import Invalid, Refused
from wanhao.common.masking import mask_name, mask_number
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.callbacks import actions, queries
from wanhao.service.callbacks.forms import CancelForm, MoveForm, NewCallbackForm
from wanhao.service.callbacks.models import Callback
from wanhao.service.callbacks.queries import Wanted
from wanhao.service.callbacks.rules import is_kept_in_time
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from datetime import datetime

    from django import forms

PAGE = 50
FILTERS = ("status", "outcome", "queue", "overdue", "asked_from", "asked_until")
OUTCOME_MEANINGS = {"reached": "good", "not_reached": "missed", "wrong_number": "close", "refused": "quiet"}


@needs(Right.SEE_FLOOR)
@require_safe
@never_cache
def callback_list(request: HttpRequest) -> HttpResponse:
    """Callbacks within reach, narrowed by chips, page by page."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    found = queries.found_callbacks(viewer(request), wanted_of(request, asked), PAGE + 1)
    shown = found[:PAGE]
    context = {
        "rows": [row_of(row) for row in shown],
        "more": address_with(asked) + f"&before={shown[-1].pk}" if len(found) > len(shown) else "",
        "chip_rows": chip_rows(request, asked),
        "is_narrowed": any(asked.values()),
        "may_enter": viewer(request).may(Right.OPEN_TICKETS),
    }
    template = "callbacks/rows.html" if request.headers.get("HX-Request") else "callbacks/list.html"
    return render(request, template, context)


def wanted_of(request: HttpRequest, asked: dict[str, str]) -> Wanted:
    """The address as a question."""
    before = request.GET.get("before", "")
    return Wanted(
        status=asked["status"],
        queue=asked["queue"],
        outcome=asked["outcome"],
        is_overdue=bool(asked["overdue"]),
        begin=moment_of(asked["asked_from"]),
        end=moment_of(asked["asked_until"]),
        before_id=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )


def moment_of(text: str) -> datetime | None:
    """A moment out of an address; None for anything else."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(at) if at is not None and timezone.is_naive(at) else at


def chip_rows(request: HttpRequest, asked: dict[str, str]) -> list[ChipRow]:
    """Filters."""
    queues = [(queue.code, queue.name) for queue in routing.queues(viewer(request))]
    return [
        chip_row(asked, "status", _("Status"), Callback.Status.choices),
        chip_row(asked, "outcome", _("Result"), Callback.Outcome.choices),
        chip_row(asked, "queue", _("Queue"), queues),
        chip_row(asked, "overdue", pgettext("callback", "Due"), [("1", _("Overdue"))]),
    ]


def row_of(row: Callback) -> dict[str, Any]:
    """A callback as a line, private values masked."""
    now = timezone.now()
    is_open = row.status != Callback.Status.CLOSED
    is_late = not is_kept_in_time(row.dialled_at, row.due_at) if row.dialled_at else row.due_at <= now
    return {
        "callback": row,
        "who": mask_name(row.customer.name) if row.customer else "",
        "number": mask_number(row.number),
        "is_open": is_open,
        "is_late": is_late and row.outcome not in (Callback.Outcome.CALLED_AGAIN, Callback.Outcome.CANCELLED),
        "meaning": OUTCOME_MEANINGS.get(row.outcome, "quiet") if row.outcome else "info",
    }


@needs(Right.SEE_FLOOR)
@require_safe
@never_cache
def callback(request: HttpRequest, public_id: str) -> HttpResponse:
    """One callback: facts, tries, and what a leader may do."""
    return render_one(request, queries.callback_for(public_id, viewer(request)), CancelForm(), MoveForm())


def render_one(request: HttpRequest, row: Callback, cancel: forms.Form, move: forms.Form) -> HttpResponse:
    """The page of one callback."""
    is_waiting = row.status in (Callback.Status.WAITING, Callback.Status.QUEUED)
    context = {
        **row_of(row),
        "tries": queries.tries_of(row),
        "policy": queries.policy_of(row.queue),
        "may_steer": is_waiting and viewer(request).may(Right.STEER_FLOOR, row.unit),
        "may_see_contacts": viewer(request).may(Right.SEE_CONTACTS),
        "cancel_form": cancel,
        "move_form": move,
    }
    status = 422 if cancel.errors or move.errors else 200
    return render(request, "callbacks/callback.html", context, status=status)


@needs(Right.STEER_FLOOR)
@require_POST
def cancellation(request: HttpRequest, public_id: str) -> HttpResponse:
    """A leader gives it up, with a reason."""
    form = CancelForm(request.POST)
    if not form.is_valid():
        queries.callback_to_steer(public_id, viewer(request))
        return render_one(request, queries.callback_for(public_id, viewer(request)), form, MoveForm())
    actions.cancel_callback(public_id, form.cleaned_data["reason"], by=viewer(request))
    messages.success(request, _("The callback is cancelled."))
    return redirect("callbacks:callback", public_id)


@needs(Right.STEER_FLOOR)
@require_POST
def moving(request: HttpRequest, public_id: str) -> HttpResponse:
    """A leader agreed another time with the customer."""
    form = MoveForm(request.POST)
    if form.is_valid():
        try:
            actions.move_callback(public_id, form.cleaned_data["at"], by=viewer(request))
        except Invalid as refused:
            form.add_error("at", str(refused.fields["at"]))
    if form.errors:
        queries.callback_to_steer(public_id, viewer(request))
        return render_one(request, queries.callback_for(public_id, viewer(request)), CancelForm(), form)
    messages.success(request, _("The callback waits until then."))
    return redirect("callbacks:callback", public_id)


@needs(Right.OPEN_TICKETS)
def new(request: HttpRequest) -> HttpResponse:
    """A customer in the hall or at the desk wants to be called back."""
    form = NewCallbackForm(request.POST or None, initial={"language": "zh"})
    if request.method == "POST" and form.is_valid():
        try:
            row = enter(form, request)
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            return render(request, "callbacks/entered.html", {"callback": row, "number": mask_number(row.number)})
    return render(request, "callbacks/new.html", {"form": form}, status=422 if form.errors else 200)


def enter(form: NewCallbackForm, request: HttpRequest) -> Callback:
    """Keep the wish."""
    given = form.cleaned_data
    return actions.ask_callback(
        None,
        number=given["number"],
        queue=routing.queue_by_code(given["queue"]),
        by=viewer(request),
        source=queries.source_of(viewer(request)),
        language=given["language"],
        note=given["note"],
        not_before=given["at"],
    )
