"""Imports from the command line: the two passes run here, with their progress; no worker is needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread

from django.db import connection
from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from wanhao.common.errors import NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.imports import actions, queries, work
from wanhao.foundation.imports.models import ImportRun

LOOK_SECONDS = 0.3
console = Console(highlight=False, soft_wrap=True)


def import_list(kind: str, file: Path, by: Staff, *, writes: bool) -> ImportRun:
    """Check the list and, unless it is a preview, write it; reasons are in the language of who imports."""
    with translation.override(by.language):
        return bring_in(kind, file, by, writes=writes)


def bring_in(kind: str, file: Path, by: Staff, *, writes: bool) -> ImportRun:
    """Both passes; rejected rows go into a file beside the list."""
    run = actions.bring_list(kind, file.name, file.read_bytes(), by=by)
    run = with_progress("Checking", work.check, run)
    if writes and run.good:
        run = with_progress("Writing", work.write, actions.begin_writing(run.public_id, by=by))
    show(run)
    if run.bad:
        beside = file.with_name(f"{file.stem}.rejected.csv")
        beside.write_bytes(queries.rejected_file(run))
        console.print(f"The rejected rows with their reasons: {beside}")
    if not writes:
        actions.cancel_import(run.public_id, by=by)
        console.print("This was a preview: nothing was written.")
    return run


def with_progress(name: str, step: Callable[[int], None], run: ImportRun) -> ImportRun:
    """Run one pass in a thread and show how far it is; refuses when it failed."""
    thread = Thread(target=closing(step), args=(run.pk,), daemon=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        task = progress.add_task(name, total=run.total or None)
        thread.start()
        while thread.is_alive():
            thread.join(LOOK_SECONDS)
            run.refresh_from_db()
            progress.update(task, completed=run.passed, total=run.total or None)
    if run.state == ImportRun.State.FAILED:
        raise NotAllowed(run.message)
    return run


def closing(step: Callable[[int], None]) -> Callable[[int], None]:
    """The pass, giving its connection back."""

    def run(run_id: int) -> None:
        try:
            step(run_id)
        finally:
            connection.close()

    return run


def show(run: ImportRun) -> None:
    """What came of it."""
    table = Table("rows", "good", "rejected", "new", "changed", "unchanged")
    figures = (run.total, run.good, run.bad, run.created, run.updated, run.unchanged)
    table.add_row(*(f"{figure:,}" for figure in figures))
    console.print(table)
