"""The two passes over a list: checking every row, then writing the good ones in batches."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid
from wanhao.foundation.audit.actions import record
from wanhao.foundation.imports import vault
from wanhao.foundation.imports.events import ImportFailed, ListImported
from wanhao.foundation.imports.kinds import ImportKind, Written, import_kind
from wanhao.foundation.imports.models import ImportRun
from wanhao.foundation.imports.rows import header_of, lines_of, rows_of
from wanhao.foundation.imports.telling import tell_end

log = logging.getLogger(__name__)
PROBLEMS_SHOWN = 100


class Stopped(Exception):
    """A person cancelled it meanwhile."""


@dataclass
class Line:
    """One line of the list and what its check gave."""

    number: int
    cells: list[str]
    checked: Any = None
    problem: str = ""


@dataclass
class Rejects:
    """Rejected lines: the first for the page, all for the file."""

    header: list[str]
    shown: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    _text: io.StringIO = field(default_factory=lambda: io.StringIO(newline=""))

    def __post_init__(self) -> None:
        self._write([*self.header, _("Reason")])

    def add(self, line: Line) -> None:
        """Keep one rejected line with its reason."""
        self.count += 1
        if len(self.shown) < PROBLEMS_SHOWN:
            self.shown.append({"line": line.number, "text": line.problem})
        cells = line.cells + [""] * (len(self.header) - len(line.cells))
        self._write([*cells, line.problem])

    def _write(self, cells: list[str]) -> None:
        csv.writer(self._text).writerow([_harmless(cell) for cell in cells])

    def file(self) -> bytes:
        """The file: CSV that spreadsheets open as UTF-8."""
        return self._text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A cell a spreadsheet will not run as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") and not cell[1:].replace(" ", "").isdigit() else cell


def problem_of(invalid: Invalid, kind: ImportKind) -> str:
    """The sentences of a refused row, each behind its column's header."""
    labels = {column.key: str(column.label) for column in kind.columns}
    pairs = [(labels.get(key), str(text)) for key, text in invalid.fields.items()]
    form = _("%(column)s: %(problem)s")
    return " ".join(form % {"column": label, "problem": text} if label else text for label, text in pairs)


def checked_lines(run: ImportRun, kind: ImportKind, content: bytes, known: Any) -> Iterator[Line]:
    """Every line with what its check gave."""
    for number, cells, row in rows_of(content, run.file_type, kind.columns):
        line = Line(number, cells)
        try:
            line.checked = kind.check_row(row, known)
        except Invalid as invalid:
            line.problem = problem_of(invalid, kind)
        yield line


def batches(lines: Iterator[Line], size: int) -> Iterator[list[Line]]:
    """Lines in lists of at most `size`."""
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def begun_at(run: ImportRun) -> datetime | None:
    """When this process begins with a pass: now with a short list; a long one waits for a worker, however long."""
    return None if run.is_long else timezone.now()


def advance(run: ImportRun, **values: Any) -> None:
    """Store progress and its moment; raises Stopped when the run was cancelled meanwhile."""
    values["advanced_at"] = timezone.now()
    if not ImportRun.objects.filter(pk=run.pk, state=run.state).update(**values):
        raise Stopped
    for name, value in values.items():
        setattr(run, name, value)


def in_the_persons_words(step: Callable[[ImportRun], None], run_id: int, state: str) -> None:
    """Run one pass in the language of the person; a failure is written on the run."""
    run = ImportRun.objects.select_related("by").filter(pk=run_id, state=state).first()
    if run is None:
        return
    with translation.override(run.by.language):
        try:
            advance(run, message="")
            step(run)
        except Stopped:
            return
        except Invalid as invalid:
            fail(run, " ".join(str(text) for text in invalid.fields.values()))
        except Exception:
            log.exception("import %s broke", run.public_id)
            fail(run, _("The import broke off. What was written stays; send the same list again."))


@transaction.atomic
def fail(run: ImportRun, message: str) -> None:
    """Write down why it stopped."""
    over = {"state": ImportRun.State.FAILED, "finished_at": timezone.now()}
    if not ImportRun.objects.filter(pk=run.pk, state=run.state).update(message=message[:300], **over):
        return
    vault.forget(run.public_id, "list")
    run.state = ImportRun.State.FAILED
    record(ImportFailed(run.pk, run.kind), actor=run.by, unit=run.by.unit_id)
    tell_end(run)


def check(run_id: int) -> None:
    """First pass: count good and rejected rows, keep the reasons."""
    in_the_persons_words(_check, run_id, ImportRun.State.CHECKING)


def _check(run: ImportRun) -> None:
    kind, content = import_kind(run.kind), vault.fetch(run.public_id, "list")
    known, rejects = kind.prepare(run.by), Rejects(header_of(content, run.file_type))
    advance(run, total=max(0, sum(1 for _ in lines_of(content, run.file_type)) - 1))
    read = 0
    for batch in batches(checked_lines(run, kind, content, known), kind.batch):
        read += len(batch)
        for line in batch:
            if line.problem:
                rejects.add(line)
        advance(run, passed=read, good=read - rejects.count, bad=rejects.count)
    vault.keep(run.public_id, "rejected", rejects.file())
    advance(run, total=read, problems=rejects.shown, state=ImportRun.State.CHECKED)
    tell_end(run)


def write(run_id: int) -> None:
    """Second pass: write the good rows, one transaction a batch."""
    in_the_persons_words(_write, run_id, ImportRun.State.WRITING)


def _write(run: ImportRun) -> None:
    kind, content = import_kind(run.kind), vault.fetch(run.public_id, "list")
    known, rejects = kind.prepare(run.by), Rejects(header_of(content, run.file_type))
    sums, read = Written(), 0
    for batch in batches(checked_lines(run, kind, content, known), kind.batch):
        read += len(batch)
        with transaction.atomic():
            write_batch(kind, batch, known, run, sums)
            for line in batch:
                if line.problem:
                    rejects.add(line)
            advance(
                run,
                passed=read,
                good=read - rejects.count,
                bad=rejects.count,
                created=sums.created,
                updated=sums.updated,
                unchanged=sums.unchanged,
            )
    finish(run, sums, rejects)


def write_batch(kind: ImportKind, batch: list[Line], known: Any, run: ImportRun, sums: Written) -> None:
    """Hand the good rows of a batch to their context; what it rejects becomes a problem of the line."""
    good = [line for line in batch if not line.problem]
    if not good:
        return
    result = kind.write_rows([line.checked for line in good], known, run.by)
    sums.created += result.created
    sums.updated += result.updated
    sums.unchanged += result.unchanged
    for place, text in (result.rejected or {}).items():
        good[place].problem = str(text)


@transaction.atomic
def finish(run: ImportRun, sums: Written, rejects: Rejects) -> None:
    """Close the run, keep the rejected rows, forget the list."""
    vault.keep(run.public_id, "rejected", rejects.file())
    advance(run, problems=rejects.shown)
    advance(run, state=ImportRun.State.DONE, finished_at=timezone.now())
    vault.forget(run.public_id, "list")
    event = ListImported(run.pk, run.kind, sums.created, sums.updated, sums.unchanged, rejects.count)
    record(event, actor=run.by, unit=run.by.unit_id)
    tell_end(run)
