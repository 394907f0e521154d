"""The report as an XLSX file: ratios are formulas over the counts, so that every figure can be checked."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from wanhao.access.reports import rules, wording
from wanhao.access.reports.tables import Row

COLUMNS = [field.name for field in fields(rules.Counts)]


def workbook(title: str, sheets: dict[str, Iterable[Row]]) -> bytes:
    """A workbook with one sheet per view and one that explains the formulas."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        book.set_properties({"title": title})
        for name, rows in sheets.items():
            _write_rows(book, name, list(rows))
        _write_formulas(book)
    return memory.getvalue()


def _write_rows(book: Any, name: str, rows: list[Row]) -> None:
    bold, share, seconds = (book.add_format(f) for f in ({"bold": True}, {"num_format": "0.0%"}, {"num_format": "0.0"}))
    sheet = book.add_worksheet(name[:31])
    heads = [_("Interval or queue"), *(_count_name(column) for column in COLUMNS)]
    heads += [str(wording.FIGURES[figure.key][0]) for figure in rules.FIGURES]
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, len(heads) - 1, 12)
    for line, row in enumerate(rows, start=1):
        sheet.write_string(line, 0, row.label)
        sheet.write_row(line, 1, [getattr(row.counts, column) for column in COLUMNS])
        for place, figure in enumerate(rules.FIGURES, start=1 + len(COLUMNS)):
            above, below = _cell(line, figure.numerator), _cell(line, figure.denominator)
            formula = f'=IF({below}=0,"",{above}/{below})'
            value = figure.of(row.counts).value
            sheet.write_formula(
                line, place, formula, share if figure.is_share else seconds, "" if value is None else value
            )


def _cell(line: int, name: str) -> str:
    if name == "decided":
        return f"({_cell(line, 'offered')}-{_cell(line, 'waiting')})"
    return str(xl_rowcol_to_cell(line, 1 + COLUMNS.index(name)))


def _count_name(column: str) -> str:
    return str(wording.SUMS.get(column) or wording.COUNTS[column])


def _write_formulas(book: Any) -> None:
    sheet = book.add_worksheet(_("Formulas"))
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    for line, figure in enumerate(rules.FIGURES):
        name, formula = wording.FIGURES[figure.key]
        sheet.write_string(line, 0, str(name))
        sheet.write_string(line, 1, str(formula))
