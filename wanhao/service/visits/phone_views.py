"""The technician's phone: today's jobs, one job, and what the phone sends, perhaps hours later and perhaps twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles.finders import find
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wanhao.common.errors import Invalid, Refused
from wanhao.foundation.accounts.guards import background, needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.visits import actions, calling, queries
from wanhao.service.visits.actions import Result, Told
from wanhao.service.visits.models import Visit

MEANINGS = {"booked": "info", "kept": "good", "broken": "missed"}


@needs(Right.DO_VISITS)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Today's jobs in order."""
    today = localdate()
    found = queries.jobs_of(viewer(request), today)
    rows = [(one, MEANINGS.get(one.appointment.status, "quiet") if one.appointment else "quiet") for one in found]
    words = {
        "rows": rows,
        "today": today,
        "ways": calling.ways_of(viewer(request)),
        "later": [(one, "info") for one in queries.later_jobs(viewer(request), today)],
    }
    return render(request, "visits/jobs.html", words)


@needs(Right.DO_VISITS)
@require_safe
def job(request: HttpRequest, number: str) -> HttpResponse:
    """One job: the customer, the way, the checklist."""
    one = queries.job(number, viewer(request))
    job_type = queries.job_type_of(one.order.ticket, request.GET.get("type", ""))
    words = {
        "job": one,
        "job_type": job_type,
        "other_types": [row for row in queries.job_types_for(one.order.ticket) if row != job_type],
        "customer": calling.address_for(one, by=viewer(request)),
        "open_readings": queries.open_readings(one.visit) if one.visit else [],
        "is_over": one.order.state == "finished",
        "ways": calling.ways_of(viewer(request)),
    }
    return render(request, "visits/job.html", words)


@needs(Right.DO_VISITS)
@require_safe
@never_cache
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the phone's pages; served here, because it may only keep what lies below its address."""
    path = find("visits/worker.js")
    with open(str(path), encoding="utf-8") as source:
        return HttpResponse(source.read(), content_type="text/javascript; charset=utf-8")


@needs(Right.DO_VISITS)
@require_safe
@never_cache
@background
def token(request: HttpRequest) -> JsonResponse:
    """What a phone that was offline needs to send: whose session this is, and its token."""
    return JsonResponse({"staff": viewer(request).staff_number, "token": get_token(request)})


def told_moment(text: str) -> datetime | None:
    """A moment by the phone's clock; None when it told none."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and is_aware(found) else None


def answered(do: Callable[[], Visit]) -> JsonResponse:
    """What became of a sending, for the phone's queue; a refusal says what to correct."""
    try:
        visit = do()
    except Refused as refused:
        fields = {name: str(text) for name, text in refused.fields.items()} if isinstance(refused, Invalid) else {}
        words = " ".join(fields.values()) or str(refused.message)
        return JsonResponse({"message": words, "fields": fields}, status=refused.status)
    messages = {
        Visit.State.UNDER_WAY: _("Arrival noted."),
        Visit.State.HELD: _("A reading is outside its limit: your leader was asked to decide. Nothing else to send."),
        Visit.State.FINISHED: _("The job is finished and reported."),
    }
    return JsonResponse({"state": visit.state, "message": messages[Visit.State(visit.state)]})


@needs(Right.DO_VISITS)
@require_POST
def arrival(request: HttpRequest, number: str) -> JsonResponse:
    """The technician is there."""
    told = Told(request.POST.get("key", ""), told_moment(request.POST.get("told_at", "")))
    return answered(lambda: actions.tell_arrival(number, told, by=viewer(request)))


@needs(Right.DO_VISITS)
@require_POST
def result(request: HttpRequest, number: str) -> JsonResponse:
    """The filled checklist with photos and signature."""
    told = Told(request.POST.get("key", ""), told_moment(request.POST.get("told_at", "")))
    sent = Result(
        text=request.POST.get("result", ""),
        values={name.removeprefix("item-"): str(value) for name, value in request.POST.items() if is_item(name)},
        job_type=request.POST.get("job_type", ""),
        photos=request.FILES.getlist("photos"),
        signature=request.FILES.get("signature"),
        report=request.FILES.get("report"),
        arrived_at=told_moment(request.POST.get("arrived_at", "")),
    )
    return answered(lambda: actions.send_result(number, sent, told, by=viewer(request)))


def is_item(name: Any) -> bool:
    """Is this field one of the checklist?"""
    return str(name).startswith("item-")


@needs(Right.DO_VISITS)
@require_POST
@never_cache
def call(request: HttpRequest, number: str) -> JsonResponse:
    """The centre rings the technician, then the customer; `directly`: the number for the telephone in the hand."""
    try:
        if calling.ways_of(viewer(request)).is_by_centre and not request.POST.get("directly"):
            calling.call_by_centre(number, by=viewer(request))
            ringing = _("Your telephone rings in a moment. Pick up, then the customer is dialled.")
            return JsonResponse({"ringing": ringing})
        return JsonResponse({"call": f"tel:{calling.number_to_call(number, by=viewer(request))}"})
    except Refused as refused:
        return JsonResponse({"message": str(refused.message)}, status=refused.status)


@needs(Right.DO_VISITS)
@require_POST
def own_phone(request: HttpRequest) -> HttpResponse:
    """On which telephone to be rung."""
    try:
        calling.set_phone(request.POST.get("number", ""), by=viewer(request))
    except Invalid as invalid:
        messages.error(request, str(invalid))
    else:
        messages.success(request, _("Kept: you are rung there when you call a customer."))
    return redirect("visits:jobs")
