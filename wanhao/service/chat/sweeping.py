"""The backstop of chats: what time, a crash or a gone agent left behind is mended, one by one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.utils import timezone

from wanhao.foundation.audit.actions import record
from wanhao.foundation.locks import alone
from wanhao.service.chat import ending, events, rules, serving, words
from wanhao.service.chat.models import Conversation
from wanhao.service.chat.rules import Silence
from wanhao.service.chat.waiting import Standing, go_on_or_away, standing_of, take_place
from wanhao.service.chat.writing import CHAT, give_notice, locked_chat
from wanhao.service.contacts.models import Contact
from wanhao.service.contacts.queries import contact_to_change
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries

if TYPE_CHECKING:
    from wanhao.service.routing.models import Agent, Offer

LOCK = (7401, 43)
log = structlog.get_logger(__name__)


def see_to_all() -> None:
    """One round over all running chats; nothing when another worker is at it."""
    with alone(*LOCK) as is_ours:
        if is_ours:
            _round()


def _round() -> None:
    rows = list(Conversation.objects.filter(ended_at=None).select_related("contact__agent", "entrance", "queue"))
    at = timezone.now()
    well = _well(rows, at)
    for row in rows:
        try:
            if row.pk not in well:
                _see_to(row, at)
        except Exception:
            log.exception("a chat was not seen to", chat=row.pk)


def _well(rows: list[Conversation], at: datetime) -> set[int]:
    """Those that wait or are served as they say, and whose clocks are not due: found together, for they may be many."""
    ids = [row.contact_id for row in rows]
    placed = routing_queries.waiting_of(ids)
    offers = routing_queries.running_offers().filter(contact__in=ids, accepted_at__isnull=False)
    served = {one.contact_id: one for one in offers.select_related("agent__staff")}
    return {
        row.pk
        for row in rows
        if (row.contact.status == Contact.Status.WAITING and row.contact_id in placed)
        or (row.contact.status == Contact.Status.SERVING and _is_served_well(row, served.get(row.contact_id), at))
    }


def _is_served_well(row: Conversation, service: Offer | None, at: datetime) -> bool:
    if service is None or service.agent_id != row.contact.agent_id or not service.agent.staff.is_active:
        return False
    is_forgotten = rules.is_forgotten(row.unanswered_since, row.agent_seen_at, at, minutes=row.entrance.answer_minutes)
    is_quiet = _silence_of(row, at) is Silence.NOTHING
    return service.agent.state != service.agent.State.OFFLINE and not is_forgotten and is_quiet


def _see_to(row: Conversation, at: datetime) -> None:
    match standing_of(row, row.contact):
        case Standing.OVER:
            ending.tell_end(row.pk)
        case Standing.ADRIFT:
            take_place(row.pk)
        case Standing.OVERFLOWED:
            if go_on_or_away(row.pk):
                take_place(row.pk)
        case Standing.DROPPED:
            ending.give_up(row.pk)
        case Standing.UNSERVED:
            _back(row, "unserved")
        case Standing.WELL if row.contact.status == Contact.Status.SERVING:
            _watch_service(row, at)


def _watch_service(row: Conversation, at: datetime) -> None:
    agent = row.contact.agent
    if agent is None or not agent.is_active or _is_offline(agent.pk):
        _back(row, "gone")
    elif rules.is_forgotten(row.unanswered_since, row.agent_seen_at, at, minutes=row.entrance.answer_minutes):
        _back(row, "no_sign", aside=None if _gives_signs_elsewhere(row, at) else agent.pk)
    else:
        _watch_silence(row, at)


def _is_offline(staff_id: int) -> bool:
    now = routing_queries.agent_now(staff_id)
    agent: Agent | None = now.agent if now else None
    return agent is not None and agent.state == agent.State.OFFLINE


def _gives_signs_elsewhere(row: Conversation, at: datetime) -> bool:
    """Does the agent see to other chats, so that they are at work after all?"""
    others = Conversation.objects.filter(contact__agent=row.contact.agent_id, ended_at=None).exclude(pk=row.pk)
    limit = at - rules.minutes(row.entrance.answer_minutes)
    return others.filter(contact__status=Contact.Status.SERVING, agent_seen_at__gt=limit).exists()


def _back(row: Conversation, reason: str, *, aside: int | None = None) -> None:
    if serving.back_to_queue(row.pk, reason):
        if aside is not None:
            routing.set_aside(aside, by=CHAT)  # before the chat is offered again: not to the same one
        take_place(row.pk)


def _watch_silence(row: Conversation, at: datetime) -> None:
    step = _silence_of(row, at)
    if step is Silence.ASK:
        ask_whether_there(row.pk, at)
    elif step is Silence.END:
        ending.end_chat(row.pk, by=CHAT, reason=ending.Reason.SILENCE)


def _silence_of(row: Conversation, at: datetime) -> Silence:
    limits = {"silence": row.entrance.silence_minutes, "grace": row.entrance.grace_minutes}
    return rules.after_silence(row.silent_since, row.warned_at, at, **limits)


@transaction.atomic
def ask_whether_there(conversation_id: int, at: datetime) -> None:
    """The customer is silent: ask, unless they wrote meanwhile."""
    known = Conversation.objects.get(pk=conversation_id)
    contact = contact_to_change(known.contact_id, CHAT)
    row = locked_chat(conversation_id)
    if row.ended_at is not None or row.silent_since is None or _silence_of(row, at) is not Silence.ASK:
        return
    row.warned_at = at
    silent = int((at - row.silent_since).total_seconds())
    asked = events.SilentCustomerAsked(contact.pk, row.pk, contact.agent_id, silent)
    record(asked, actor=CHAT, unit=contact.unit_id)
    give_notice(row, contact, "still_there", lambda: words.still_there(row.entrance.grace_minutes))
