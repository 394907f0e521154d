"""The desk as one small JSON document: what the scripts need, and a mark for every part of the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from wanhao.access.desk import chat_pages, queries
from wanhao.access.desk.at_hand import CONSULTED, SUPERVISING, ContactNow, waiting_again
from wanhao.access.desk.callback_views import callback_mark
from wanhao.access.desk.chat_pages import Card
from wanhao.access.desk.closing_views import closing_mark
from wanhao.access.desk.presence import written_name
from wanhao.access.desk.queries import Desk
from wanhao.management.help import queries as helps
from wanhao.service.calls import queries as calls
from wanhao.service.tickets import queries as tickets

OWN_CALL = ("hold", "resume", "hang_up", "ring_again", "consult_cancel", "complete_transfer", "conference")
SUPERVISED_CALL = ("listen", "whisper", "join", "take_over", "leave")
CARD_URLS = {"choice": "desk:choice", "ticket": "desk:ticket"}
CHAT_URLS = {"ringing": "desk:chat-ringing", "messages": "desk:chat-messages", "reading": "desk:chat-reading"}


def state_document(desk: Desk) -> dict[str, Any]:
    """Agent, contacts and phone; `parts` says which parts of the page must be read again when they differ.

    `contact` is what the telephone is about, `chosen` what the page is about, `at_hand` everything in its order.
    """
    cards = chat_pages.cards(desk)
    at_hand = [_card(card) for card in cards]
    chosen = [one for one, card in zip(at_hand, cards, strict=True) if card.now is desk.now]
    return {
        "now": timezone.now().isoformat(),
        "agent": _agent(desk),
        "contact": _contact(desk, desk.phone) if desk.phone else None,
        "chosen": chosen[0] if chosen else None,
        "at_hand": at_hand,
        "returned": [contact.public_id for contact in waiting_again(desk.staff)] if desk.seat.chosen_id else [],
        "phone": {"kind": desk.seat.phone, "auto_answer": desk.seat.auto_answer},
        "parts": _parts(desk, cards),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _agent(desk: Desk) -> dict[str, Any] | None:
    agent = desk.agent
    if agent is None:
        return None
    return {
        "state": agent.state,
        "since": _moment(agent.state_since),
        "wanted": agent.wanted_state,
        "wrap_up_until": _moment(agent.wrap_up_until),
    }


def _card(card: Card) -> dict[str, Any]:
    one = card.now
    names = CARD_URLS | (CHAT_URLS if one.is_chat else {})
    return {
        "public_id": one.contact.public_id,
        "channel": one.contact.channel,
        "phase": one.phase,
        "chat": chat_pages.chat_document(card) if one.is_chat else None,
        "urls": {name: reverse(address, args=[one.contact.public_id]) for name, address in names.items()},
    }


def _contact(desk: Desk, now: ContactNow) -> dict[str, Any]:
    contact = now.contact
    command = calls.last_command(contact, desk.staff) if now.call else None
    commands = {SUPERVISING: SUPERVISED_CALL, CONSULTED: ()}.get(now.phase, OWN_CALL)
    urls = {name: reverse(f"desk:{name}", args=[contact.public_id]) for name in commands}
    return {
        "public_id": contact.public_id,
        "whose": now.whose,
        "phase": now.phase,
        "channel": contact.channel,
        "answered_at": _moment(now.answered_at),
        "is_held": bool(now.call and now.call.is_held),
        "is_live": now.call is not None,
        "problem": command.problem if command else "",
        "consulted": _consulted(now),
        "role": now.party.role if now.party else "",
        "urls": urls,
    }


def _consulted(now: ContactNow) -> dict[str, Any] | None:
    """Who is asked while the caller hears music, or in a conference; how far that is."""
    party = now.consulted
    if party is None:
        return None
    phase = "conference" if party.role == party.Role.JOINED else "talking"
    awaited = "waiting" if calls.queue_awaited(party) else "ringing"
    return {
        "name": party.staff.display_name if party.staff else calls.queue_awaited(party) or party.number,
        "phase": phase if party.answered_at else awaited,
        "since": _moment(party.answered_at or party.asked_at),
    }


def _parts(desk: Desk, cards: list[Card]) -> dict[str, str]:
    """A mark per part; equal marks, equal part."""
    agent, now = desk.agent, desk.now
    mine = tickets.my_open_tickets(desk.staff)
    today = queries.figures_of_today(desk.staff)
    presence = (
        [agent.state, agent.reason, agent.state_since, agent.wanted_state, agent.wanted_reason] if agent else ["none"]
    )
    return {
        "presence": _mark(*presence, desk.seat.phone, written_name(desk)),
        "figures": _mark(today.handled, today.ratings, today.average_talk_seconds, today.average_chat_seconds),
        "contacts": _mark(today.handled, _codes(desk)),
        "at_hand": _mark(now and now.contact.pk, *map(chat_pages.card_mark, cards)),
        "chat": chat_pages.chat_mark(desk),
        "customer": _customer_mark(desk, now),
        "wrap_up": _mark(now and now.contact.pk),
        "help": helps.mark_of(desk.staff),
        "tickets": _mark(*[f"{ticket.pk}.{ticket.version}.{ticket.due_at}" for ticket in mine]),
    }


def _customer_mark(desk: Desk, now: ContactNow | None) -> str:
    if now is None:
        return _mark("empty", desk.agent and desk.agent.state)
    contact = now.contact
    opened = len(tickets.tickets_of_contact(contact.pk, desk.staff))
    party = now.party and now.party.role
    called = f"{callback_mark(contact)}{closing_mark(contact)}"
    return _mark(contact.pk, contact.customer_id, now.offer and now.offer.pk, party, opened, called)


def _codes(desk: Desk) -> str:
    return "".join(f"{row.contact.pk}{'?' if row.needs_code else '.'}" for row in queries.earlier_contacts(desk))


def _mark(*values: object) -> str:
    return "|".join(str(value) for value in values)
