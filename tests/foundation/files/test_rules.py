"""What a file is by its content, and how its name is cleaned."""

from __future__ import annotations

import pytest

from wanhao.foundation.files import rules


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"RIFF\x00\x00\x00\x00WEBP", "webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", "wav"),
        (b"\x00\x00\x00\x18ftypmp42", "mp4"),
        ("光衰 24 分贝".encode(), "txt"),
        ("光衰 24 分贝".encode("gb18030"), "txt"),
        ("光".encode() * 1400, "txt"),  # cut in the middle of a character below
        (b"MZ\x90\x00\x03", ""),  # a programme
        (b"#!/bin/sh\nrm -rf /\n", "txt"),  # kept as what it is: text
        (b"", ""),
    ],
)
def test_the_type_is_read_from_the_content(head: bytes, kind: str) -> None:
    assert rules.type_of(head[: rules.HEAD_BYTES]) == kind


@pytest.mark.parametrize(
    ("name", "kind", "clean"),
    [
        ("photo.PNG", "png", "photo.png"),
        ("照片 1.jpeg", "jpg", "照片 1.jpeg"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\windows\\bill.exe", "png", "bill.png"),  # the ending says something else
        ("invoice.pdf.exe", "pdf", "invoice.pdf.pdf"),
        ("光猫 v2.1 说明", "txt", "光猫 v2.1 说明.txt"),  # what follows the dot is no ending
        ("a\u202egnp.exe", "png", "agnp.png"),  # no characters that turn the writing round
        ("\x00\n", "png", "file.png"),
        ("x" * 300 + ".png", "png", "x" * 96 + ".png"),
        ("<script>.txt", "txt", "_script_.txt"),
    ],
)
def test_a_name_leads_nowhere_and_ends_as_the_content_is(name: str, kind: str, clean: str) -> None:
    assert rules.clean_name(name, kind) == clean
    assert len(clean) <= rules.NAME_LIMIT


def test_office_documents_are_told_from_archives() -> None:
    assert rules.office_type({"xl/workbook.xml", "x"}) == "xlsx"
    assert rules.office_type({"word/document.xml"}) == "docx"
    assert rules.office_type({"readme.txt"}) == "zip"
