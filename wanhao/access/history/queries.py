"""What the pages of contacts show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wanhao.access.history.sentences import story_of
from wanhao.common.masking import mask_name, mask_number
from wanhao.foundation.accounts.rights import Right
from wanhao.records.customers import queries as customers
from wanhao.service.chat import queries as chat
from wanhao.service.contacts import queries as contacts
from wanhao.service.recordings import queries as recordings
from wanhao.service.routing import queries as routing
from wanhao.service.routing.why import why_waiting
from wanhao.service.tickets import queries as tickets
from wanhao.service.waits import queries as waits

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact

MEANINGS = {
    "served": "good",
    "self_served": "good",
    "abandoned": "missed",
    "lost": "missed",
    "overflowed": "missed",
    "dropped": "quiet",
    "closed_hours": "quiet",
    "unanswered": "quiet",
    "callback": "info",
    "withdrawn": "quiet",
    "": "info",
}


@dataclass(frozen=True)
class Line:
    """A contact in the list, its private values masked."""

    contact: Contact
    who: str
    queue: str
    meaning: str
    wait_seconds: float | None
    talk_seconds: float | None


def lines_of(rows: Iterable[Contact]) -> list[Line]:
    """Contacts as lines."""
    rows = list(rows)
    names = routing.queue_names(row.queue_code for row in rows)
    served = routing.seconds_served(row.pk for row in rows)
    return [line_of(row, names, served) for row in rows]


def line_of(contact: Contact, queue_names: dict[str, str], seconds_served: dict[int, float | None]) -> Line:
    """One contact as a line; the wait is from asking for a person to the answer, or to the end without one.

    The talk is what the queues' agents gave it, as the reports count it: the rating by key is not part of it. What came
    through no queue was talked with from the answer to the end.
    """
    until = contact.answered_at or contact.ended_at
    wait = (until - contact.asked_for_person_at).total_seconds() if until and contact.asked_for_person_at else None
    talk = seconds_served.get(contact.pk)
    if contact.pk not in seconds_served and contact.ended_at and contact.answered_at:
        talk = (contact.ended_at - contact.answered_at).total_seconds()
    return Line(
        contact,
        mask_name(contact.customer.name) if contact.customer else mask_number(contact.caller_number),
        queue_names.get(contact.queue_code, contact.queue_code),
        MEANINGS[contact.outcome],
        wait,
        talk,
    )


def page_of(contact: Contact, viewer: Staff) -> dict[str, Any]:
    """One contact with everything around it."""
    (line,) = lines_of([contact])
    customer = contact.customer
    reachable = customer and customers.customers(viewer).filter(pk=customer.pk).exists()
    return {
        "contact": contact,
        "line": line,
        "foreseen": waits.predictions_of(contact.pk),
        "title": f"{contact.get_channel_display()} · {line.who or '–'}",
        "customer_name": mask_name(customer.name) if customer else "",
        "may_see_customer": bool(reachable),
        "number": mask_number(contact.caller_number),
        "wants": routing.business_type_name(contact.business_type),
        "answers": why_waiting(contact.pk),
        "story": story_of(contact, contacts.timeline(contact)),
        "has_transcript": contact.channel == "chat" and chat.may_read_of(contact, viewer),
        "claimed": claimed_in(contact),
        "recordings": recordings.recordings_of(contact, viewer),
        "may_hear": viewer.may_any((Right.PLAY_RECORDINGS, Right.SERVE_CONTACTS)),
        "tickets": tickets.tickets_of_contact(contact.pk, viewer),
    }


def claimed_in(contact: Contact) -> dict[str, str]:
    """What the customer of a chat said of themselves without proving it, masked."""
    row = chat.conversation_of(contact) if contact.channel == "chat" else None
    if row is None:
        return {}
    return {"number": mask_number(row.claimed_number), "name": mask_name(row.claimed_name)}
