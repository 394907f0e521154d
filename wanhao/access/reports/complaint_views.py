"""The page of the complaint report, and its file."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wanhao.access.reports import complaint_report
from wanhao.access.reports.actions import note_complaint_export
from wanhao.access.reports.complaint_report import COUNTS, FIGURES, WORDS
from wanhao.access.reports.forms import DaysForm
from wanhao.access.reports.sheets import Layout, workbook
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.limits.rates import at_most
from wanhao.service.complaints.figures import Counts

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = tuple(one.name for one in fields(Counts))
LAYOUT = Layout(COLUMNS, COUNTS, FIGURES, WORDS)
USUAL_DAYS = 30


def form_of(request: HttpRequest) -> DaysForm:
    """The days asked for; the last thirty when none were."""
    begin = request.GET.get("begin") or (localdate() - timedelta(days=USUAL_DAYS - 1)).isoformat()
    return DaysForm.of_request({"begin": begin, "end": request.GET.get("end", "")})


@needs(Right.SEE_REPORTS)
def complaint_page(request: HttpRequest) -> HttpResponse:
    """How complaints went, by category and unit."""
    form = form_of(request)
    context: dict[str, Any] = {"form": form, "count_names": complaint_report.shown_names()}
    context["may_export"] = viewer(request).may(Right.EXPORT_REPORTS)
    if form.is_valid():
        context |= complaint_report.report(viewer(request), *form.span())
    return render(request, "reports/complaints.html", context, status=200 if form.is_valid() else 422)


@at_most(20, seconds=600, name="export")
@needs(Right.EXPORT_REPORTS)
def complaint_file(request: HttpRequest) -> HttpResponse:
    """The same report as an XLSX file."""
    form = form_of(request)
    if not form.is_valid():
        raise Invalid(**{name: " ".join(str(error) for error in errors) for name, errors in form.errors.items()})
    begin, end = form.span()
    found = complaint_report.report(viewer(request), begin, end)
    note_complaint_export(begin, end, by=viewer(request))
    sheets = {_("By category"): [*found["categories"], found["total"]], _("By unit"): found["units"]}
    response = HttpResponse(workbook(sheets, LAYOUT), content_type=XLSX)
    name = f"complaints-{form.cleaned_data['begin']:%Y%m%d}-{form.cleaned_data['end']:%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
