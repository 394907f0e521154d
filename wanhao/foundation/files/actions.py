"""Keeping, opening and erasing files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotFound
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.files import events, queries, rules, subjects, vault
from wanhao.foundation.files.models import FileLimit, StoredFile

if TYPE_CHECKING:
    from wanhao.common.sealed_files import SealedFile
    from wanhao.foundation.accounts.models import Staff

UNPACKED_LIMIT = 400 * rules.MEGABYTE
CHUNK_BYTES = 1 << 16


@dataclass(frozen=True)
class Opened:
    """A file that may be read, with its content."""

    file: StoredFile
    content: SealedFile

    def pieces(self) -> Iterator[bytes]:
        """The content, piece by piece."""
        return self.content.read()


def keep(
    upload: UploadedFile | None,
    *,
    subject: str,
    by: Staff | Actor,
    is_for_customer: bool = False,
    field: str = "file",
) -> StoredFile:
    """Check an upload and keep it with its thing (`ticket:12`); whether this person may, their context has asked.

    Invalid (at `field`) says what is wrong with it. The content is sealed piece by piece.
    """
    kind = checked_kind(upload, field)
    assert upload is not None  # checked_kind refuses None
    file = StoredFile(
        subject=subject,
        name=rules.clean_name(upload.name or "", kind),
        kind=kind,
        size=upload.size or 0,
        sha256=_digest(upload),
        is_for_customer=is_for_customer,
        kept_by=None if isinstance(by, Actor) else by,
    )
    vault.keep(file.public_id, _from_start(upload), file.size)
    try:
        with transaction.atomic():
            file.save()
            event = events.FileKept(**_about(file), sha256=file.sha256, is_for_customer=is_for_customer)
            record(event, actor=by)
    except BaseException:
        vault.forget(file.public_id)
        raise
    return file


def keep_made(source: BinaryIO, *, name: str, kind: str, subject: str, by: Staff | Actor) -> StoredFile:
    """Keep a file the programme made itself: sealed like an upload, without its limits."""
    digest, size = sha256(), 0
    while piece := source.read(CHUNK_BYTES):
        digest.update(piece)
        size += len(piece)
    file = StoredFile(
        subject=subject,
        name=rules.clean_name(name, kind),
        kind=kind,
        size=size,
        sha256=digest.hexdigest(),
        kept_by=None if isinstance(by, Actor) else by,
    )
    source.seek(0)
    vault.keep(file.public_id, source, size)
    try:
        with transaction.atomic():
            file.save()
            record(events.FileKept(**_about(file), sha256=file.sha256, is_for_customer=False), actor=by)
    except BaseException:
        vault.forget(file.public_id)
        raise
    return file


@transaction.atomic
def let_go(public_id: str, *, reason: str, by: Actor) -> None:
    """The time of a file the programme made is over."""
    file = StoredFile.objects.select_for_update().filter(public_id=public_id).first()
    if file is not None:
        record(events.FileErased(**_about(file), reason=reason), actor=by)
        file.delete()
        transaction.on_commit(lambda: vault.forget(public_id))


def checked_kind(upload: UploadedFile | None, field: str = "file") -> str:
    """The type of an upload read from its content, if such a file of this size may be kept."""
    if upload is None or not upload.size:
        raise Invalid(**{field: _("Choose a file that is not empty.")})
    kind = rules.type_of(upload.read(rules.HEAD_BYTES))
    upload.seek(0)
    if kind == "zip":
        kind = _inside(upload, field)
    allowed = queries.limits()
    if kind not in allowed:
        names = ", ".join(str(FileLimit.Type(one).label) for one in allowed)
        raise Invalid(**{field: _("Files of this type are not kept. These are: %(types)s.") % {"types": names}})
    if upload.size > allowed[kind] * rules.MEGABYTE:
        label = FileLimit.Type(kind).label
        words = {"size": filesizeformat(upload.size), "limit": allowed[kind], "type": label}
        raise Invalid(**{field: _("This file has %(size)s; of %(type)s at most %(limit)s MB are kept.") % words})
    return kind


def _inside(upload: UploadedFile, field: str) -> str:
    """Which zip it is; one that is damaged or unpacks to too much is refused."""
    try:
        with zipfile.ZipFile(_from_start(upload)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise Invalid(**{field: _("This file is damaged: save it again and send it once more.")}) from error
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise Invalid(**{field: _("This archive unpacks to too much.")})
    return rules.office_type({part.filename for part in parts})


def _from_start(upload: UploadedFile) -> BinaryIO:
    upload.seek(0)
    return cast(BinaryIO, upload)


def _digest(upload: UploadedFile) -> str:
    digest, source = sha256(), _from_start(upload)
    while piece := source.read(CHUNK_BYTES):
        digest.update(piece)
    return digest.hexdigest()


def _about(file: StoredFile) -> dict[str, Any]:
    about = {"about": file.subject, "file": file.public_id, "kind": file.kind, "size": file.size}
    return about | subjects.facts_of(file.subject)


@transaction.atomic
def open_file(public_id: str, viewer: Staff) -> Opened:
    """A file of a thing this person may see; the look is an event."""
    return _open(queries.file_for(public_id, viewer), viewer)


@transaction.atomic
def open_for_customer(public_id: str, *, subject: str, by: Actor) -> Opened:
    """A file of the customer's own thing, if it is one the customer may see."""
    file = StoredFile.objects.filter(public_id=public_id, subject=subject, is_for_customer=True).first()
    if file is None:
        raise NotFound(_("There is no such file."))
    return _open(file, by)


def _open(file: StoredFile, by: Staff | Actor) -> Opened:
    try:
        content = vault.fetch(file.public_id)
    except FileNotFoundError as error:
        raise NotFound(_("The content of this file is gone: the data folder does not hold it.")) from error
    record(events.FileOpened(**_about(file)), actor=by)
    return Opened(file, content)


@transaction.atomic
def erase_file(public_id: str, *, reason: str, by: Staff) -> str:
    """Take away a file that should never have been kept; who did it and why stays in the trail. The thing's name."""
    file = queries.file_to_erase(public_id, by)
    reason = reason.strip()[:200]
    if not reason:
        raise Invalid(reason=_("Say why the file is erased."))
    record(events.FileErased(**_about(file), reason=reason), actor=by)
    subject = file.subject
    file.delete()
    transaction.on_commit(lambda: vault.forget(public_id))
    return subject
