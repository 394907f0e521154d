"""What incidents do about tickets that are opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.audit.reactions import reacts_to
from wanhao.service.incidents import actions
from wanhao.service.tickets.events import TicketOpened

if TYPE_CHECKING:
    from wanhao.foundation.audit.models import StoredEvent


@reacts_to(TicketOpened)
def attach_to_its_incident(event: StoredEvent) -> None:
    """A ticket of the area becomes a child of the incident."""
    actions.attach_when_opened(event.data["ticket_id"])
