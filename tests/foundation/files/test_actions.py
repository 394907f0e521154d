"""Files are checked, sealed, opened within reach, and every look is kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.files import PNG, make_file, upload
from tests.factories.tickets import make_ticket
from wanhao.common.errors import Invalid, NotFound
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.files import actions, jobs, vault
from wanhao.foundation.files.models import FileLimit, StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setattr(vault, "folder", lambda: tmp_path)
    return tmp_path


def names_of(subject: str) -> list[str]:
    told = StoredEvent.objects.filter(subject=subject, name__startswith="files.").order_by("id")
    return list(told.values_list("name", flat=True))


def test_a_file_is_sealed_and_opened_as_it_was(data: Path) -> None:
    staff = make_staff()
    file = make_file(staff)
    stored = vault.place(file.public_id).read_bytes()
    assert PNG[:64] not in stored
    assert PNG[-64:] not in stored
    opened = actions.open_file(file.public_id, staff)
    assert b"".join(opened.pieces()) == PNG
    assert opened.file.name == "photo.png"
    assert names_of(file.subject) == ["files.FileKept", "files.FileOpened"]


def test_who_may_not_see_the_thing_gets_no_file_and_no_event() -> None:
    file = make_file(make_staff())
    with pytest.raises(NotFound):
        actions.open_file(file.public_id, make_staff(unit=make_unit()))
    assert names_of(file.subject) == ["files.FileKept"]


def test_the_customer_gets_only_what_is_meant_for_them() -> None:
    staff, customer = make_staff(), Actor.customer(None)
    inside, outside = make_file(staff), make_file(staff, is_for_customer=True)
    assert actions.open_for_customer(outside.public_id, subject=outside.subject, by=customer).file == outside
    with pytest.raises(NotFound):
        actions.open_for_customer(inside.public_id, subject=inside.subject, by=customer)
    with pytest.raises(NotFound):  # another thing's file
        actions.open_for_customer(outside.public_id, subject=inside.subject, by=customer)


def packed(**parts: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as packing:
        for name, content in parts.items():
            packing.writestr(name, content)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", b"MZ\x90\x00\x03\x00programme"),  # the name is not believed
        ("empty.png", b""),
        ("archive.zip", packed(a=b"x")),  # switched off at first
        ("damaged.xlsx", b"PK\x03\x04 not really"),
        ("big.txt", b"text " * (1 << 20) + b"more"),  # above its 5 MB
    ],
)
def test_what_is_not_kept(name: str, content: bytes, data: Path) -> None:
    staff = make_staff()
    subject = f"ticket:{make_ticket(staff).pk}"
    with pytest.raises(Invalid):
        actions.keep(upload(name, content), subject=subject, by=staff)
    assert not StoredFile.objects.exists()
    assert not [file for file in data.rglob("*") if file.is_file()]


def test_an_administrator_changes_what_may_be_kept() -> None:
    staff = make_staff()
    subject = f"ticket:{make_ticket(staff).pk}"
    FileLimit.objects.update_or_create(kind="zip", defaults={"is_allowed": True})
    assert actions.keep(upload("a.zip", packed(a=b"x")), subject=subject, by=staff).kind == "zip"
    FileLimit.objects.update_or_create(kind="png", defaults={"is_allowed": False})
    with pytest.raises(Invalid):
        actions.keep(upload(), subject=subject, by=staff)


def test_erasing_leaves_only_the_trail(django_capture_on_commit_callbacks: Any) -> None:
    staff = make_staff()
    file = make_file(staff)
    with pytest.raises(NotFound):
        actions.erase_file(file.public_id, reason="x", by=make_staff(unit=staff.unit))
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_file(file.public_id, reason="别人的身份证", by=staff)
    assert not vault.place(file.public_id).exists()
    assert names_of(file.subject)[-1] == "files.FileErased"


def test_the_night_removes_what_broke_off(monkeypatch: pytest.MonkeyPatch) -> None:
    known = make_file(make_staff())
    vault.keep("zz23456789abcdef", io.BytesIO(b"x"), 1)
    jobs.keep_house(0)
    assert vault.place("zz23456789abcdef").exists()  # perhaps it is still being written
    monkeypatch.setattr(jobs, "STRAY_SECONDS", -1)
    jobs.keep_house(0)
    assert not vault.place("zz23456789abcdef").exists()
    assert vault.place(known.public_id).exists()


def test_in_the_browser() -> None:
    staff = make_staff()
    ticket, client = make_ticket(staff), signed_in(staff)
    address = reverse("files:add", args=["ticket", ticket.number])
    answer = client.post(address, {"file": [upload("现场.png"), upload("坏.exe", b"MZ\x00")]}, follow=True)
    assert "现场.png" in answer.content.decode()
    file = StoredFile.objects.get(subject=f"ticket:{ticket.pk}")
    response = client.get(reverse("files:file", args=[file.public_id]))
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("inline")
    assert signed_in(make_staff(unit=make_unit())).get(reverse("files:file", args=[file.public_id])).status_code == 404
