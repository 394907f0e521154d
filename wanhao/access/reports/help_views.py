"""The page of the help report, and its file."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from wanhao.access.reports import help_report
from wanhao.access.reports.actions import note_help_export
from wanhao.access.reports.help_report import COLUMNS, COUNTS, FIGURES, WORDS, HelpReportForm, Row
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.limits import at_most
from wanhao.foundation.accounts.rights import Right

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    response = HttpResponse(workbook(sheets), content_type=XLSX)
    name = f"help-{form.cleaned_data['begin']:%Y%m%d}-{form.cleaned_data['end']:%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def workbook(sheets: dict[str, list[Row]]) -> bytes:
    """One sheet for each view and one that explains; ratios are formulas over the counts."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            _write(book, name, rows)
        sheet = book.add_worksheet(_("Formulas"))
        for line, figure in enumerate(FIGURES):
            sheet.write_row(line, 0, [str(words) for words in WORDS[figure.key]])
    return memory.getvalue()


def _write(book: Any, name: str, rows: list[Row]) -> None:
    bold, share, seconds = (book.add_format(f) for f in ({"bold": True}, {"num_format": "0.0%"}, {"num_format": "0.0"}))
    sheet = book.add_worksheet(name[:31])
    heads = [name, *(str(COUNTS[column]) for column in COLUMNS), *(str(WORDS[figure.key][0]) for figure in FIGURES)]
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, len(heads) - 1, 14)
    for line, row in enumerate(rows, start=1):
        sheet.write_string(line, 0, row.label)
        sheet.write_row(line, 1, [getattr(row.counts, column) for column in COLUMNS])
        for place, figure in enumerate(FIGURES, start=1 + len(COLUMNS)):
            above, below = _cell(line, figure.numerator), _cell(line, figure.denominator)
            value = help_report.cell_of(figure, row.counts).ratio.value
            form = share if figure.is_share else seconds
            sheet.write_formula(line, place, f'=IF({below}=0,"",{above}/{below})', form, "" if value is None else value)


def _cell(line: int, name: str) -> str:
    if name == "wanted":
        return f"({_cell(line, 'asked')}-{_cell(line, 'cancelled')})"
    return str(xl_rowcol_to_cell(line, 1 + COLUMNS.index(name)))
