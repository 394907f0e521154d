"""Reports as spreadsheets: counts as they are, figures as formulas over them, so that every one can be checked."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

if TYPE_CHECKING:
    from wanhao.access.reports.rules import Figure

WIDTH = 14


class Line(Protocol):
    """A row of a report."""

    @property
    def label(self) -> str: ...
    @property
    def counts(self) -> Any: ...


@dataclass(frozen=True)
class Layout:
    """What stands in the columns: counts by name, figures with name and formula; `differences` are two counts."""

    columns: Sequence[str]
    counts: Mapping[str, object]
    figures: Sequence[Figure]
    words: Mapping[str, tuple[object, object]]
    differences: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    label_width: int = 28

    def cell(self, line: int, name: str) -> str:
        """The address of a count, or the difference of two."""
        if name in self.differences:
            more, less = self.differences[name]
            return f"({self.cell(line, more)}-{self.cell(line, less)})"
        return str(xl_rowcol_to_cell(line, 1 + self.columns.index(name)))


def workbook(sheets: Mapping[str, Sequence[Line]], layout: Layout) -> bytes:
    """One sheet for each view and one that explains."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            _write(book, name, rows, layout)
        sheet = book.add_worksheet(_("Formulas"))
        for line, figure in enumerate(layout.figures):
            sheet.write_row(line, 0, [str(words) for words in layout.words[figure.key]])
    return memory.getvalue()


def _write(book: Any, name: str, rows: Sequence[Line], layout: Layout) -> None:
    bold, share, plain = (book.add_format(f) for f in ({"bold": True}, {"num_format": "0.0%"}, {"num_format": "0.0"}))
    sheet = book.add_worksheet(name[:31])
    heads = [str(layout.counts[column]) for column in layout.columns]
    heads = [name, *heads, *(str(layout.words[figure.key][0]) for figure in layout.figures)]
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, layout.label_width)
    sheet.set_column(1, len(heads) - 1, WIDTH)
    for line, row in enumerate(rows, start=1):
        sheet.write_string(line, 0, row.label)
        sheet.write_row(line, 1, [getattr(row.counts, column) for column in layout.columns])
        for place, figure in enumerate(layout.figures, start=1 + len(layout.columns)):
            above, below = layout.cell(line, figure.numerator), layout.cell(line, figure.denominator)
            value = figure.of(row.counts).value
            form = share if figure.is_share else plain
            sheet.write_formula(line, place, f'=IF({below}=0,"",{above}/{below})', form, "" if value is None else value)
