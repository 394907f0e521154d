"""Receive a list, let it be written, or stop it."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.foundation.imports import jobs, queries, vault, work
from wanhao.foundation.imports.events import ImportCancelled, ListUploaded
from wanhao.foundation.imports.kinds import ImportKind, import_kind
from wanhao.foundation.imports.models import ImportRun
from wanhao.foundation.imports.rows import header_of, positions
from wanhao.foundation.imports.uploads import checked_upload, safe_name, type_of

MEGABYTES = 60


def receive_list(kind_name: str, file: UploadedFile | None, *, by: Staff) -> ImportRun:
    """Take the file and check every row: a short list at once, a long one as a job."""
    kind = import_kind(kind_name)
    if not by.may(kind.right):
        raise Forbidden(_("Your roles do not include this import."))
    name, content, file_type = checked_upload(file, allowed=("csv", "xlsx"), megabytes=MEGABYTES)
    with transaction.atomic():
        run = _keep_list(kind, name, content, file_type, by)
        if run.is_long:
            jobs.check_list.defer(run_id=run.pk)
    if not run.is_long:
        work.check(run.pk)
    return run


@transaction.atomic
def bring_list(kind_name: str, file_name: str, content: bytes, *, by: Staff) -> ImportRun:
    """Take a list without a worker: the caller runs `work.check` and `work.write` itself."""
    kind = import_kind(kind_name)
    if not by.may(kind.right):
        raise Forbidden(_("Your roles do not include this import."))
    file_type = type_of(content)
    if file_type not in ("csv", "xlsx"):
        raise Invalid(file=_("The list must be CSV or XLSX."))
    return _keep_list(kind, safe_name(file_name), content, file_type, by)


def _keep_list(kind: ImportKind, name: str, content: bytes, file_type: str, by: Staff) -> ImportRun:
    positions(header_of(content, file_type), kind.columns)
    run = ImportRun(kind=kind.kind, by=by, file_name=name, file_type=file_type, file_size=len(content))
    run.advanced_at = work.begun_at(run)
    run.save()
    vault.keep(run.public_id, "list", content)
    record(ListUploaded(run.pk, kind.kind, len(content)), actor=by, unit=by.unit_id)
    return run


@transaction.atomic
def begin_writing(public_id: str, *, by: Staff) -> ImportRun:
    """Mark a checked list as being written, for whoever brought it with `bring_list`."""
    run = queries.run_to_change(public_id, by)
    if run.state != ImportRun.State.CHECKED or not run.good:
        raise NotAllowed(_("This list is not waiting to be written."))
    run.state, run.passed, run.advanced_at = ImportRun.State.WRITING, 0, work.begun_at(run)
    run.save(update_fields=["state", "passed", "advanced_at"])
    return run


def write_list(public_id: str, *, by: Staff) -> ImportRun:
    """Write the good rows of a checked list."""
    with transaction.atomic():
        run = begin_writing(public_id, by=by)
        if run.is_long:
            jobs.write_list.defer(run_id=run.pk)
    if not run.is_long:
        work.write(run.pk)
    return run


@transaction.atomic
def cancel_import(public_id: str, *, by: Staff) -> ImportRun:
    """Stop it; rows already written stay, and the same list may be sent again."""
    run = queries.run_to_change(public_id, by)
    if run.state not in (*ImportRun.RUNNING, ImportRun.State.CHECKED):
        raise NotAllowed(_("This import is over already."))
    run.state, run.finished_at = ImportRun.State.CANCELLED, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    vault.forget(run.public_id, "list")
    record(ImportCancelled(run.pk, run.kind), actor=by, unit=by.unit_id)
    return run
