"""Who may see and add files of a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.files.subjects import FileSubject, register
from wanhao.service.tickets import queries
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


def may_see(ticket_id: int, viewer: Staff) -> bool:
    """Whoever may see the ticket sees its files, and may add to them as to its story."""
    return queries.tickets(viewer).filter(pk=ticket_id).exists()


def facts(ticket_id: int) -> dict[str, int | None]:
    """The customer and contact of the ticket."""
    ticket = Ticket.objects.filter(pk=ticket_id).only("customer_id", "contact_id").first()
    return {"customer_id": ticket.customer_id, "contact_id": ticket.contact_id} if ticket else {}


def register_files() -> None:
    """Tickets have files."""
    register("ticket", FileSubject(may_see=may_see, may_add=may_see, facts=facts))
