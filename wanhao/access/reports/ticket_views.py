"""The page of the ticket report, its file, and the tickets behind a figure."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wanhao.access.reports import ticket_figures, ticket_report
from wanhao.access.reports.actions import note_ticket_export
from wanhao.access.reports.complaint_views import XLSX, form_of
from wanhao.access.reports.sheets import Layout, workbook
from wanhao.access.reports.ticket_report import COLUMNS, COUNTS, FIGURES, WORDS
from wanhao.common.addresses import whole
from wanhao.common.errors import Invalid, NotFound
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.limits.rates import at_most
from wanhao.service.complaints import queries as complaints
from wanhao.service.tickets import queries as tickets

PAGE = 50
LAYOUT = Layout(COLUMNS, COUNTS, FIGURES, WORDS)


@needs(Right.SEE_REPORTS)
@require_safe
def ticket_page(request: HttpRequest) -> HttpResponse:
    """How tickets went, by department, category and area."""
    form = form_of(request)
    context: dict[str, Any] = {
        "form": form,
        "repeat_days": complaints.policy().repeat_days,
        "may_export": viewer(request).may(Right.EXPORT_REPORTS),
    }
    if form.is_valid():
        context |= ticket_report.report(viewer(request), *form.span())
    return render(request, "reports/tickets.html", context, status=200 if form.is_valid() else 422)


@at_most(20, seconds=600, name="export")
@needs(Right.EXPORT_REPORTS)
@require_safe
def ticket_file(request: HttpRequest) -> HttpResponse:
    """The same report as an XLSX file."""
    form = valid_form(request)
    begin, end = form.span()
    found = ticket_report.report(viewer(request), begin, end)
    note_ticket_export(begin, end, by=viewer(request))
    sheets = {
        _("By department"): found["departments"],
        _("By category"): [*found["categories"], found["total"]],
        _("By area"): [*found["areas"], found["total"]],
    }
    response = HttpResponse(workbook(sheets, LAYOUT), content_type=XLSX)
    name = f"tickets-{form.cleaned_data['begin']:%Y%m%d}-{form.cleaned_data['end']:%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def valid_form(request: HttpRequest) -> Any:
    """The days asked for; Invalid when they make no period."""
    form = form_of(request)
    if not form.is_valid():
        raise Invalid(**{name: " ".join(str(error) for error in errors) for name, errors in form.errors.items()})
    return form


@needs(Right.SEE_REPORTS)
@require_safe
def tickets_behind(request: HttpRequest) -> HttpResponse:
    """The tickets a figure counts; whoever may see a ticket may open it from here."""
    form, person = valid_form(request), viewer(request)
    figure = request.GET.get("figure", "opened")
    if figure not in ticket_figures.COUNTED:
        raise NotFound(_("There is no such figure."))
    part = ticket_figures.part_of(request.GET.get("part", ""), request.GET.get("key", ""))
    begin, end = form.span()
    rows = ticket_figures.behind(person, begin, end, figure, part)
    before = whole(request.GET.get("before", ""))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("category", "region", "owner").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    seen = tickets.tickets(person).filter(pk__in=[row.pk for row in shown]) if person.may(Right.SEE_TICKETS) else []
    address = request.GET.copy()
    address["before"] = str(shown[-1].pk) if shown else ""
    words = {
        "rows": shown,
        "openable": {row.pk for row in seen},
        "name": COUNTS[figure],
        "form": form,
        "more": f"?{address.urlencode()}" if len(found) > len(shown) else "",
    }
    return render(request, "reports/tickets_behind.html", words)
