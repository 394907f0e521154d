"""Why a contact comes earlier, and with whom it would rather wait: what arrival in a queue takes along."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from wanhao.foundation import prepared
from wanhao.records.customers.queries import marks_of
from wanhao.service.contacts.queries import earlier_of_the_same
from wanhao.service.routing import rules
from wanhao.service.routing.models import Agent, HeadStart, Membership, Place, Queue
from wanhao.service.routing.rules import HeadStartReason

if TYPE_CHECKING:
    from wanhao.service.contacts.models import Contact

State = Agent.State
ASKED_BEFORE = {
    column: f"""
select 1 from contacts_contact
where {column} = %s and arrived_at >= %s and arrived_at < %s and id <> %s and asked_for_person_at is not null limit 1
"""  # noqa: S608 - our own names
    for column in ("customer_id", "caller_index")
}
SIGNED_IN_TO_SERVE = (State.READY, State.OFFERED, State.BUSY, State.WRAP_UP)


def _known(queue: Queue) -> dict[str, HeadStart]:
    """Reasons that count in this queue; what is said for the queue goes before what is said for all."""
    rows = prepared.rows(HeadStart, "queue_id is null or queue_id = %s", [queue.pk])
    return {row.reason: row for row in sorted(rows, key=lambda row: row.queue_id is not None)}


def _counted(known: dict[str, HeadStart], names: Iterable[str]) -> list[HeadStartReason]:
    seconds = {reason: row.seconds for reason, row in known.items()}
    return rules.head_start(names, seconds, {reason for reason, row in known.items() if row.wants_best})


def head_starts(queue: Queue, names: Iterable[str]) -> list[HeadStartReason]:
    """Seconds of the named reasons in this queue."""
    return _counted(_known(queue), names)


def head_starts_of(contact: Contact, queue: Queue, also: Iterable[str] = ()) -> list[HeadStartReason]:
    """Why this contact comes earlier here: who the customer is, the matter, calling again, and reasons given."""
    customer, known = marks_of(contact.customer_id) if contact.customer_id else None, _known(queue)
    names = rules.reason_names(
        tier=customer.tier if customer else "",
        segment=customer.segment if customer else "",
        special_needs=customer.special_needs if customer else (),
        business_type=contact.business_type,
        is_repeat=rules.REPEAT_CALLER in known and calls_again(contact, queue),
    )
    return _counted(known, [*names, *also])


def calls_again(contact: Contact, queue: Queue) -> bool:
    """Did the same customer, or the same number, reach us within the queue's hours before?"""
    same = _customer_or_number(contact)
    if queue.repeat_hours == 0 or same is None:
        return False
    since = contact.arrived_at - timedelta(hours=queue.repeat_hours)
    found = prepared.fetch_one(ASKED_BEFORE[same[0]], [same[1], since, contact.arrived_at, contact.pk])
    return found is not None


def _customer_or_number(contact: Contact) -> tuple[str, int | str] | None:
    """By what another contact is known to be the same customer's: a column and its value."""
    if contact.customer_id:
        return "customer_id", contact.customer_id
    return ("caller_index", contact.caller_index) if contact.caller_index else None


def last_agent_of(contact: Contact, queue: Queue) -> int | None:
    """Who served this customer last within the queue's days, serves this queue and is at work; else nobody."""
    if not (queue.preferred_days and queue.preferred_seconds and _customer_or_number(contact)):
        return None
    since = timezone.now() - timedelta(days=queue.preferred_days)
    earlier = earlier_of_the_same(contact).filter(arrived_at__gte=since)
    served = Place.objects.filter(contact__in=earlier, agent__isnull=False)
    agent_id = served.order_by("-left_at").values_list("agent_id", flat=True).first()
    if agent_id is None:
        return None
    serves = Membership.objects.filter(queue=queue, agent_id=agent_id)
    return agent_id if serves.filter(agent__state__in=SIGNED_IN_TO_SERVE).exists() else None
