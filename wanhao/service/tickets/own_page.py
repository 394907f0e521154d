"""Reading a ticket for its customer's own page: whoever asks has proved that it is theirs."""

from __future__ import annotations

from wanhao.service.tickets.models import Ticket
from wanhao.service.tickets.queries import FACTS


def ticket_of_number(number: str) -> Ticket | None:
    """The ticket of a number; of one that was merged, the ticket it went into."""
    found = Ticket.objects.select_related("merged_into", *FACTS).filter(number=number).first()
    return ticket_of(found.merged_into_id) if found and found.merged_into_id else found


def ticket_of(ticket_id: int) -> Ticket | None:
    """The ticket with its facts."""
    return Ticket.objects.select_related(*FACTS).filter(pk=ticket_id).first()
