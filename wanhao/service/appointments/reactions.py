"""What happens to tickets and concerns their appointments."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.reactions import reacts_to
from wanhao.service.appointments import actions, queries
from wanhao.service.tickets.events import TicketClosed


@reacts_to(TicketClosed)
def expect_nobody_any_more(event: StoredEvent) -> None:
    """A closed ticket needs no visit: its place is free again."""
    booked = queries.booked_for(event.data["ticket_id"])
    if booked is None:
        return
    try:
        actions.cancel(booked.public_id, reason=_("The ticket was closed."), by=actions.APPOINTMENTS)
    except NotFound:
        return  # it was over meanwhile
