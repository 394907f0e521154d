"""Lists for tests: views and acts on many."""

from __future__ import annotations

from typing import Any

from tests.factories.accounts import make_staff
from tests.factories.tickets import make_ticket
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.lists.models import ListRun, SavedView


def _owner(unit: Unit, viewer: Staff) -> Staff:
    return viewer if viewer.unit_id == unit.pk else make_staff(unit=unit)


def view_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A view of the viewer's own, or of somebody in a foreign unit."""
    owner = _owner(unit, viewer)
    view = SavedView.objects.create(list_name="tickets", name="x", owner=owner, unit=owner.unit)
    return {"public_id": view.public_id}


def run_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """An act on many of the viewer's own, or of somebody in a foreign unit."""
    ticket = make_ticket(make_staff(unit=unit))
    items = [[ticket.pk, ticket.version]]
    run = ListRun.objects.create(list_name="tickets", act="tags", by=_owner(unit, viewer), items=items)
    return {"public_id": run.public_id}


def list_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The list of tickets."""
    return {"name": "tickets"}


def list_file_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The file of the list of tickets."""
    return {"name": "tickets", "form": "csv"}
