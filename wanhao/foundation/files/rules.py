"""What a file is, read from its first bytes and never believed from its name, and how its name is cleaned."""

from __future__ import annotations

import re
import unicodedata

HEAD_BYTES = 4096
NAME_LIMIT = 100
MEGABYTE = 1 << 20
SIGNATURES = (
    ("png", 0, b"\x89PNG\r\n\x1a\n"),
    ("jpg", 0, b"\xff\xd8\xff"),
    ("gif", 0, b"GIF8"),
    ("webp", 8, b"WEBP"),
    ("pdf", 0, b"%PDF-"),
    ("wav", 8, b"WAVE"),
    ("mp3", 0, b"ID3"),
    ("mp3", 0, b"\xff\xfb"),
    ("mp4", 4, b"ftyp"),
    ("zip", 0, b"PK\x03\x04"),
)
CONTENT_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "txt": "text/plain; charset=utf-8",
}
# What may be kept, and up to how many megabytes, until an administrator says otherwise.
USUAL_MEGABYTES = {
    "png": 20,
    "jpg": 20,
    "gif": 10,
    "webp": 20,
    "pdf": 50,
    "wav": 100,
    "mp3": 50,
    "mp4": 300,
    "docx": 20,
    "xlsx": 20,
    "txt": 5,
}
PICTURES = frozenset({"png", "jpg", "gif", "webp"})
ENDINGS = {"jpg": ("jpg", "jpeg"), "txt": ("txt", "csv", "log", "md"), "mp4": ("mp4", "m4a", "mov")}


def type_of(head: bytes) -> str:
    """png, jpg, …, zip, txt for text, or '' for what we do not know; `head` is the first 4 KiB of the file.

    An office document is a zip as well: which of them is said by `office_type` once its parts are known.
    """
    for kind, place, signature in SIGNATURES:
        if head[place : place + len(signature)] == signature:
            return kind
    return "txt" if head and _is_text(head) else ""


def _is_text(head: bytes) -> bool:
    """Text in UTF-8 or GB18030, without the control characters that only programs and pictures have."""
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", head):
        return False
    return any(_decodes(head[: len(head) - cut], coding) for coding in ("utf-8", "gb18030") for cut in range(4))


def _decodes(content: bytes, coding: str) -> bool:
    try:
        content.decode(coding)
    except UnicodeDecodeError:
        return False
    return True


def office_type(parts: set[str]) -> str:
    """docx, xlsx or zip, by the names of a zip's parts."""
    if "xl/workbook.xml" in parts:
        return "xlsx"
    return "docx" if "word/document.xml" in parts else "zip"


def clean_name(name: str, kind: str) -> str:
    """A name that leads nowhere and ends as the content is: `C:\\\\x\\\\账单.exe` with a PNG inside → `账单.png`."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] not in "CZ" or sign == " ")
    stem, _dot, ending = re.sub(r'[<>:"|?*]', "_", plain).strip(". ").rpartition(".")
    if ending.lower() in ENDINGS.get(kind, (kind,)):
        return f"{_short(stem, ending)}.{ending.lower()}"
    # an ending that says something else is taken off, as long as it looks like one
    whole = stem if stem and re.fullmatch(r"[A-Za-z0-9]{1,8}", ending) else f"{stem}.{ending}".strip(".")
    return f"{_short(whole, kind)}.{kind}"


def _short(stem: str, ending: str) -> str:
    return stem[: NAME_LIMIT - len(ending) - 1].strip(". ") or "file"
