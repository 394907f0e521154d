"""Agents on a floor, contacts that wait and messages, for tests."""

from __future__ import annotations

from typing import Any

from tests.factories.accounts import make_staff
from tests.factories.routing import make_agent, make_queue
from tests.factories.scenes import call_comes
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.management.floor import actions
from wanhao.management.floor.models import Message


def agent_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The card of an agent of the unit."""
    staff = make_staff(unit=unit)
    make_agent(make_queue(unit=unit), staff=staff)
    return {"number": staff.staff_number}


def waiting_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A contact that waits in a queue of the unit."""
    return {"public_id": call_comes(make_queue(unit=unit)).public_id}


def make_message(to: Staff, text: str = "请先接听投诉队列") -> Message:
    """A leader's message at an agent who is enrolled by it."""
    make_agent(make_queue(unit=to.unit), staff=to)
    return actions.message_agent(to.staff_number, text, by=make_staff(Role.DUTY_LEADER, unit=to.unit))


def message_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A message for the viewer; in a foreign unit, for somebody else."""
    to = viewer if viewer.unit_id == unit.pk else make_staff(unit=unit)
    return {"public_id": make_message(to).public_id}
