"""The page of the help report, and its file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wanhao.access.reports import help_report
from wanhao.access.reports.actions import note_help_export
from wanhao.access.reports.help_report import COLUMNS, COUNTS, FIGURES, WORDS, HelpReportForm
from wanhao.access.reports.sheets import Layout, workbook
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.limits.rates import at_most

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAYOUT = Layout(COLUMNS, COUNTS, FIGURES, WORDS, differences={"wanted": ("asked", "cancelled")}, label_width=24)


@needs(Right.SEE_REPORTS)
def help_page(request: HttpRequest) -> HttpResponse:
    """How soon help came, by topic, team and day."""
    form = HelpReportForm.of_request(viewer(request), request.GET)
    context: dict[str, Any] = {"form": form, "count_names": help_report.shown_names()}
    context["may_export"] = viewer(request).may(Right.EXPORT_REPORTS)
    if form.is_valid():
        context |= help_report.report(viewer(request), form)
    return render(request, "reports/help.html", context, status=200 if form.is_valid() else 422)


@at_most(20, seconds=600, name="export")
@needs(Right.EXPORT_REPORTS)
def help_file(request: HttpRequest) -> HttpResponse:
    """The same report as an XLSX file."""
    form = HelpReportForm.of_request(viewer(request), request.GET)
    if not form.is_valid():
        raise Invalid(**{name: " ".join(str(error) for error in errors) for name, errors in form.errors.items()})
    found = help_report.report(viewer(request), form)
    begin, end = form.span()
    note_help_export(tuple(form.cleaned_data["team"]), begin, end, by=viewer(request))
    sheets = {
        _("By topic"): [*found["topics"], found["total"]],
        _("By team"): found["teams"],
        _("By day"): found["days"],
    }
    response = HttpResponse(workbook(sheets, LAYOUT), content_type=XLSX)
    name = f"help-{form.cleaned_data['begin']:%Y%m%d}-{form.cleaned_data['end']:%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
