"""The end of a chat, from whichever side: its place or its service ends, then the contact, and both are told."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, Forbidden
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.chat import events, words
from wanhao.service.chat.models import Conversation
from wanhao.service.chat.writing import CHAT, give_notice, locked_chat, stop_clocks
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.contacts.queries import contact_to_change, may_steer
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

MOST_TRIES = 10  # each of them loses against another decision of routing about this one chat


class Reason(StrEnum):
    """Why a chat ended; a contact that ended elsewhere brings its own."""

    AGENT = "agent"
    CUSTOMER = "customer"
    SILENCE = "silence"
    HOUSE = "house"  # a leader released it
    CALLBACK = "callback"  # the customer would rather be called back


class _ChangedMeanwhile(Exception):
    """Routing decided something about the chat at this moment: look again."""


def end_chat(conversation_id: int, *, by: Staff | Actor, reason: str) -> Conversation:
    """End a chat, wherever it stands; ended twice, the first one counts."""
    reason = Reason(reason)
    for _try in range(MOST_TRIES):
        try:
            return _end(conversation_id, by, reason)
        except _ChangedMeanwhile:
            continue
    raise Conflict(_("Too much happens with this chat at this moment. Try again."))


@transaction.atomic
def _end(conversation_id: int, by: Staff | Actor, reason: Reason) -> Conversation:
    known = Conversation.objects.select_related("contact__unit", "contact__agent__unit").get(pk=conversation_id)
    if known.ended_at is not None:
        return known
    if not isinstance(by, Actor) and known.contact.agent_id != by.pk and not may_steer(by, known.contact):
        raise Forbidden(_("Only the agent who serves this chat, or a leader, can do this."))
    unserved = Contact.Outcome.LOST if reason is Reason.HOUSE else Contact.Outcome.ABANDONED
    _free(known.contact_id, unserved)
    contact = contact_to_change(known.contact_id, CHAT)
    if routing_queries.is_waiting(contact.pk) or routing_queries.service_of(contact.pk):
        raise _ChangedMeanwhile
    row = locked_chat(conversation_id)
    if row.ended_at is None:
        give_notice(row, contact, f"ended_by_{reason}", lambda: words.ended(reason))
        outcome = Contact.Outcome.SERVED if contact.status == Contact.Status.SERVING else unserved
        close(row, contact, outcome=outcome, reason=reason, by=by)
    return row


def _free(contact_id: int, unserved: str) -> None:
    """One routing call: out of the queue, or the end of the service."""
    if service := routing_queries.service_of(contact_id):
        routing.end_service(service.pk)
    elif routing_queries.is_waiting(contact_id) and not routing.leave_queue(contact_id, unserved):
        raise _ChangedMeanwhile


def close(row: Conversation, contact: Contact, *, outcome: str, reason: str, by: Staff | Actor) -> None:
    """Nothing more is written from now on; contact and chat are locked."""
    agent_id = contact.agent_id
    contacts.end_contact(contact.pk, outcome=outcome, reason=reason, by=CHAT if not isinstance(by, Actor) else by)
    stop_clocks(row)
    row.ended_at = timezone.now()
    row.keep_until = row.ended_at + timedelta(days=row.entrance.keep_days)
    row.save()
    record(events.ChatEnded(contact.pk, row.pk, agent_id, reason, row.last_number), actor=by, unit=contact.unit_id)


@transaction.atomic
def tell_end(conversation_id: int) -> None:
    """The contact has ended elsewhere (a leader released it, an interface closed it): the chat says so."""
    known = Conversation.objects.get(pk=conversation_id)
    contact = contact_to_change(known.contact_id, CHAT)
    row = locked_chat(conversation_id)
    if row.ended_at is None and contact.status == Contact.Status.ENDED:
        give_notice(row, contact, "ended_by_house", lambda: words.ended("house"))
        close(row, contact, outcome=contact.outcome, reason=contact.end_reason or "house", by=CHAT)


@transaction.atomic
def give_up(conversation_id: int) -> None:
    """Its place was closed and the customer left standing: the chat is lost by us, and says so."""
    known = Conversation.objects.get(pk=conversation_id)
    contact = contact_to_change(known.contact_id, CHAT)
    row = locked_chat(conversation_id)
    if row.ended_at is None and contact.status == Contact.Status.WAITING:
        give_notice(row, contact, "ended_by_house", lambda: words.ended("house"))
        close(row, contact, outcome=Contact.Outcome.LOST, reason="dropped", by=CHAT)
