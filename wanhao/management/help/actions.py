"""Asking for help and giving it. Leaders act within the reach of their right to steer the floor."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.queries import holders_of
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.sign_in.queries import signed_in
from wanhao.management.help import events, queries, rules
from wanhao.management.help.models import HelpLine, HelpPolicy, HelpRequest, HelpTopic
from wanhao.service.contacts import queries as contacts

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

Status, Outcome, Way = HelpRequest.Status, HelpRequest.Outcome, HelpRequest.Way
TEXT_LIMIT = 500
FLOOR_PAGE = "/floor/"
WORKER = Actor.system("worker")


@transaction.atomic
def ask_for_help(topic_code: str, text: str = "", *, contact_id: str = "", by: Staff) -> HelpRequest:
    """An agent asks the leaders for help; `contact_id` is the public one of the contact at hand."""
    if not by.may(Right.SERVE_CONTACTS):
        raise Forbidden(_("Help is for those who serve customers."))
    topic = HelpTopic.objects.filter(code=topic_code, is_active=True).first()
    if topic is None:
        raise Invalid(topic=_("Choose what it is about."))
    if queries.request_of(by):
        raise Conflict(_("You have asked already. Add your words to that request, or cancel it first."))
    at = now()
    one = HelpRequest.objects.create(
        agent=by,
        unit=by.unit,
        region=by.unit.region or by.unit,
        contact=contacts.contact_for(by, contact_id) if contact_id else None,
        topic=topic,
        asked_at=at,
        last_word_at=at,
    )
    if text.strip():
        _say(one, text, by)
    record(events.HelpAsked(**_about(one)), actor=by, unit=one.unit_id)
    _call_leaders(one, signed_in(holders_of(Right.STEER_FLOOR, one.unit)), "warning")
    return one


def _about(one: HelpRequest) -> dict[str, Any]:
    return {"help_id": one.pk, "agent_id": one.agent_id, "topic": one.topic.code, "contact_id": one.contact_id}


def _say(one: HelpRequest, text: str, by: Staff) -> None:
    text = text.strip()
    if not 0 < len(text) <= TEXT_LIMIT:
        raise Invalid(text=_("Write at most %(most)d characters, and not nothing.") % {"most": TEXT_LIMIT})
    one.last_word_at = now()
    HelpLine.objects.create(request=one, author=by, text=text, written_at=one.last_word_at)


def _call_leaders(one: HelpRequest, leaders: list[Staff], level: str) -> None:
    topic, name = one.topic, one.agent.name
    if level == "alarm":
        zh, en = f"{name} 的求助超时无人受理：{topic.name_zh}", f"Nobody takes {name}'s help request: {topic.name_en}"
    else:
        zh, en = f"{name} 现场求助：{topic.name_zh}", f"{name} asks for help: {topic.name_en}"
    for leader in leaders:
        if leader.pk != one.agent_id:
            notify(leader, zh, en, level=level, link=FLOOR_PAGE)


@transaction.atomic
def take_request(public_id: str, *, by: Staff) -> HelpRequest:
    """A leader sees to a request; nobody else does from now on."""
    one = queries.request_to_change(public_id, by)
    if one.taken_by_id not in (None, by.pk):
        raise Conflict(_("%(name)s has taken this request already.") % {"name": _leader(one)})
    _take(one, by)
    return one


def _leader(one: HelpRequest) -> str:
    return one.taken_by.name if one.taken_by else ""


def _take(one: HelpRequest, by: Staff) -> None:
    _may_become(one, Status.TAKEN)
    one.status, one.taken_by = Status.TAKEN, by
    one.taken_at = one.taken_at or now()
    one.save(update_fields=["status", "taken_by", "taken_at"])
    seconds = (one.taken_at - one.asked_at).total_seconds()
    record(events.HelpTaken(**_about(one), seconds=seconds), actor=by, unit=one.unit_id)


def _may_become(one: HelpRequest, wanted: str) -> None:
    if not rules.may_become(one.status, wanted):
        raise NotAllowed(_("This request is %(status)s.") % {"status": one.get_status_display()})


@transaction.atomic
def answer_request(public_id: str, text: str, *, by: Staff) -> HelpRequest:
    """Help by text: it pops up on the agent's desk."""
    one = queries.request_to_change(public_id, by)
    if one.taken_by_id not in (None, by.pk):
        raise Conflict(_("%(name)s has taken this request already.") % {"name": _leader(one)})
    _may_become(one, Status.HELPED)
    if one.taken_by_id is None:
        _take(one, by)
    _say(one, text, by)
    _note_help(one, Way.TEXT, by)
    notify(one.agent, f"{by.name} 答复了您的求助", f"{by.name} answered your help request", link="/desk/")
    return one


