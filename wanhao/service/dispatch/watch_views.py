"""Pages for those who watch over work orders: scoreboard, public warnings, patrol."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wanhao.common.addresses import whole
from wanhao.common.errors import Invalid, NotFound
from wanhao.foundation.accounts.guards import needs, signed_in, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.limits.rates import at_most
from wanhao.service.dispatch import charges, figures, look, patrol, queries, scoreboard, watching
from wanhao.service.dispatch.events import ScoreboardExported
from wanhao.service.dispatch.forms import PeriodForm
from wanhao.service.dispatch.models import DispatchWarning, Patrol

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Right.SEE_WORK_ORDERS)
@require_safe
def scores(request: HttpRequest) -> HttpResponse:
    """What each department made of the orders it received in a time."""
    form = PeriodForm.of_request(request.GET)
    words: dict[str, Any] = {"form": form, "may_export": viewer(request).may(Right.EXPORT_REPORTS)}
    if form.is_valid():
        words |= {"board": scoreboard.board(*form.span()), "policy": queries.policy()}
    return render(request, "dispatch/scoreboard.html", words, status=200 if form.is_valid() else 422)


@at_most(20, seconds=600, name="export")
@needs(Right.EXPORT_REPORTS)
@require_safe
def scores_file(request: HttpRequest) -> HttpResponse:
    """The same as an XLSX file."""
    form = valid_period(request)
    begin, end = form.cleaned_data["begin"], form.cleaned_data["end"]
    person = viewer(request)
    record(ScoreboardExported(staff_id=person.pk, begin=begin, end=end), actor=person)
    response = HttpResponse(scoreboard.workbook(scoreboard.board(*form.span())), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="departments-{begin:%Y%m%d}-{end:%Y%m%d}.xlsx"'
    return response


def valid_period(request: HttpRequest) -> PeriodForm:
    """The days asked for; Invalid when they make no period."""
    form = PeriodForm.of_request(request.GET)
    if not form.is_valid():
        raise Invalid(**{name: " ".join(str(error) for error in errors) for name, errors in form.errors.items()})
    return form


@needs(Right.SEE_WORK_ORDERS)
@require_safe
def behind(request: HttpRequest) -> HttpResponse:
    """The orders a figure of the scoreboard counts."""
    form = valid_period(request)
    figure, department = request.GET.get("figure", "received"), request.GET.get("department", "")
    if figure not in figures.COUNTED:
        raise NotFound(_("There is no such figure."))
    before = whole(request.GET.get("before", ""))
    found = figures.orders_behind(viewer(request), figure, *form.span(), department=department, before_id=before)
    shown = found[: queries.PAGE]
    address = request.GET.copy()
    address["before"] = str(shown[-1].pk) if shown else ""
    words = {
        "rows": look.rows_of(shown),
        "name": scoreboard.COUNTS[figure],
        "department": next((one for one in figures.departments() if one.code == department), None),
        "form": form,
        "more": f"?{address.urlencode()}" if len(found) > len(shown) else "",
    }
    return render(request, "dispatch/behind.html", words)


@needs(Right.SEE_WORK_ORDERS)
@require_safe
def charged(request: HttpRequest) -> HttpResponse:
    """What is charged to a department, or to all of them, one by one."""
    form, department = valid_period(request), request.GET.get("department", "")
    lines = charges.lines(viewer(request), *form.span(), department=department)
    unit = next((line.charge.department for line in lines), None) if department else None
    return render(request, "dispatch/charges.html", {"lines": lines, "department": unit, "form": form})


@signed_in("warnings are public: every member of staff sees them")
@require_safe
def warnings(request: HttpRequest) -> HttpResponse:
    """Departments and orders beyond a limit, and those that were."""
    department = request.GET.get("department", "")
    before = whole(request.GET.get("before", ""))
    found = watching.warnings_before(department, before)
    shown = found[: queries.PAGE]
    now_beyond = watching.warnings_now(department)
    words = {
        "departments": [one for one in now_beyond if one.order_id is None],
        "orders": [one for one in now_beyond if one.order_id is not None],
        "past": shown,
        "readable": readable(request, [*now_beyond, *shown]),
        "policy": queries.policy(),
        "may_see_orders": viewer(request).may(Right.SEE_WORK_ORDERS),
        "more": f"?department={department}&before={shown[-1].pk}" if len(found) > len(shown) else "",
    }
    return render(request, "dispatch/warnings.html", words)


def readable(request: HttpRequest, rows: list[DispatchWarning]) -> set[int]:
    """Orders among them that this person may open."""
    ids = {one.order_id for one in rows if one.order_id}
    return set(queries.work_orders(viewer(request)).filter(pk__in=ids).values_list("pk", flat=True))


@needs(Right.SEE_WORK_ORDERS)
@require_safe
def patrol_page(request: HttpRequest) -> HttpResponse:
    """What the patrol found today and yesterday, or on another day."""
    today = localdate()
    day = asked_day(request.GET.get("day", ""))
    days = [day] if day else [today, today - timedelta(days=1)]
    words = {
        "rounds": [round_of(one, request) for one in days],
        "day": day,
        "days": [one for one in patrol.days_patrolled() if one.day not in days],
        "policy": queries.policy(),
    }
    return render(request, "dispatch/patrol.html", words)


def asked_day(text: str) -> date | None:
    """A day out of an address; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def round_of(day: date, request: HttpRequest) -> dict[str, Any]:
    """One day's round with what it found, as far as this person may see it."""
    made: Patrol | None = patrol.patrol_of(day)
    stuck = list(patrol.stuck_orders(made, viewer(request))) if made else []
    return {
        "day": day,
        "patrol": made,
        "stuck": stuck,
        "standing": sum(one.moved_at is None for one in stuck),
        "is_today": day == localdate(),
    }
