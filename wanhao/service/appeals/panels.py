"""What appeals add to a ticket's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import now

from wanhao.foundation.accounts.rights import Right
from wanhao.service.appeals import queries
from wanhao.service.clocks import telling
from wanhao.service.tickets import panels
from wanhao.service.tickets.panels import Panel, Place

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket


def register() -> None:
    """Called once, when the programme starts."""
    panels.register(Panel("appeals", Place.SIDE, 30, "appeals/panel.html", words, Right.SEE_TICKETS))


def words(ticket: Ticket, viewer: Staff) -> dict[str, Any] | None:
    """The ticket's appeals with their clocks, and where one is recorded."""
    found = queries.appeals_of_ticket(ticket.pk)
    may = viewer.may(Right.HANDLE_APPEALS)
    if not found and not may:
        return None
    rows = [(appeal, [one for one in telling.stories([appeal.subject], now()) if not one.is_over]) for appeal in found]
    return {"appeals": rows, "may": may, "number": ticket.number}
