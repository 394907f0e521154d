"""Checks on uploaded files: size, name, and the type read from the content, never from the name alone."""

from __future__ import annotations

import io
import re
import zipfile

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid

MEGABYTE = 1024 * 1024
UNPACKED_LIMIT = 400 * MEGABYTE
SIGNATURES = (
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", b"\xff\xd8\xff"),
    ("pdf", b"%PDF-"),
    ("wav", b"RIFF"),
    ("zip", b"PK\x03\x04"),
)


def safe_name(name: str) -> str:
    """The last part of a file name without anything that could lead elsewhere; at most 100 characters."""
    last = re.split(r"[\\/]", name)[-1]
    clean = re.sub(r"[^\w.() \-\u4e00-\u9fff]", "_", last).strip(". ")
    return clean[-100:] or "file"


def type_of(content: bytes) -> str:
    """png, jpg, pdf, wav, xlsx, zip, csv (any text), or an empty string."""
    for kind, signature in SIGNATURES:
        if content.startswith(signature):
            if kind == "wav":
                return "wav" if content[8:12] == b"WAVE" else ""
            return _inside(content) if kind == "zip" else kind
    return "csv" if content and b"\0" not in content[:4096] else ""


def _inside(content: bytes) -> str:
    """What a zip holds: xlsx, other (zip), or nothing that may be opened when it unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED_LIMIT:
                return ""
            return "xlsx" if "xl/workbook.xml" in packed.namelist() else "zip"
    except zipfile.BadZipFile:
        return ""


def checked_upload(
    file: UploadedFile | None, *, allowed: tuple[str, ...], megabytes: int = 20, field: str = "file"
) -> tuple[str, bytes, str]:
    """(safe name, content, type) of an upload; Invalid says what to bring instead."""
    if file is None or not file.name or not file.size:
        raise Invalid(**{field: _("Choose a file that is not empty.")})
    if file.size > megabytes * MEGABYTE:
        raise Invalid(**{field: _("The file is larger than %(limit)s MB: split it.") % {"limit": megabytes}})
    content = file.read()
    kind = type_of(content)
    if kind not in allowed:
        names = ", ".join(name.upper() for name in allowed)
        raise Invalid(**{field: _("This file is not one of: %(types)s. Save it in that format.") % {"types": names}})
    return safe_name(file.name), content, kind
