"""A queue is consulted: the question waits in it through routing, as a contact of its own. One transaction each.

The contact is only the wait. Whoever takes the question is in the caller's call like any colleague consulted, so the
place is left as transferred: figures of the queue count the caller where the transfer is completed, and nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.foundation.calendars.queries import is_open
from wanhao.service.calls import events, parties, queueing
from wanhao.service.calls.models import CallParty
from wanhao.service.calls.parties import TELEPHONY, Asked
from wanhao.service.calls.queueing import TRANSFER, Standing, Stay
from wanhao.service.calls.targets import TargetKind
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.contacts.queries import contact_by_id
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries

if TYPE_CHECKING:
    from wanhao.service.calls.queueing import Ring
    from wanhao.service.calls.targets import Target


@dataclass(frozen=True)
class Question:
    """A question that waits: its part in the caller's call, and the contact that has the place in the queue."""

    party_id: int
    waits_as: int
    queue_code: str


@transaction.atomic
def ask_queue(contact_id: int, target: Target, *, by_id: int) -> Question:
    """The agent asks a queue; it does not wait there yet."""
    caller, agent = contact_by_id(contact_id), Staff.objects.get(pk=by_id)
    wait = contacts.open_contact(channel=Contact.Channel.CONSULT, unit=caller.unit, by=agent, language=caller.language)
    contacts.ask_for_person(wait.pk, queue_code=target.name, by=agent)
    row = CallParty.objects.create(
        contact_id=contact_id,
        number=target.name,
        waits_as=wait,
        asked_by=agent,
        role=CallParty.Role.CONSULTED,
        asked_at=timezone.now(),
    )
    record(events.QueueConsulted(contact_id, by_id, target.name), actor=agent)
    parties.tell(row)
    return Question(row.pk, wait.pk, target.name)


def join_queue(contact_id: int, question: Question) -> Standing:
    """The question waits with the reasons the caller has for coming first, and that of a transfer."""
    queue = routing_queries.queue_by_code(question.queue_code)
    if not is_open(queue.hours_id, timezone.now()):
        return Standing(Stay.CLOSED)
    reasons = routing_queries.head_starts_of(contact_by_id(contact_id), queue, (TRANSFER,))
    try:
        placed = routing.enqueue(question.waits_as, queue, channel=Contact.Channel.CONSULT, reasons=reasons)
    except routing.QueueIsFull:
        return Standing(Stay.FULL)
    return Standing(Stay.WAITING, queueing.ring_of(question.waits_as) if placed.offer_id else None)


@transaction.atomic
def taken(question: Question, ring: Ring) -> Asked | None:
    """An agent of the queue has answered and is reserved for the call; None when the offer was over before."""
    if not routing.take_aside(ring.offer_id):
        return None
    contacts.end_contact(question.waits_as, outcome=Contact.Outcome.WITHDRAWN, reason="consulted", by=TELEPHONY)
    CallParty.objects.filter(pk=question.party_id).update(staff_id=ring.staff_id, number="")
    parties.tell(CallParty.objects.get(pk=question.party_id))
    return Asked(question.party_id, ring.user, TargetKind.QUEUE, ring.staff_id, question.queue_code)
