"""Entries of the change-tracking list for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from tests.factories.accounts import make_staff
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.management.changes import actions
from wanhao.management.changes.models import Entry


def make_entry(by: Staff | None = None, *, title: str = "合约期内降档规则", due_on: date | None = None) -> Entry:
    """An entry owned by who makes it, due in a week."""
    by = by or make_staff(Role.DUTY_LEADER)
    due_on = due_on or localdate() + timedelta(days=7)
    return actions.open_entry(actions.EntryDetails(title, by, due_on, "客户常问"), by=by)


def entry_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The page of an entry of the unit."""
    return {"public_id": make_entry(make_staff(Role.DUTY_LEADER, unit=unit)).public_id}


def entry_act_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """An act on an entry of the unit."""
    return entry_address(unit, viewer) | {"name": "start"}
