"""Pages of appointments: the plan of a day, and booking for a ticket."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.common.errors import NotFound, Refused
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.appointments import actions, queries
from wanhao.service.appointments.forms import CancelForm, WindowForm
from wanhao.service.appointments.models import Appointment, Area
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.models import Ticket

MEANINGS = {"booked": "info", "moved": "quiet", "cancelled": "quiet", "kept": "good", "broken": "missed"}


@needs(Right.BOOK_VISITS)
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """One day of one area: its windows, who is expected, what was kept."""
    areas = queries.areas(viewer(request))
    area = next((one for one in areas if one.code == request.GET.get("area")), areas[0] if areas else None)
    day = wanted_day(request)
    words: dict[str, Any] = {"areas": areas, "area": area, "day": day, "before": day - timedelta(days=1)}
    if area:
        words |= plan_of(area, day, request)
    return render(request, "appointments/plan.html", words | {"after": day + timedelta(days=1)})


def wanted_day(request: HttpRequest) -> date:
    """The day asked for, today without one."""
    try:
        return parse_date(request.GET.get("day", "")) or localdate()
    except ValueError:
        return localdate()


def plan_of(area: Area, day: date, request: HttpRequest) -> dict[str, Any]:
    """The windows of a day with what is booked in each."""
    expected: dict[Any, list[Appointment]] = {}
    for row in queries.on_day(area, day, viewer(request)):
        expected.setdefault(row.slot.begins_at, []).append(row)
    offered = queries.offered_on(area, [day])[day]
    rows = [(one, [(row, MEANINGS[row.status]) for row in expected.get(one.window.begins_at, [])]) for one in offered]
    return {"rows": rows, "kept": queries.kept_since(area, now() - timedelta(days=30))}


def ticket_and_area(request: HttpRequest, number: str) -> tuple[Ticket, list[Area], Area | None]:
    """The ticket within reach, the areas it can be visited in, and the one chosen."""
    ticket = tickets.ticket(number, viewer(request))
    areas = queries.areas_for(ticket.region)
    booked = queries.booked_for(ticket.pk)
    if booked:
        return ticket, areas, booked.slot.area
    wanted = request.GET.get("area", "")
    return ticket, areas, next((one for one in areas if one.code == wanted), areas[0] if areas else None)


@needs(Right.BOOK_VISITS)
@require_http_methods(["GET", "POST"])
def booking(request: HttpRequest, number: str) -> HttpResponse:
    """Choose a window; one that is booked already is moved."""
    ticket, areas, area = ticket_and_area(request, number)
    days = queries.bookable(area, now()) if area else {}
    form = WindowForm([one for row in days.values() for one in row], request.POST or None)
    booked = queries.booked_for(ticket.pk)
    if request.method == "POST" and area and form.is_valid():
        try:
            if booked:
                actions.move(booked.public_id, form.cleaned_data["window"], by=viewer(request))
            else:
                actions.book(ticket.pk, area.pk, form.cleaned_data["window"], by=viewer(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The appointment is booked; the customer's clocks pause until then."))
            return redirect("appointments:booking", number)
    context = {"ticket": ticket, "areas": areas, "area": area, "days": days, "form": form, "booked": booked}
    context |= {"past": [(row, MEANINGS[row.status]) for row in queries.of_ticket(ticket.pk)], "cancel": CancelForm()}
    return render(request, "appointments/booking.html", context, status=422 if form.errors else 200)


@needs(Right.BOOK_VISITS)
@require_POST
def cancellation(request: HttpRequest, number: str) -> HttpResponse:
    """Give the appointment up."""
    ticket = tickets.ticket(number, viewer(request))
    booked = queries.booked_for(ticket.pk)
    if booked is None:
        raise NotFound(_("This ticket has no appointment ahead."))
    actions.cancel(booked.public_id, reason=request.POST.get("reason", ""), by=viewer(request))
    messages.success(request, _("The appointment is cancelled; the customer's clocks go on."))
    return redirect("appointments:booking", number)
