"""Notices for tests."""

from __future__ import annotations

from typing import Any

from tests.factories.accounts import make_staff
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.notices.models import Notice


def make_notice(
    staff: Staff | None = None, *, level: str = Notice.Level.INFORMATION, link: str = "", number: int = 1
) -> Notice:
    """A notice to somebody."""
    return notify(staff or make_staff(), f"工单 {number} 转给了您", f"Ticket {number} is yours", level=level, link=link)


def notice_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The viewer's own notice; in a foreign unit, somebody else's."""
    person = viewer if viewer.unit_id == unit.pk else make_staff(unit=unit)
    return {"public_id": make_notice(person).public_id}
