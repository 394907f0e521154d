"""What a leader does to agents and contacts of their floor. Each is kept as an event of the leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, Invalid, NotAllowed, NotFound
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.sign_in.actions import end_sessions_on_floor
from wanhao.management.floor import events, queries, rules
from wanhao.management.floor.models import Message, Receipt, ReleaseReason, SignOut
from wanhao.service.calls import actions as calls
from wanhao.service.chat import actions as chat_actions
from wanhao.service.chat import queries as chats
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit
    from wanhao.service.contacts.models import Contact
    from wanhao.service.routing.models import Agent

TEXT_LIMIT = 200
LONGEST_REASON = 200
MODES = frozenset({"listen", "whisper", "join", "take_over", "leave"})
FLOOR = Actor.system("worker")


def change_state(number: str, state: str, *, reason: str = "", by: Staff) -> None:
    """Put an agent into a state; while they serve it is kept for afterwards. Routing keeps the event."""
    agent = queries.agent_on_floor(number, by)
    routing.steer_agent(agent.pk, state, reason=reason, by=by)


@transaction.atomic
def message_agent(number: str, text: str, *, by: Staff) -> Message:
    """Tell one agent something; it pops up on their desk until they have understood."""
    agent = queries.agent_on_floor(number, by)
    return _send(text, agent.unit, [agent], by)


@transaction.atomic
def message_team(unit_code: str, text: str, *, by: Staff) -> Message:
    """Tell everybody of a team who is at work."""
    unit = next((one for one in queries.teams_on_floor(by) if one.code == unit_code), None)
    if unit is None:
        raise NotFound(_("There is no such team on your floor."))
    here = list(queries.agents_on_floor(by).filter(unit=unit).exclude(state="offline"))
    if not here:
        raise NotAllowed(_("Nobody of this team is at work now."))
    return _send(text, unit, here, by)


def _send(text: str, unit: Unit, agents: list[Agent], by: Staff) -> Message:
    text = text.strip()
    if not 0 < len(text) <= TEXT_LIMIT:
        raise Invalid(text=_("Write at most %(most)d characters, and not nothing.") % {"most": TEXT_LIMIT})
    message = Message.objects.create(text=text, sent_by=by, sent_at=now(), unit=unit, is_for_team=len(agents) > 1)
    Receipt.objects.bulk_create(Receipt(message=message, staff=agent.staff) for agent in agents)
    record(events.MessageSent(message.pk, len(agents)), actor=by, unit=unit)
    for agent in agents:
        words = f"{by.name}：{text}", f"{by.name}: {text}"
        notify(agent.staff, *words, level="warning", link="/desk/")
    return message


@transaction.atomic
def acknowledge(public_id: str, *, by: Staff) -> Receipt:
    """The agent has understood the message; said twice, it counts once."""
    receipt = queries.receipt_to_acknowledge(public_id, by)
    if receipt.acknowledged_at is None:
        receipt.acknowledged_at = now()
        receipt.save(update_fields=["acknowledged_at"])
        event = events.MessageAcknowledged(receipt.message_id, by.pk)
        record(event, actor=by, unit=receipt.message.unit_id)
    return receipt


@transaction.atomic
def sign_out_agent(number: str, *, reason: str, by: Staff) -> SignOut:
    """End an agent's sessions and presence; a running call is not cut: it happens after it."""
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Invalid(reason=_("Say why, in at most %(most)d characters.") % {"most": LONGEST_REASON})
    agent = queries.agent_on_floor(number, by)
    if queries.open_sign_out(agent.pk):
        raise Conflict(_("This agent is being signed out already, as soon as the call is over."))
    routing.steer_agent(agent.pk, "offline", by=by)
    agent.refresh_from_db()
    row = SignOut.objects.create(staff=agent.staff, asked_by=by, asked_at=now(), reason=reason)
    waits = rules.sign_out_step(agent.state, agent.wanted_state) is not rules.Next.SIGN_OUT
    record(events.SignOutAsked(agent.pk, waits), actor=by, unit=agent.unit_id)
    if not waits:
        _complete(row, by)
    return row


def _complete(row: SignOut, by: Staff | Actor) -> None:
    ended = end_sessions_on_floor(row.staff, by=by)
    row.done_at = now()
    row.save(update_fields=["done_at"])
    record(events.AgentSignedOut(row.staff_id, row.asked_by_id, ended), actor=by, unit=row.staff.unit_id)


@transaction.atomic
def go_on_with_sign_out(staff_id: int) -> None:
    """The agent's state has changed: what was asked for happens when nobody is being served. Safe to run twice."""
    current = routing_queries.agent_now(staff_id) if queries.is_to_go(staff_id) else None
    if current is None:
        return
    step = rules.sign_out_step(current.agent.state, current.agent.wanted_state)
    if step is rules.Next.SEND_HOME:
        routing.set_state(staff_id, "offline", by=FLOOR)
    elif step is rules.Next.SIGN_OUT:
        row = SignOut.objects.select_for_update(of=("self",)).filter(staff=staff_id, done_at=None).first()
        if row is not None:
            _complete(row, FLOOR)


def supervise(public_id: str, mode: str, *, by: Staff) -> None:
    """Be in a live call in this way, or leave it: the leader's own telephone rings. Telephony keeps the events."""
    if mode not in MODES:
        raise Invalid(mode=_("Listen, whisper, join, take over or leave."))
    calls.ask_call(queries.contact_on_floor(public_id, by), mode, by=by)


def release_contact(public_id: str, *, reason: str, by: Staff) -> str:
    """End a contact by force; "hang_up" when its call was told to end, "closed" when nobody had it any more."""
    if reason not in ReleaseReason.values:
        raise Invalid(reason=_("Choose why from the list."))
    contact = queries.contact_on_floor(public_id, by)
    if not _is_running(contact):
        raise NotAllowed(_("This contact is over already."))
    way = _end_now(contact, by)
    with transaction.atomic():
        record(events.ContactReleased(contact.pk, way, reason), actor=by, unit=contact.unit_id)
    return way


def _end_now(contact: Contact, by: Staff) -> str:
    chat = chats.conversation_of(contact)
    if chat is None:
        return calls.release_call(contact, by=by)
    chat_actions.end_chat(chat.pk, by=by, reason=chat_actions.Reason.HOUSE)
    return "closed"


def _is_running(contact: Contact) -> bool:
    return contact.ended_at is None or routing_queries.service_of(contact.pk) is not None