def _note_help(one: HelpRequest, way: str, by: Staff) -> None:
    one.status = Status.HELPED
    one.helped_at, one.helped_way = one.helped_at or now(), one.helped_way or way
    one.last_word_at = now()
    one.save(update_fields=["status", "helped_at", "helped_way", "last_word_at"])
    seconds = (now() - one.asked_at).total_seconds()
    record(events.HelpGiven(**_about(one), way=way, seconds=seconds), actor=by, unit=one.unit_id)


@transaction.atomic
def note_help_in_call(contact_id: int, way: str, *, by: Staff) -> None:
    """A leader has joined the call or took it over: whoever asked for help with it has got it. Safe to run twice."""
    rows = HelpRequest.objects.select_for_update(of=("self",)).filter(contact_id=contact_id, closed_at=None)
    for one in rows.select_related("agent", "unit", "topic").exclude(agent=by):
        if one.taken_by_id is None:
            _take(one, by)
        if one.status == Status.TAKEN:
            _note_help(one, way, by)
        elif way == Way.TAKE_OVER and one.helped_way == Way.JOIN:  # who takes over has joined first
            one.helped_way = way
            one.save(update_fields=["helped_way"])


@transaction.atomic
def ask_again(text: str, *, by: Staff) -> HelpRequest:
    """The agent adds to the request; after an answer, whoever gave it is asked on."""
    one = queries.own_request_to_change(by)
    _say(one, text, by)
    if one.status == Status.HELPED:
        one.status = Status.TAKEN
    one.save(update_fields=["status", "last_word_at"])
    record(events.HelpAskedAgain(**_about(one)), actor=by, unit=one.unit_id)
    if one.taken_by:
        words = f"{by.name} 就求助继续提问", f"{by.name} asks on about the help request"
        notify(one.taken_by, *words, level="warning", link=FLOOR_PAGE)
    return one


@transaction.atomic
def finish_request(*, by: Staff) -> HelpRequest:
    """The agent says that it is solved; without any help yet, that it is not needed any more."""
    one = queries.own_request_to_change(by)
    return _close(one, Outcome.SOLVED if one.helped_at else Outcome.CANCELLED, by)


@transaction.atomic
def close_request(public_id: str, *, by: Staff) -> HelpRequest:
    """A leader closes a request that needs nothing more."""
    return _close(queries.request_to_change(public_id, by), Outcome.CLOSED_BY_LEADER, by)


def _close(one: HelpRequest, outcome: str, by: Staff | Actor) -> HelpRequest:
    _may_become(one, Status.CLOSED)
    one.status, one.outcome, one.closed_at = Status.CLOSED, outcome, now()
    one.save(update_fields=["status", "outcome", "closed_at"])
    record(events.HelpEnded(**_about(one), outcome=outcome), actor=by, unit=one.unit_id)
    return one


@transaction.atomic
def escalate(request_id: int) -> bool:
    """Nobody took it in time: all leaders over the agent are alarmed, once."""
    rows = HelpRequest.objects.select_for_update(of=("self",)).select_related("agent", "unit", "topic")
    one = rows.filter(pk=request_id, status=Status.WAITING, escalated_at=None).first()
    if one is None:
        return False
    one.escalated_at = now()
    one.save(update_fields=["escalated_at"])
    seconds = (one.escalated_at - one.asked_at).total_seconds()
    record(events.HelpEscalated(**_about(one), seconds=seconds), actor=WORKER, unit=one.unit_id)
    _call_leaders(one, holders_of(Right.STEER_FLOOR, one.unit), "alarm")
    return True


@transaction.atomic
def close_silent() -> int:
    """Close what was answered and about which the agent said nothing more for some time."""
    until = now() - timedelta(minutes=HelpPolicy.current().closed_after_minutes)
    rows = HelpRequest.objects.select_for_update(of=("self",), skip_locked=True).select_related("topic")
    silent = list(rows.filter(status=Status.HELPED, last_word_at__lt=until))
    for one in silent:
        _close(one, Outcome.LAPSED, WORKER)
    return len(silent)
