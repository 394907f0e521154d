"""Everything that happened with a customer, newest first: contacts on every channel, and tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from wanhao.foundation.accounts.rights import Right
from wanhao.service.contacts import queries as contacts
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact
    from wanhao.service.tickets.models import Ticket

PAGE = 20
ICONS = {
    "call": "phone-incoming",
    "outbound": "phone-outgoing",
    "callback": "phone-calling",
    "chat": "message",
    "hall": "building-store",
    "web": "world",
}
OUTCOMES = {"served": "good", "self_served": "good", "abandoned": "missed", "lost": "missed"}
STATUSES = {"open": "info", "in_progress": "info", "resolved": "good", "closed": "quiet", "merged": "quiet"}


@dataclass(frozen=True)
class Entry:
    """One thing that happened."""

    at: datetime
    icon: str
    what: str
    state: str
    meaning: str
    about: str
    who: str
    note: str
    rating: int | None = None
    link: str = ""


def of_contact(contact: Contact, link: str) -> Entry:
    """A contact as a line."""
    return Entry(
        at=contact.arrived_at,
        icon=ICONS.get(contact.channel, "phone"),
        what=contact.get_channel_display(),
        state=contact.get_outcome_display() or contact.get_status_display(),
        meaning=OUTCOMES.get(contact.outcome, "info" if not contact.outcome else "close"),
        about=str(contact.wrap_up_code or ""),
        who=contact.agent.name if contact.agent else "",
        note=contact.note,
        rating=contact.rating,
        link=link,
    )


def with_links(rows: list[Contact], viewer: Staff) -> list[tuple[Contact, str]]:
    """Contacts with the address of their page, empty where it lies beyond the viewer's reach."""
    near = contacts.visible_contacts(viewer).filter(pk__in=[row.pk for row in rows])
    within = set(near.values_list("pk", flat=True))
    return [(row, reverse("history:contact", args=[row.public_id]) if row.pk in within else "") for row in rows]


def of_ticket(ticket: Ticket) -> Entry:
    """A ticket as a line."""
    return Entry(
        at=ticket.opened_at,
        icon="ticket",
        what=f"{ticket.get_kind_display()} {ticket.number}",
        state=ticket.get_status_display(),
        meaning=STATUSES[ticket.status],
        about=ticket.category.name,
        who=ticket.owner.name,
        note=ticket.text,
        link=reverse("tickets:ticket", args=[ticket.number]),
    )


def timeline(
    customer_id: int, viewer: Staff, before: datetime | None = None, size: int = PAGE
) -> tuple[list[Entry], datetime | None]:
    """A page of what happened before a moment, as far as the viewer may see it, and where the next page begins."""
    entries: list[Entry] = []
    if viewer.may(Right.SEE_CONTACTS):
        rows = contacts.contacts_of_customer(customer_id, most=size + 1, before=before)
        entries += [of_contact(row, link) for row, link in with_links(rows, viewer)]
    if viewer.may(Right.SEE_TICKETS):
        found = tickets.tickets_of_customer(customer_id, viewer, before=before, limit=size + 1)
        entries += [of_ticket(row) for row in found]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    page = entries[:size]
    return page, page[-1].at if len(entries) > size else None
