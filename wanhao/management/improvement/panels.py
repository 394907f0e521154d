"""What themes add to a ticket's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wanhao.foundation.accounts.rights import Right
from wanhao.management.improvement import theme_queries
from wanhao.service.tickets import panels
from wanhao.service.tickets.panels import Panel, Place

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket


def register() -> None:
    """Called once, when the programme starts."""
    panels.register(Panel("theme", Place.SIDE, 60, "improvement/on_ticket.html", words, Right.SEE_THEMES))


def words(ticket: Ticket, viewer: Staff) -> dict[str, Any] | None:
    """The theme the ticket belongs to, and where it is moved to another; nothing when it has none."""
    place = theme_queries.place_of(ticket.pk)
    if place is None:
        return None
    theme = place.theme.merged_into or place.theme
    return {"place": place, "theme": theme, "may": viewer.may(Right.KEEP_IMPROVEMENTS), "number": ticket.number}
