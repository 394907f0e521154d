"""Addresses of customers' pages for the rights table."""

from __future__ import annotations

from typing import Any

from tests.factories.customers import TEST, make_party
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.records.customers import actions


def customer_page_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A customer of the unit."""
    return {"public_id": make_party(region=unit.region or unit, unit=unit).public_id}


def edit_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The consent of a customer of the unit."""
    return customer_page_address(unit, viewer) | {"name": "consent"}


def removal_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """An address of a customer of the unit, to be removed."""
    party = make_party(region=unit.region or unit, unit=unit)
    home = actions.add_address(party.pk, "home", "东江市滨河区金桂路 1 号", by=TEST)
    return {"public_id": party.public_id, "kind": "address", "row_id": home.pk}
