"""What people do in emergencies: begin, confirm, be in place, write, tick off, end, review."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.queries import staff_named
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.locks import locked
from wanhao.management.alerts import queries as alerts
from wanhao.management.contingency import calling, events, queries
from wanhao.management.contingency.models import (
    Emergency,
    EmergencyStep,
    EmergencyTeam,
    LogEntry,
    Plan,
    ReviewAction,
    Summons,
)

if TYPE_CHECKING:
    from wanhao.foundation.audit.events import Actor
    from wanhao.management.alerts.models import Alert

Kind = LogEntry.Kind


@transaction.atomic
def begin(team: EmergencyTeam, *, title: str, what: str, by: Staff) -> Emergency:
    """Call a team without a plan."""
    _may_begin(team, by)
    if not title.strip() or not what.strip():
        raise Invalid(what=_("Say what has happened: it is spoken on the telephone."))
    return _begin(Emergency(team=team, unit=team.unit, title_zh=title.strip()[:80], what=what.strip()[:500]), by)


@transaction.atomic
def start_plan(plan: Plan, *, what: str, by: Staff | Actor, alert: Alert | None = None) -> Emergency:
    """Put a plan into action: its team is called, its steps are worked off."""
    if isinstance(by, Staff):
        _may_begin(plan.team, by)
    plan = locked(Plan.objects.select_related("team__unit", "unit"), plan.pk)
    if not plan.is_active:
        raise NotAllowed(_("This plan is not in use."))
    if Emergency.objects.filter(plan=plan, ended_at=None).exists():
        raise NotAllowed(_("This plan is in action already."))
    emergency = Emergency(
        team=plan.team,
        unit=plan.unit,
        plan=plan,
        alert=alert,
        title_zh=plan.title_zh,
        title_en=plan.title_en,
        what=what.strip()[:500],
    )
    return _begin(emergency, by)


def start_for_alert(alert_id: int) -> int:
    """Start the plans that start by themselves when an alert of this rule opens; safe to run twice."""
    alert = alerts.opened(alert_id)
    if alert is None:
        return 0
    started = 0
    for plan in Plan.objects.filter(is_active=True, starts_itself=True, rules=alert.rule_id).select_related("team"):
        if Emergency.objects.filter(plan=plan, alert=alert).exists():
            continue
        with translation.override("zh-hans"):
            what = alerts.headline(alert)
        try:
            start_plan(plan, what=what, by=calling.HOUSE, alert=alert)
        except NotAllowed:
            continue  # it is in action already
        started += 1
    return started


def _may_begin(team: EmergencyTeam, by: Staff) -> None:
    if not by.may(Right.STEER_FLOOR, team.unit):
        raise Forbidden(_("Only those who steer this floor call its emergency team."))


def _begin(emergency: Emergency, by: Staff | Actor) -> Emergency:
    now, team = timezone.now(), emergency.team
    members = list(team.members.filter(staff__is_active=True).select_related("staff"))
    if not members:
        raise NotAllowed(_("This team has no members: add some first."))
    emergency.began_at, emergency.began_by = now, by if isinstance(by, Staff) else None
    emergency.in_place_by = now + timedelta(minutes=team.in_place_minutes)
    emergency.attempts, emergency.pause_seconds = team.attempts, team.pause_seconds
    emergency.save()
    for position, member in enumerate(members):
        summons = Summons.objects.create(
            emergency=emergency,
            staff=member.staff,
            position=position,
            task=member.task,
            number=member.number,
            next_call_at=now,
        )
        calling.notice(summons)
    if emergency.plan:
        _copy_steps(emergency, emergency.plan)
    LogEntry.objects.create(emergency=emergency, kind=Kind.BEGAN, at=now, by=emergency.began_by, words=emergency.what)
    record(events.EmergencyBegan(emergency.pk, team.pk, len(members)), actor=by, unit=emergency.unit_id)
    return emergency


def _copy_steps(emergency: Emergency, plan: Plan) -> None:
    EmergencyStep.objects.bulk_create(
        EmergencyStep(
            emergency=emergency,
            position=step.position,
            text_zh=step.text_zh,
            text_en=step.text_en,
            owner=step.owner,
            due_at=emergency.began_at + timedelta(minutes=step.within_minutes) if step.within_minutes else None,
        )
        for step in plan.steps.all()
    )


@transaction.atomic
def confirm(public_id: str, *, by: Staff) -> Emergency:
    """I am coming."""
    emergency = queries.emergency_to_change(public_id, by)
    _check_running(emergency)
    calling.confirm(_summons_of(emergency, by.pk), Summons.How.PAGE)
    return emergency


@transaction.atomic
def mark_in_place(public_id: str, staff_number: str = "", *, by: Staff) -> Emergency:
    """I am there; who leads may say it of others."""
    emergency = queries.emergency_to_change(public_id, by)
    _check_running(emergency)
    number = staff_number or by.staff_number
    if number != by.staff_number and not queries.may_lead(emergency, by):
        raise Forbidden(_("Only those who lead may say this of others."))
    person = Staff.objects.filter(staff_number=number).first()
    summons = _summons_of(emergency, person.pk if person else 0)
    if summons.in_place_at:
        return emergency
    now = timezone.now()
    if summons.confirmed_at is None:
        calling.confirm(summons, Summons.How.PAGE)
    summons.in_place_at = now
    summons.save(update_fields=["in_place_at"])
    LogEntry.objects.create(emergency=emergency, kind=Kind.IN_PLACE, at=now, by=summons.staff)
    there = events.MemberInPlace(
        emergency.pk, summons.staff_id, (now - emergency.began_at).total_seconds(), now <= emergency.in_place_by
    )
    record(there, actor=by, unit=emergency.unit_id)
    return emergency


def _summons_of(emergency: Emergency, staff_id: int) -> Summons:
    found = emergency.summonses.select_for_update(of=("self",)).select_related("staff").filter(staff=staff_id).first()
    if found is None:
        raise NotFound(_("This person was not called to this emergency."))
    found.emergency = emergency
    return found


@transaction.atomic
def mark_step(public_id: str, position: int, *, done: bool, by: Staff) -> Emergency:
    """Tick a step off, or take that back."""
    emergency = queries.emergency_to_change(public_id, by)
    _check_running(emergency)
    step = emergency.steps.select_for_update().filter(position=position).first()
    if step is None:
        raise NotFound(_("There is no such step."))
    step.done_at, step.done_by = (timezone.now(), by) if done else (None, None)
    step.save(update_fields=["done_at", "done_by"])
    if done:
        LogEntry.objects.create(emergency=emergency, kind=Kind.STEP, at=timezone.now(), by=by, words=step.text_zh)
    record(events.EmergencyStepDone(emergency.pk, position + 1, done), actor=by, unit=emergency.unit_id)
    return emergency


@transaction.atomic
def write_log(public_id: str, words: str, *, by: Staff) -> Emergency:
    """Write a line in the log."""
    emergency = queries.emergency_to_change(public_id, by)
    if not words.strip():
        raise Invalid(words=_("Write what you want to keep."))
    LogEntry.objects.create(emergency=emergency, kind=Kind.WORDS, at=timezone.now(), by=by, words=words.strip()[:1000])
    record(events.EmergencyLogged(emergency.pk), actor=by, unit=emergency.unit_id)
    return emergency


@transaction.atomic
def end(public_id: str, words: str, *, by: Staff) -> Emergency:
    """It is over: nobody is called any more."""
    emergency = queries.emergency_to_change(public_id, by)
    _check_lead(emergency, by)
    _check_running(emergency)
    now = timezone.now()
    emergency.ended_at, emergency.ended_by = now, by
    emergency.save(update_fields=["ended_at", "ended_by"])
    emergency.summonses.update(next_call_at=None)
    LogEntry.objects.create(emergency=emergency, kind=Kind.ENDED, at=now, by=by, words=words.strip()[:1000])
    seconds = (now - emergency.began_at).total_seconds()
    record(events.EmergencyEnded(emergency.pk, seconds), actor=by, unit=emergency.unit_id)
    return emergency


@transaction.atomic
def review(public_id: str, facts: dict[str, str], *, by: Staff) -> Emergency:
    """Write down what happened, what went well and what to do better."""
    emergency = queries.emergency_to_change(public_id, by)
    _check_lead(emergency, by)
    if emergency.is_running:
        raise NotAllowed(_("End the emergency first, then review it."))
    now = timezone.now()
    for name in ("cause", "went_well", "to_improve"):
        setattr(emergency, name, facts[name].strip())
    emergency.reviewed_at, emergency.reviewed_by = now, by
    emergency.save(update_fields=["cause", "went_well", "to_improve", "reviewed_at", "reviewed_by"])
    LogEntry.objects.create(emergency=emergency, kind=Kind.REVIEWED, at=now, by=by)
    record(events.EmergencyReviewed(emergency.pk, emergency.actions.count()), actor=by, unit=emergency.unit_id)
    return emergency


@transaction.atomic
def add_action(public_id: str, text: str, owner_number: str, due_on: date, *, by: Staff) -> ReviewAction:
    """Something to be done because of what was learnt."""
    emergency = queries.emergency_to_change(public_id, by)
    _check_lead(emergency, by)
    if emergency.is_running:
        raise NotAllowed(_("End the emergency first, then review it."))
    owner = staff_named(owner_number)
    if owner is None:
        raise Invalid(owner=_("There is no such staff number."))
    action = ReviewAction.objects.create(emergency=emergency, text=text.strip()[:300], owner=owner, due_on=due_on)
    record(events.EmergencyReviewed(emergency.pk, emergency.actions.count()), actor=by, unit=emergency.unit_id)
    return action


@transaction.atomic
def mark_action(public_id: str, action_id: int, *, done: bool, by: Staff) -> ReviewAction:
    """An action is done, or not after all: by its owner or by who leads."""
    emergency = queries.emergency(public_id, by)
    action = ReviewAction.objects.select_for_update().filter(emergency=emergency, pk=action_id).first()
    if action is None:
        raise NotFound(_("There is no such action."))
    if action.owner_id != by.pk and not queries.may_lead(emergency, by):
        raise Forbidden(_("Only its owner, or those who lead, can do this."))
    action.done_at = timezone.now() if done else None
    action.save(update_fields=["done_at"])
    record(events.ReviewActionDone(emergency.pk, action.pk, done), actor=by, unit=emergency.unit_id)
    return action


def _check_running(emergency: Emergency) -> None:
    if not emergency.is_running:
        raise NotAllowed(_("This emergency has ended."))


def _check_lead(emergency: Emergency, by: Staff) -> None:
    if not queries.may_lead(emergency, by):
        raise Forbidden(_("Only those who steer this floor can do this."))
