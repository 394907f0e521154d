"""Files for tests."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.accounts import make_staff
from tests.factories.tickets import make_ticket
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.files import actions
from wanhao.foundation.files.models import StoredFile

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 600


def upload(name: str = "photo.png", content: bytes = PNG) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def make_file(by: Staff, *, is_for_customer: bool = False) -> StoredFile:
    """A picture at a ticket of this person."""
    subject = f"ticket:{make_ticket(by).pk}"
    return actions.keep(upload(), subject=subject, by=by, is_for_customer=is_for_customer)


def file_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a file at a ticket of the unit."""
    return {"public_id": make_file(make_staff(unit=unit)).public_id}


def own_file_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A file the viewer kept, or one of a foreign unit."""
    if viewer.unit_id != unit.pk:
        return file_address(unit, viewer)
    subject = f"ticket:{make_ticket(make_staff(unit=unit)).pk}"
    return {"public_id": actions.keep(upload(), subject=subject, by=viewer).public_id}


def ticket_files_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """Where files are added to a ticket of the unit."""
    return {"kind": "ticket", "key": make_ticket(make_staff(unit=unit)).number}
