"""An agent takes a chat, declines it, passes it on; and one whose agent is gone comes back to the head of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.queries import staff_named
from wanhao.foundation.audit.actions import record
from wanhao.foundation.calendars.queries import is_open
from wanhao.service.chat import events, rules, words
from wanhao.service.chat.models import Conversation
from wanhao.service.chat.waiting import take_place
from wanhao.service.chat.writing import CHAT, give_notice, locked_chat, stop_clocks
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.contacts.queries import contact_to_change, may_steer
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries
from wanhao.service.routing.models import Offer

if TYPE_CHECKING:
    from datetime import datetime

    from wanhao.service.routing.models import Queue


class TargetKind(StrEnum):
    """What a chat is passed on to."""

    QUEUE = "queue"
    AGENT = "agent"


@dataclass(frozen=True)
class Target:
    """Where a chat waits after it was passed on: in a queue, perhaps for one agent first."""

    kind: TargetKind
    name: str
    queue: Queue
    agent_id: int | None = None


def accept_chat(offer_id: int, *, by: Staff) -> Conversation:
    """The agent takes the chat; NotAllowed when the customer has left or the offer is over. Twice, it counts once."""
    offer = routing_queries.offer(offer_id)
    if offer.agent_id != by.pk:
        raise Forbidden(_("This chat is offered to somebody else."))
    return _accept(offer, by)


@transaction.atomic
def _accept(offer: Offer, by: Staff) -> Conversation:
    is_ours = routing.accept_offer(offer.pk)
    known = Conversation.objects.filter(contact_id=offer.contact_id).first()
    if known is None:
        raise NotFound(_("There is no such chat."))
    if not is_ours:
        raise NotAllowed(_("The customer has left, or the time to accept was over."))
    if known.serving_offer == offer.pk:
        return known
    contact = contacts.contact_answered(offer.contact_id, agent=by, by=by)
    row, at = locked_chat(known.pk), timezone.now()
    row.serving_offer, row.agent_seen_at, row.unanswered_since = offer.pk, at, at
    row.silent_since = row.warned_at = row.preferred_agent = row.kept_rank_at = None
    record(events.ChatAccepted(contact.pk, row.pk, by.pk), actor=by, unit=contact.unit_id)
    give_notice(row, contact, "serves_you", lambda: words.serves_you(by))
    return row


def decline_chat(offer_id: int, *, by: Staff) -> None:
    """The agent does not take the chat: it is offered elsewhere at once, and the agent is set aside."""
    offer = routing_queries.offer(offer_id)
    if offer.agent_id != by.pk:
        raise Forbidden(_("This chat is offered to somebody else."))
    routing.offer_failed(offer_id, Offer.Outcome.DECLINED)


def transfer_chat(contact: Contact, *, target: str, note: str = "", by: Staff) -> Target:
    """Pass a chat on to a queue (its code) or a colleague (staff number); the note is for them alone."""
    row = Conversation.objects.select_related("contact__unit", "contact__agent__unit").get(contact=contact)
    if row.contact.agent_id != by.pk and not may_steer(by, row.contact):
        raise Forbidden(_("Only the agent who serves this chat, or a leader, can do this."))
    aim = checked_target(target, row.contact)
    remark = rules.cleaned(note)
    if len(remark) > rules.LONGEST_TEXT:
        raise Invalid(note=_("At most %(most)d characters at once, please.") % {"most": rules.LONGEST_TEXT})
    _pass_on(row, aim, remark, by)
    take_place(row.pk)
    return aim


def checked_target(text: str, contact: Contact) -> Target:
    """What a target stands for; raises Invalid with a sentence for the one who typed it."""
    name = text.strip()
    try:
        queue = routing_queries.queue_by_code(name)
    except NotFound:
        return _colleague(name, contact)
    if not queue.takes(Contact.Channel.CHAT):
        raise Invalid(target=_("The queue %s takes no chats.") % queue.name)
    if not is_open(queue.hours_id, timezone.now()):
        raise Invalid(target=_("The queue %s is closed now.") % queue.name)
    return Target(TargetKind.QUEUE, queue.code, queue)


def _colleague(number: str, contact: Contact) -> Target:
    staff = staff_named(number)
    last = routing_queries.last_place_of(contact.pk)
    if staff is None or last is None:
        raise Invalid(target=_("Give a queue or a staff number."))
    if routing_queries.agent_now(staff.pk) is None:
        raise Invalid(target=_("%(number)s is not an agent.") % {"number": number})
    if staff.pk == contact.agent_id:
        raise Invalid(target=_("%(number)s serves this chat already.") % {"number": number})
    return Target(TargetKind.AGENT, number, last.queue, staff.pk)


@transaction.atomic
def _pass_on(known: Conversation, aim: Target, remark: str, by: Staff) -> None:
    served_by = known.contact.agent_id
    row, contact = _let_go(known)
    if remark:
        row.notes.create(staff=by, text=remark, after_number=row.last_number, written_at=timezone.now())
    _waits_for(row, contact, aim.queue, preferred_agent_id=aim.agent_id)
    event = events.ChatTransferred(contact.pk, row.pk, served_by, aim.kind.value, aim.name, bool(remark))
    record(event, actor=by, unit=contact.unit_id)
    give_notice(row, contact, "passed_on", words.passed_on)


@transaction.atomic
def back_to_queue(conversation_id: int, reason: str) -> bool:
    """Nobody sees to a chat: it waits where it came from, ahead of its former rank. False when somebody does."""
    known = Conversation.objects.select_related("contact", "entrance").get(pk=conversation_id)
    served_by, at = known.contact.agent_id, timezone.now()
    try:
        with transaction.atomic():
            row, contact = _let_go(known, must_be_served=False, outcome=Offer.Outcome.UNREACHABLE)
            if reason == "no_sign" and not _is_forgotten(row, at):
                raise NotAllowed(_("The agent is back."))
    except NotAllowed:
        return False
    last = routing_queries.last_place_of(contact.pk)
    unanswered = int((at - row.unanswered_since).total_seconds()) if row.unanswered_since else 0
    _waits_for(row, contact, last.queue if last else row.queue, kept_rank_at=last.rank_at if last else None)
    returned = events.ChatReturned(contact.pk, row.pk, served_by, reason, unanswered)
    record(returned, actor=CHAT, unit=contact.unit_id)
    give_notice(row, contact, "returned", words.returned)
    return True


def _is_forgotten(row: Conversation, at: datetime) -> bool:
    return rules.is_forgotten(row.unanswered_since, row.agent_seen_at, at, minutes=row.entrance.answer_minutes)


def _let_go(
    known: Conversation, *, must_be_served: bool = True, outcome: str = Offer.Outcome.SERVED
) -> tuple[Conversation, Contact]:
    """End the agent's service, first of all; the chat and its contact, locked. NotAllowed when nobody serves it."""
    service = routing_queries.service_of(known.contact_id)
    if service is not None:
        routing.end_service(service.pk, outcome=outcome)
    elif must_be_served:
        raise NotAllowed(_("Nobody serves this chat at this moment."))
    contact = contact_to_change(known.contact_id, CHAT)
    row = locked_chat(known.pk)
    is_as_known = service is None or service.agent_id == contact.agent_id
    if contact.status != Contact.Status.SERVING or not is_as_known or row.ended_at is not None:
        raise NotAllowed(_("Nobody serves this chat at this moment."))
    return row, contact


def _waits_for(
    row: Conversation,
    contact: Contact,
    queue: Queue,
    *,
    preferred_agent_id: int | None = None,
    kept_rank_at: datetime | None = None,
) -> None:
    """Where the chat is to wait next; taking the place there is a decision of its own."""
    stop_clocks(row)
    last = routing_queries.last_place_of(contact.pk)
    row.queue, row.preferred_agent_id, row.kept_rank_at = queue, preferred_agent_id, kept_rank_at
    row.is_passed_on, row.place_before = True, last.pk if last else 0
    contacts.ask_for_person(contact.pk, queue_code=queue.code, by=CHAT)
