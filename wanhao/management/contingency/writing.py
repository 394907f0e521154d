"""Teams and plans are written: what stands ready before anything happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotFound
from wanhao.common.phone_numbers import is_telephone_number, normalise_number
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.locks import locked_first
from wanhao.management.contingency import events
from wanhao.management.contingency.models import EmergencyTeam, Plan, PlanStep, TeamMember

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wanhao.foundation.accounts.models import Unit
    from wanhao.foundation.audit.events import Actor


@transaction.atomic
def write_team(
    facts: dict[str, Any], members: Sequence[dict[str, Any]], *, by: Staff | Actor, public_id: str = ""
) -> EmergencyTeam:
    """Write a team with its members in order; an empty number keeps the one that is known."""
    team = team_to_change(public_id, by) if public_id else EmergencyTeam()
    known = {member.staff_id: member.number for member in team.members.all()} if team.pk else {}
    for name, value in facts.items():
        setattr(team, name, value)
    check_right(team.unit, by)
    if len({member["staff"].pk for member in members}) < len(members):
        raise Invalid(members=_("A member stands in a team once."))
    team.save()
    team.members.all().delete()
    for position, member in enumerate(members):
        staff = member["staff"]
        number = "" if member.get("forget") else checked_number(member.get("number", "")) or known.get(staff.pk, "")
        TeamMember.objects.create(team=team, staff=staff, position=position, task=member.get("task", ""), number=number)
    record(events.TeamChanged(team.pk, len(members)), actor=by, unit=team.unit_id)
    return team


def checked_number(text: str) -> str:
    """A telephone number as we keep it; empty stays empty."""
    if not text.strip():
        return ""
    number = normalise_number(text)
    if not is_telephone_number(number):
        raise Invalid(members=_("%(text)s is not a telephone number.") % {"text": text})
    return number


def team_to_change(public_id: str, by: Staff | Actor) -> EmergencyTeam:
    """One team, locked."""
    rows = EmergencyTeam.objects.select_related("unit")
    if isinstance(by, Staff):
        rows = rows.visible_to(by, Right.EDIT_ALERTS)
    found = locked_first(rows.filter(public_id=public_id))
    if found is None:
        raise NotFound(_("There is no such team within your reach."))
    return found


@transaction.atomic
def write_plan(
    facts: dict[str, Any], steps: Sequence[dict[str, Any]], *, by: Staff | Actor, public_id: str = ""
) -> Plan:
    """Write a plan with its steps in order."""
    plan = plan_to_change(public_id, by) if public_id else Plan()
    rules = facts.pop("rules", [])
    for name, value in facts.items():
        setattr(plan, name, value)
    check_right(plan.unit, by)
    if not plan.unit.path.startswith(plan.team.unit.path) and not plan.team.unit.path.startswith(plan.unit.path):
        raise Invalid(team=_("This team belongs to another unit."))
    plan.save()
    plan.rules.set(rules)
    plan.steps.all().delete()
    PlanStep.objects.bulk_create(PlanStep(plan=plan, position=at, **step) for at, step in enumerate(steps))
    record(events.PlanChanged(plan.pk, len(steps)), actor=by, unit=plan.unit_id)
    return plan


def plan_to_change(public_id: str, by: Staff | Actor) -> Plan:
    """One plan, locked."""
    rows = Plan.objects.select_related("unit", "team__unit")
    if isinstance(by, Staff):
        rows = rows.visible_to(by, Right.EDIT_ALERTS)
    found = locked_first(rows.filter(public_id=public_id))
    if found is None:
        raise NotFound(_("There is no such plan within your reach."))
    return found


def check_right(unit: Unit, by: Staff | Actor) -> None:
    """Does the writer's right reach the unit?"""
    if isinstance(by, Staff) and not by.may(Right.EDIT_ALERTS, unit):
        raise Forbidden(_("Your roles do not reach this unit."))
