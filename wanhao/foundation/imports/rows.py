"""Reading lists: CSV in UTF-8 or GB18030, or the first sheet of an XLSX, row by row, headers matched to columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid
from wanhao.foundation.imports.kinds import Column

Row = dict[str, str]


def text_of(content: bytes) -> str:
    """Decoded text: UTF-8 if it is, otherwise GB18030, as Chinese spreadsheets save."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise Invalid(file=_("The text is neither UTF-8 nor GB18030: save the list as CSV UTF-8 or XLSX.")) from error


def csv_lines(content: bytes) -> Iterator[list[str]]:
    """The lines of a CSV; the header decides between comma, semicolon and tab."""
    text = text_of(content)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def cell_text(value: Any) -> str:
    """A cell as a person reads it: whole numbers without .0, days as 2026-11-22."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def xlsx_lines(content: bytes) -> Iterator[list[str]]:
    """The lines of the first sheet."""
    from openpyxl import load_workbook  # large, and most lists are CSV

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever it meets in a damaged file
        raise Invalid(file=_("The XLSX file cannot be opened: save it again and send it once more.")) from error
    try:
        for cells in book.worksheets[0].iter_rows(values_only=True):
            yield [cell_text(cell) for cell in cells]
    finally:
        book.close()


def positions(header: list[str], columns: Sequence[Column]) -> dict[int, str]:
    """Which position holds which column; Invalid names required columns that are missing."""
    known = {}
    for column in columns:
        for name in (column.key, str(column.label), *column.also):
            known[_plain(name)] = column.key
    found = {place: known[_plain(name)] for place, name in enumerate(header) if _plain(name) in known}
    missing = [str(column.label) for column in columns if column.is_required and column.key not in found.values()]
    if missing:
        raise Invalid(file=_("The first line lacks the columns: %(names)s.") % {"names": ", ".join(missing)})
    return found


def _plain(name: str) -> str:
    return name.strip().strip("*").strip().casefold().replace(" ", "_")


def lines_of(content: bytes, file_type: str) -> Iterator[list[str]]:
    """The lines of a list as texts."""
    return xlsx_lines(content) if file_type == "xlsx" else csv_lines(content)


def rows_of(content: bytes, file_type: str, columns: Sequence[Column]) -> Iterator[tuple[int, list[str], Row]]:
    """(line number, cells as they stand, {column key: text}) for every line that is not empty."""
    lines = lines_of(content, file_type)
    header = next(lines, None)
    if header is None:
        raise Invalid(file=_("The list is empty."))
    places = positions(header, columns)
    for number, cells in enumerate(lines, start=2):
        if any(cell.strip() for cell in cells):
            filled = dict.fromkeys((column.key for column in columns), "")
            filled.update({key: cells[place].strip() for place, key in places.items() if place < len(cells)})
            yield number, cells, filled


def header_of(content: bytes, file_type: str) -> list[str]:
    """The first line."""
    return next(lines_of(content, file_type), [])
