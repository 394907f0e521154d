"""Emergencies, plans and teams as others read them: within the viewer's units, and those the viewer was called to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.locks import locked_first
from wanhao.management.contingency.models import Emergency, EmergencyTeam, Plan, ReviewAction, Summons
from wanhao.management.contingency.rules import Muster

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.management.alerts.models import Alert

PAGE = 50


def emergencies(viewer: Staff) -> QuerySet[Emergency]:
    """Emergencies of units the viewer sees the floor of, and those the viewer was called to or owes an action of."""
    called = Summons.objects.filter(staff=viewer).values("emergency")
    owed = ReviewAction.objects.filter(owner=viewer).values("emergency")
    rows = Emergency.objects.filter(within_reach(viewer, Right.SEE_FLOOR) | Q(pk__in=called) | Q(pk__in=owed))
    return rows.select_related("unit", "team", "plan", "alert", "began_by", "ended_by", "reviewed_by")


def emergency(public_id: str, viewer: Staff) -> Emergency:
    """One emergency within reach."""
    found = emergencies(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such emergency within your reach."))
    return found


def running(viewer: Staff) -> list[Emergency]:
    """What is going on, the newest first."""
    return list(emergencies(viewer).filter(ended_at=None))


def is_of_team(emergency: Emergency, person: Staff) -> bool:
    """Was this person called to it?"""
    return emergency.summonses.filter(staff=person).exists()


def may_lead(emergency: Emergency, person: Staff) -> bool:
    """May this person end it, mark others, review it: whoever steers the floor of its unit."""
    return person.may(Right.STEER_FLOOR, emergency.unit)


def may_write(emergency: Emergency, person: Staff) -> bool:
    """May this person write in the log and mark steps: anybody of the team, and whoever leads."""
    return may_lead(emergency, person) or is_of_team(emergency, person)


def emergency_to_change(public_id: str, by: Staff) -> Emergency:
    """One emergency, locked, for its team and those who lead."""
    found = locked_first(emergencies(by).filter(public_id=public_id))
    if found is None:
        raise NotFound(_("There is no such emergency within your reach."))
    if not may_write(found, by):
        raise Forbidden(_("Only the team that was called, and those who lead it, can do this."))
    return found


def muster(emergency: Emergency) -> Muster:
    """How far the team is."""
    rows = list(emergency.summonses.values_list("confirmed_at", "in_place_at"))
    return Muster(len(rows), sum(bool(confirmed) for confirmed, _in in rows), sum(bool(there) for _c, there in rows))


def teams(viewer: Staff) -> QuerySet[EmergencyTeam]:
    """Teams within reach."""
    rows = EmergencyTeam.objects.visible_to(viewer, Right.SEE_FLOOR)
    return rows.select_related("unit").prefetch_related("members__staff")


def plans(viewer: Staff) -> QuerySet[Plan]:
    """Plans within reach."""
    rows = Plan.objects.visible_to(viewer, Right.SEE_FLOOR)
    return rows.select_related("unit", "team").prefetch_related("steps", "rules")


def plan(public_id: str, viewer: Staff) -> Plan:
    """One plan within reach."""
    found = plans(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such plan within your reach."))
    return found


def team(public_id: str, viewer: Staff) -> EmergencyTeam:
    """One team within reach."""
    found = teams(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such team within your reach."))
    return found


def plans_for(alert: Alert, viewer: Staff) -> list[Plan]:
    """Plans in use that this alert calls for."""
    return list(plans(viewer).filter(is_active=True, rules=alert.rule_id))


def headline(emergency: Emergency) -> str:
    """One line for a wall: what is going on, and how far the team is."""
    there = muster(emergency)
    words = _("Emergency: %(title)s · %(confirmed)d of %(called)d confirmed, %(in_place)d in place")
    return words % {
        "title": emergency.title,
        "called": there.called,
        "confirmed": there.confirmed,
        "in_place": there.in_place,
    }
