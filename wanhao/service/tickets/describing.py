"""Writing a ticket's description anew; the story keeps what it was."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.service.tickets import events, queries
from wanhao.service.tickets.models import Note, Ticket
from wanhao.service.tickets.writing import about, said, save, tell


@transaction.atomic
def describe_ticket(ticket_id: int, *, version: int, text: str, by: Staff) -> Ticket:
    """Correct the description of an unfinished ticket."""
    ticket = queries.ticket_to_change(ticket_id, by, version)
    if ticket.status not in Ticket.UNFINISHED:
        raise NotAllowed(_("This ticket is finished. Reopen it first."))
    before, ticket.text = ticket.text, said(text, "text")
    if before != ticket.text:
        save(ticket, "text")
        tell(ticket, Note.Kind.NOTE, before, by)
        record(events.TicketChanged(**about(ticket), changed_fields=("text",)), actor=by, unit=ticket.unit_id)
    return ticket
