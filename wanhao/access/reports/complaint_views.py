"""The page of the complaint report, and its file."""

from __future__ import annotations

import io
from dataclasses import fields
from datetime import timedelta
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from wanhao.access.reports import complaint_report
from wanhao.access.reports.actions import note_complaint_export
from wanhao.access.reports.complaint_report import COUNTS, FIGURES, WORDS, Row
from wanhao.access.reports.forms import DaysForm
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.limits import at_most
from wanhao.foundation.accounts.rights import Right
from wanhao.service.complaints.figures import Counts

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = tuple(one.name for one in fields(Counts))
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
    response = HttpResponse(workbook(sheets), content_type=XLSX)
    name = f"complaints-{form.cleaned_data['begin']:%Y%m%d}-{form.cleaned_data['end']:%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def workbook(sheets: dict[str, list[Row]]) -> bytes:
    """One sheet for each view and one that explains; shares are formulas over the counts."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            _write(book, name, rows)
        sheet = book.add_worksheet(_("Formulas"))
        for line, figure in enumerate(FIGURES):
            sheet.write_row(line, 0, [str(words) for words in WORDS[figure.key]])
    return memory.getvalue()


def _write(book: Any, name: str, rows: list[Row]) -> None:
    bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
    sheet = book.add_worksheet(name[:31])
    heads = [name, *(str(COUNTS[column]) for column in COLUMNS), *(str(WORDS[figure.key][0]) for figure in FIGURES)]
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(heads) - 1, 14)
    for line, row in enumerate(rows, start=1):
        sheet.write_string(line, 0, row.label)
        sheet.write_row(line, 1, [getattr(row.counts, column) for column in COLUMNS])
        for place, figure in enumerate(FIGURES, start=1 + len(COLUMNS)):
            above, below = (_cell(line, one) for one in (figure.numerator, figure.denominator))
            value = complaint_report.cell_of(figure, row.counts).ratio.value
            formula = f'=IF({below}=0,"",{above}/{below})'
            sheet.write_formula(line, place, formula, share, "" if value is None else value)


def _cell(line: int, name: str) -> str:
    return str(xl_rowcol_to_cell(line, 1 + COLUMNS.index(name)))
