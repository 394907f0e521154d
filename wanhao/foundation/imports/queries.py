"""Reading imports: everybody sees their own."""

from __future__ import annotations

from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.imports import vault
from wanhao.foundation.imports.kinds import import_kind
from wanhao.foundation.imports.models import ImportRun
from wanhao.foundation.imports.rows import Row, rows_of


def my_runs(viewer: Staff) -> QuerySet[ImportRun]:
    """The imports of this person, newest first."""
    return ImportRun.objects.filter(by=viewer)


def my_run(public_id: str, viewer: Staff) -> ImportRun:
    """One import of this person."""
    run = my_runs(viewer).filter(public_id=public_id).first()
    if run is None:
        raise NotFound(_("There is no such import of yours."))
    return run


def run_to_change(public_id: str, by: Staff) -> ImportRun:
    """The same, locked."""
    run = my_runs(by).select_for_update().filter(public_id=public_id).first()
    if run is None:
        raise NotFound(_("There is no such import of yours."))
    return run


def first_rows(run: ImportRun, count: int = 5) -> list[Row]:
    """The first rows of the list, as they will be read."""
    content = vault.fetch(run.public_id, "list")
    if not content:
        return []
    return [row for _, _, row in islice(rows_of(content, run.file_type, import_kind(run.kind).columns), count)]


def rejected_file(run: ImportRun) -> bytes:
    """The rejected rows with their reasons, as CSV."""
    return vault.fetch(run.public_id, "rejected")
