"""What a ticket's page shows of its work orders: all hops as one story, and the form to send another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wanhao.foundation.accounts.rights import Right
from wanhao.service.dispatch import look, queries
from wanhao.service.dispatch.forms import SendForm
from wanhao.service.tickets import panels
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


def hops(ticket: Ticket, viewer: Staff) -> dict[str, Any] | None:
    """The work orders of the ticket; nothing when there are none and the viewer may send none."""
    orders = queries.orders_of_ticket(ticket.pk)
    may_send = ticket.status in Ticket.UNFINISHED and queries.may_send(ticket, viewer)
    if not orders and not may_send:
        return None
    return {
        "ticket": ticket,
        "rows": look.rows_of(orders),
        "lines": queries.story_of_ticket(ticket.pk) if orders else [],
        "form": SendForm(ticket=ticket) if may_send else None,
    }


def to_and_fro(ticket: Ticket, viewer: Staff) -> dict[str, Any] | None:
    """A warning above everything when the ticket went to and fro beyond the limit."""
    mark = queries.pingpong_of(ticket.pk)
    return {"mark": mark} if mark else None


def register_panels() -> None:
    """Tickets show them."""
    panels.register(
        panels.Panel("work-orders", panels.Place.STORY, 20, "dispatch/panel.html", hops, Right.SEE_WORK_ORDERS)
    )
    panels.register(
        panels.Panel("to-and-fro", panels.Place.TOP, 20, "dispatch/to_and_fro.html", to_and_fro, Right.SEE_WORK_ORDERS)
    )
