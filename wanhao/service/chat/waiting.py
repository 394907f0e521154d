"""A chat takes its place in a queue, goes on in another one, or cannot wait anywhere.

Where it is to wait stands in its row before it is asked for. So whoever looks next, this process or the sweep of
another one, goes on from there, and what was begun twice is done once.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from django.db import connection, transaction

from wanhao.foundation.audit.actions import record
from wanhao.service.callbacks import queries as callbacks
from wanhao.service.chat import ending, events, words
from wanhao.service.chat.models import Conversation
from wanhao.service.chat.writing import CHAT, give_notice, locked_chat
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.contacts.queries import contact_to_change
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries

if TYPE_CHECKING:
    from wanhao.service.routing.models import Queue

TAKING = 7403  # an advisory lock taken before those of routing, so that one process at a time enqueues a chat
TRANSFER = "transfer"
MOST_QUEUES = 8  # into which a chat flows on one after the other


class Standing(Enum):
    """How a chat stands with routing."""

    WELL = auto()  # it waits or is served, as its contact says
    ADRIFT = auto()  # it should wait and does not yet
    OVERFLOWED = auto()  # it could not wait, or not any longer
    DROPPED = auto()  # its place was closed in another way
    UNSERVED = auto()  # its contact is served by nobody
    OVER = auto()  # its contact has ended, and the customer was not told


class _ChangedMeanwhile(Exception):
    """Somebody ended the chat while it was about to take its place: nothing is kept."""


def standing_of(row: Conversation, contact: Contact) -> Standing:
    """What is to be done about a running chat."""
    if contact.status == Contact.Status.ENDED:
        return Standing.OVER
    if routing_queries.is_waiting(contact.pk):
        return Standing.WELL
    if contact.status == Contact.Status.SERVING:
        return Standing.WELL if routing_queries.service_of(contact.pk) else Standing.UNSERVED
    last = routing_queries.last_place_of(contact.pk)
    if last is None or last.pk <= row.place_before:
        return Standing.ADRIFT
    return Standing.OVERFLOWED if last.outcome == last.Outcome.OVERFLOW else Standing.DROPPED


def take_place(conversation_id: int) -> bool:
    """Let a chat wait where it is to; True when it takes a place now, be it that somebody is rung at once."""
    for _try in range(MOST_QUEUES):
        try:
            standing = _take(conversation_id)
        except _ChangedMeanwhile:
            return False
        if standing is not Standing.OVERFLOWED:
            return standing is Standing.ADRIFT
        if not go_on_or_away(conversation_id):
            return False
    return False


@transaction.atomic
def _take(conversation_id: int) -> Standing:
    """How it stood; one that was adrift has its place now, or has overflowed at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [TAKING, conversation_id % 2**31])
    row = Conversation.objects.select_related("contact", "queue", "entrance").get(pk=conversation_id)
    standing = standing_of(row, row.contact)
    if standing is not Standing.ADRIFT:
        return standing
    also = (TRANSFER,) if row.is_passed_on else ()
    preferred = row.preferred_agent_id
    if preferred is None and not row.is_passed_on:
        preferred = routing_queries.last_agent_of(row.contact, row.queue)
    try:
        routing.enqueue(
            row.contact_id,
            row.queue,
            channel=Contact.Channel.CHAT,
            weight=row.entrance.weight,
            reasons=routing_queries.head_starts_of(row.contact, row.queue, also),
            preferred_agent_id=preferred,
            kept_rank_at=row.kept_rank_at,
        )
    except routing.QueueIsFull:
        return Standing.OVERFLOWED
    if contact_to_change(row.contact_id, CHAT).status == Contact.Status.ENDED:
        raise _ChangedMeanwhile
    return Standing.ADRIFT


@transaction.atomic
def go_on_or_away(conversation_id: int) -> bool:
    """After an overflow: False when nobody can serve the chat and it ended, True when it is to wait elsewhere now."""
    known = Conversation.objects.get(pk=conversation_id)
    contact = contact_to_change(known.contact_id, CHAT)
    row = locked_chat(conversation_id)
    if standing_of(row, contact) is not Standing.OVERFLOWED:
        return False
    onward = routing_queries.onward(contact.pk)
    if onward is None or not onward.queue.takes(Contact.Channel.CHAT):
        record(events.ChatOverflowed(contact.pk, row.pk, ""), actor=CHAT, unit=contact.unit_id)
        offers = offers_callback(row.queue)
        give_notice(row, contact, "nobody_free", lambda: words.nobody_free(offers_callback=offers))
        ending.close(row, contact, outcome=Contact.Outcome.OVERFLOWED, reason="overflow", by=CHAT)
        return False
    row.queue, row.kept_rank_at, row.place_before = onward.queue, onward.arrived_at, onward.after_place
    contacts.ask_for_person(contact.pk, queue_code=onward.queue.code, by=CHAT)
    record(events.ChatOverflowed(contact.pk, row.pk, onward.queue.code), actor=CHAT, unit=contact.unit_id)
    give_notice(row, contact, "waits_elsewhere", words.waits_elsewhere)
    return True


def offers_callback(queue: Queue) -> bool:
    """Can customers of this queue ask on the web to be called back?"""
    return any(policy.queue_id == queue.pk for policy in callbacks.online_policies())
