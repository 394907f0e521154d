"""The way from a ticket's page to its appointment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wanhao.foundation.accounts.rights import Right
from wanhao.service.appointments import queries
from wanhao.service.tickets.models import Ticket
from wanhao.service.tickets.panels import Panel, Place, register

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


def words(ticket: Ticket, viewer: Staff) -> dict[str, Any] | None:
    """The booked window, or the offer to book one while the ticket is unfinished."""
    booked = queries.booked_for(ticket.pk)
    if booked is None and ticket.status not in Ticket.UNFINISHED:
        return None
    return {"number": ticket.number, "booked": booked}


def register_panel() -> None:
    """When the programme starts."""
    register(Panel("appointment", Place.ACTS, 30, "appointments/panel.html", words, Right.BOOK_VISITS))
