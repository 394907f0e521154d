"""What contexts above show on a ticket's page: they bring the template and its words, tickets know nothing of them.

    register(Panel("work-orders", Place.STORY, 20, "dispatch/panel.html", words_for_ticket, Right.SEE_TICKETS))

`words(ticket, viewer)` gives what the template shows as `panel`, or None when there is nothing to show. Panels are read
again when an event wakes the topic of the ticket.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.accounts.rights import Right
    from wanhao.service.tickets.models import Ticket


class Place(StrEnum):
    """Where on the page."""

    TOP = "top"  # a warning above everything
    ACTS = "acts"  # links or buttons beside the acts of the ticket
    STORY = "story"  # left, below the story
    SIDE = "side"  # right, below the facts


@dataclass(frozen=True)
class Panel:
    """A part of the page; smaller orders come first."""

    name: str
    place: Place
    order: int
    template: str
    words: Callable[[Ticket, Staff], dict[str, Any] | None]
    right: Right


@dataclass(frozen=True)
class Shown:
    """A panel with its words for one ticket and one person."""

    name: str
    template: str
    words: dict[str, Any]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Show this on every ticket's page to those who hold the right."""
    _panels[panel.name] = panel


def shown(place: Place, ticket: Ticket, viewer: Staff) -> list[Shown]:
    """The panels of one place for this ticket and person, in order."""
    found = []
    for panel in sorted(_panels.values(), key=lambda one: one.order):
        if panel.place == place and viewer.may(panel.right):
            words = panel.words(ticket, viewer)
            if words is not None:
                found.append(Shown(panel.name, panel.template, words))
    return found
