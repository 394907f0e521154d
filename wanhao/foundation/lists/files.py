"""What a list shows as a file, made piece by piece: CSV of any length, XLSX up to 100,000 rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from wanhao.foundation.audit.exports import PIECE_BYTES, csv_bytes, harmless
from wanhao.foundation.lists.keyset import in_order, numbers_of
from wanhao.foundation.lists.spec import Asked, Column, ListSpec

CHUNK = 1000


def chunks(spec: ListSpec, asked: Asked, columns: Sequence[Column]) -> Iterator[list[list[str]]]:
    """The rows that fit now as texts, masked as on the page."""
    rows = spec.rows(asked)
    numbers = numbers_of(rows, spec.sort_named(asked.sort), spec.by_index(asked))
    for first in range(0, len(numbers), CHUNK):
        found = in_order(rows, numbers[first : first + CHUNK])
        lines = [spec.line(row) for row in spec.prepared(found)]
        yield [[harmless(str(column.text(line))) for column in columns] for line in lines]


def csv_pieces(heads: list[str], rows: Iterator[list[list[str]]]) -> Iterator[bytes]:
    """UTF-8 with a mark, so that Excel reads Chinese."""
    yield "\ufeff".encode() + csv_bytes([heads])
    for chunk in rows:
        yield csv_bytes(chunk)


def xlsx_pieces(heads: list[str], rows: Iterator[list[list[str]]]) -> Iterator[bytes]:
    """A workbook written row by row to a temporary file."""
    with TemporaryDirectory(prefix="wanhao-list-") as folder:
        file = Path(folder) / "list.xlsx"
        with xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder}) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(heads), 22)
            sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
            number = 0
            for chunk in rows:
                for row in chunk:
                    number += 1
                    for column, text in enumerate(row):
                        sheet.write_string(number, column, text)
        with file.open("rb") as source:
            while piece := source.read(PIECE_BYTES):
                yield piece


FORMS = {
    "csv": (csv_pieces, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_pieces, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
