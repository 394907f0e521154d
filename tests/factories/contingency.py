"""Teams, plans and emergencies for tests."""

from __future__ import annotations

from typing import Any

from tests.factories.accounts import make_staff
from tests.factories.contacts import TEST
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.management.contingency import actions, writing
from wanhao.management.contingency.models import Emergency, EmergencyTeam, Plan


def make_team(unit: Unit, *members: Staff, number: str = "", **facts: Any) -> EmergencyTeam:
    """A team of these members (one agent of the unit when none is given)."""
    people = members or (make_staff(unit=unit),)
    usual = {"name_zh": "应急小组", "name_en": "Emergency team", "unit": unit, "attempts": 2, "pause_seconds": 5}
    return writing.write_team(
        usual | facts, [{"staff": person, "task": "", "number": number} for person in people], by=TEST
    )


def make_plan(unit: Unit, *members: Staff, steps: int = 2, **facts: Any) -> Plan:
    """A plan with some steps."""
    usual = {
        "title_zh": "平台故障预案",
        "title_en": "Platform failure",
        "unit": unit,
        "team": make_team(unit, *members),
    }
    lines = [{"text_zh": f"第 {at + 1} 步", "text_en": f"Step {at + 1}", "within_minutes": 5} for at in range(steps)]
    return writing.write_plan(usual | facts, lines, by=TEST)


def make_emergency(unit: Unit, *members: Staff) -> Emergency:
    """A plan in action."""
    leader = make_staff(Role.DUTY_LEADER, unit=unit)
    return actions.start_plan(make_plan(unit, *members), what="客户无法呼入。", by=leader)


def emergency_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """An emergency of the unit."""
    return {"public_id": make_emergency(unit).public_id}


def ended_emergency_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """An emergency of the unit that is over."""
    emergency = make_emergency(unit)
    assert emergency.began_by is not None
    return {"public_id": actions.end(emergency.public_id, "", by=emergency.began_by).public_id}


def called_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """An emergency the viewer was called to; in a foreign unit, one that others were called to."""
    members = (viewer,) if viewer.unit_id == unit.pk else ()
    return {"public_id": make_emergency(unit, *members).public_id}


def called_step_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A step of such an emergency."""
    return called_address(unit, viewer) | {"position": 0}


def team_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A team of the unit."""
    return {"public_id": make_team(unit).public_id}


def plan_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A plan of the unit."""
    return {"public_id": make_plan(unit).public_id}


def action_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """An action of a review, owned by the viewer; in a foreign unit, by somebody else."""
    emergency = make_emergency(unit)
    leader = emergency.began_by
    assert leader is not None
    actions.end(emergency.public_id, "", by=leader)
    owner = viewer if viewer.unit_id == unit.pk else leader
    action = actions.add_action(emergency.public_id, "备件", owner.staff_number, emergency.began_at.date(), by=leader)
    return {"public_id": emergency.public_id, "action_id": action.pk}
