"""Hazards are told of as soon as a ticket says so; signal complaints are checked when they are reported done."""

from __future__ import annotations

from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.reactions import reacts_to
from wanhao.service.coverage import actions, queries
from wanhao.service.coverage.models import FieldCategory
from wanhao.service.dispatch.events import WorkOrderFinished
from wanhao.service.tickets.events import TicketChanged, TicketClosed, TicketOpened, TicketResolved
from wanhao.service.tickets.own_page import ticket_of


@reacts_to(TicketOpened, TicketChanged)
def tell_of_hazards(event: StoredEvent) -> None:
    """An emergency is told of at once; safe to run twice, each hazard has one alarm."""
    ticket = ticket_of(event.data["ticket_id"])
    if ticket and queries.is_of(ticket, FieldCategory.Meaning.HAZARD):
        actions.tell_of_hazard(ticket.pk)


@reacts_to(WorkOrderFinished, TicketResolved, TicketClosed)
def check_signal_complaints(event: StoredEvent) -> None:
    """Without contact and site test it counts against the department."""
    ticket = ticket_of(event.data["ticket_id"])
    if ticket and queries.is_of(ticket, FieldCategory.Meaning.SIGNAL):
        actions.charge_or_lift(ticket.pk)
