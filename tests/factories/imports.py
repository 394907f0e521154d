"""A kind of list for tests: fruit, with its colour."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.accounts import make_staff
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.foundation.imports import vault
from wanhao.foundation.imports.actions import receive_list
from wanhao.foundation.imports.kinds import Column, ImportKind, Written, register_import
from wanhao.foundation.imports.models import ImportRun

BASKET: dict[str, str] = {}


def check_fruit(row: dict[str, str], known: set[str]) -> tuple[str, str]:
    """Only known colours."""
    if row["colour"] not in known:
        raise Invalid(colour="Choose red or green.")
    return row["name"], row["colour"]


def write_fruit(checked: list[tuple[str, str]], known: set[str], by: Staff) -> Written:
    """Put them into the basket; a durian is refused while writing."""
    written = Written(rejected={})
    for place, (name, colour) in enumerate(checked):
        if name == "durian":
            written.rejected[place] = "Not in this house."  # type: ignore[index]
        elif BASKET.get(name) == colour:
            written.unchanged += 1
        else:
            written.created += name not in BASKET
            written.updated += name in BASKET
            BASKET[name] = colour
    return written


def register_fruit() -> None:
    """Offer the kind, with an empty basket."""
    BASKET.clear()
    columns = (
        Column("name", "Name", also=("名称",), is_required=True, example="apple"),
        Column("colour", "Colour", also=("颜色",), is_required=True, example="red"),
    )
    register_import(
        ImportKind(
            "fruit",
            "Fruit",
            Right.IMPORT_CUSTOMERS,
            columns,
            prepare=lambda by: {"red", "green"},
            check_row=check_fruit,
            write_rows=write_fruit,
            batch=2,
        )
    )


def fruit_file(text: str, *, encoding: str = "utf-8", name: str = "fruit.csv") -> SimpleUploadedFile:
    """An upload."""
    return SimpleUploadedFile(name, text.encode(encoding))


def import_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A list of the viewer's own, or of somebody in a foreign unit."""
    register_fruit()
    owner = viewer if viewer.unit_id == unit.pk else make_staff(Role.DATA_MAINTAINER, unit=unit)
    run = ImportRun.objects.create(
        kind="fruit", by=owner, file_name="fruit.csv", file_type="csv", file_size=9, state="checked", good=1, total=1
    )
    vault.keep(run.public_id, "list", b"name,colour\napple,red\n")
    vault.keep(run.public_id, "rejected", b"name,colour\n")
    return {"public_id": run.public_id}


def fruit_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The page of the kind."""
    register_fruit()
    return {"kind": "fruit"}


def received(text: str, *, by: Staff, **more: Any) -> Any:
    """A fruit list handed in."""
    return receive_list("fruit", fruit_file(text, **more), by=by)
