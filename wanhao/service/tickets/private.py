"""What of a ticket the eye can open: the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.privacy.kinds import PrivateKind, register_private
from wanhao.service.tickets import queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket


def is_open_to(ticket: Ticket, viewer: Staff) -> bool:
    """Whoever may see the ticket may be shown where to go."""
    return queries.tickets(viewer).filter(pk=ticket.pk).exists()


def register_private_values() -> None:
    """Let the eye open it."""
    register_private(
        PrivateKind(
            "ticket",
            queries.ticket,
            {"place": lambda ticket: ticket.place},
            customer_of=lambda ticket: ticket.customer_id,
            right=Right.REVEAL_PRIVATE_DATA,
            is_open_to=is_open_to,
        )
    )
