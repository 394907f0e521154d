"""The filtered trail as a file, made piece by piece: CSV of any length, XLSX up to 100,000 events."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from asgiref.sync import sync_to_async
from django.db import connections
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.sentences import Teller
from wanhao.foundation.audit.subjects import Namer

MOST_XLSX_ROWS = 100_000
PIECE_BYTES = 1 << 16
Chunks = Iterable[list[StoredEvent]]


def heads() -> list[str]:
    """The first line."""
    return [
        _("Event number"),
        _("Time"),
        _("Event"),
        _("Details"),
        _("About"),
        _("By"),
        _("Unit"),
        pgettext("thing", "Name"),
        _("Data"),
    ]


def lines(chunks: Chunks) -> Iterator[list[list[str]]]:
    """The events as texts, chunk by chunk."""
    for chunk in chunks:
        teller, namer = Teller(), Namer()
        yield [line_of(event, teller, namer) for event in chunk]


def line_of(event: StoredEvent, teller: Teller, namer: Namer) -> list[str]:
    """One event as texts; none of them can be taken for a formula."""
    texts = [
        str(event.id),
        timezone.localtime(event.at).isoformat(sep=" ", timespec="milliseconds"),
        teller.title(event),
        teller.detail(event),
        namer.label(event.subject),
        teller.actor(event),
        event.unit.name if event.unit else "",
        event.name,
        json.dumps(event.data, ensure_ascii=False),
    ]
    return [harmless(text) for text in texts]


def harmless(text: str) -> str:
    """A text that a spreadsheet does not run."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def csv_pieces(chunks: Chunks) -> Iterator[bytes]:
    """UTF-8 with a mark, so that Excel reads Chinese."""
    yield "\ufeff".encode() + csv_bytes([heads()])
    for rows in lines(chunks):
        yield csv_bytes(rows)


def csv_bytes(rows: list[list[str]]) -> bytes:
    """Rows as CSV."""
    memory = io.StringIO()
    csv.writer(memory).writerows(rows)
    return memory.getvalue().encode()


def xlsx_pieces(chunks: Chunks) -> Iterator[bytes]:
    """A workbook written row by row to a temporary file."""
    with TemporaryDirectory(prefix="wanhao-audit-") as folder:
        file = Path(folder) / "trail.xlsx"
        with xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder}) as book:
            sheet = book.add_worksheet(_("Audit trail"))
            sheet.freeze_panes(1, 0)
            sheet.set_column(1, 6, 24)
            sheet.write_row(0, 0, heads(), book.add_format({"bold": True}))
            number = 0
            for rows in lines(chunks):
                for row in rows:
                    number += 1
                    for column, text in enumerate(row):
                        sheet.write_string(number, column, text)
        with file.open("rb") as source:
            while piece := source.read(PIECE_BYTES):
                yield piece


async def unhurried(pieces: Iterator[bytes], language: str) -> AsyncIterator[bytes]:
    """Take each piece in a thread that gives its database connection back."""

    def take() -> bytes | None:
        try:
            with translation.override(language):
                return next(pieces, None)
        finally:
            connections.close_all()

    while (piece := await sync_to_async(take, thread_sensitive=False)()) is not None:
        yield piece
