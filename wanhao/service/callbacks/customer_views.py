"""The customers' page: ask for a callback, prove the telephone by a code, see how it stands, take it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.common.errors import Invalid, Refused
from wanhao.common.masking import mask_number
from wanhao.foundation.accounts.guards import open_to_all
from wanhao.foundation.accounts.models import page_language
from wanhao.foundation.calendars.queries import is_open, next_opening
from wanhao.foundation.limits.rates import Rate, address_of, count_or_refuse
from wanhao.service.callbacks import actions, proofs, queries
from wanhao.service.callbacks.forms import CodeForm, CustomersForm
from wanhao.service.callbacks.models import Callback, CallbackPolicy
from wanhao.service.routing import queries as routing
from wanhao.service.waits import queries as waits
from wanhao.service.waits.rules import minutes_told

PER_ADDRESS = Rate("callback-page", 40, 3600)
REASON = "customers ask for a callback without an account; the telephone is proved by a code, the rate is limited"


@open_to_all(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """What it is about and the number; then a code is sent there."""
    if request.method == "POST":
        not_too_often(request)
    policies = queries.online_policies()
    form = CustomersForm(policies, request.POST or None)
    if request.method == "POST" and policies and form.is_valid():
        try:
            proof = proofs.send_code(form.policy, form.cleaned_data["number"], page_language())
        except Invalid as refused:
            form.add_error("number", str(refused.fields["number"]))
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            return redirect("callback:code", proof.public_id)
    context = {"form": form, "choices": [choice_of(policy) for policy in policies]}
    return render(request, "callbacks/customers/ask.html", context, status=422 if form.errors else 200)


def not_too_often(request: HttpRequest) -> None:
    """So many requests an hour from one address; raises TooOften."""
    count_or_refuse(PER_ADDRESS, address_of(request))


def choice_of(policy: CallbackPolicy) -> dict[str, Any]:
    """A queue to choose, with the expected wait, or when it opens."""
    hours = queries.hours_of(policy.queue)
    now = timezone.now()
    expected = waits.estimate_for_new(policy.queue)
    told = None
    if expected.p50_seconds is not None and expected.p90_seconds is not None:
        told = minutes_told(expected.p50_seconds, expected.p90_seconds)
    is_now = is_open(hours, now)
    opens_at = None if is_now else next_opening(hours, now)
    return {"queue": policy.queue, "told": told if is_now else None, "is_open": is_now, "opens_at": opens_at}


@open_to_all(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, public_id: str) -> HttpResponse:
    """The code comes back, and the callback is asked for."""
    if request.method == "POST":
        not_too_often(request)
    proof = proofs.open_proof(public_id)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = proofs.prove(public_id, form.cleaned_data["code"])
        except Invalid as refused:
            form.add_error("code", " ".join(str(text) for text in refused.fields.values()))
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            return redirect("callback:state", row.public_id)
    context = {"form": form, "number": mask_number(proof.number)}
    return render(request, "callbacks/customers/code.html", context, status=422 if form.errors else 200)


@open_to_all("the address of a callback is known to its customer alone; it shows a masked number")
@never_cache
@require_safe
def state(request: HttpRequest, public_id: str) -> HttpResponse:
    """How the callback stands."""
    row = queries.own_callback(public_id)
    stay = routing.stay_of(row.contact_id) if row.contact_id and row.status == Callback.Status.QUEUED else None
    expected = waits.estimate(row.contact_id) if stay and row.contact_id else None
    told = None
    if expected and expected.p50_seconds is not None and expected.p90_seconds is not None:
        told = minutes_told(expected.p50_seconds, expected.p90_seconds)
    context = {
        "callback": row,
        "number": mask_number(row.number),
        "ahead": stay.ahead if stay else None,
        "told": told,
        "may_cancel": row.status in (Callback.Status.WAITING, Callback.Status.QUEUED),
    }
    return render(request, "callbacks/customers/state.html", context)


@open_to_all("who has the address of a callback may take it back")
@require_POST
def taking_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """The customer does not want it any more."""
    not_too_often(request)
    queries.own_callback(public_id)
    actions.cancel_own_callback(public_id)
    return redirect("callback:state", public_id)
