"""What dispatch does about tickets: hops follow a ticket that became graver; no ticket is closed over open orders."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import NotAllowed
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.reactions import reacts_to
from wanhao.service.clocks import actions as clocks
from wanhao.service.dispatch import queries
from wanhao.service.tickets.events import TicketChanged
from wanhao.service.tickets.models import Ticket

WORKER = Actor.system("dispatch")


@reacts_to(TicketChanged)
def follow_the_ticket(event: StoredEvent) -> None:
    """Another severity or category: the departments' promises follow."""
    retarget(event.data["ticket_id"])


@transaction.atomic
def retarget(ticket_id: int) -> None:
    """What is promised for the open orders of a ticket follows its facts; what was spent stays."""
    for one in queries.open_orders_of_ticket(ticket_id):
        order = queries.order_locked(one.pk)
        facts = queries.facts_for_clock(order.ticket, order.department)
        for clock in clocks.retarget(order.subject, facts, by=WORKER):
            order.due_at = clock.due_at
            order.save(update_fields=["due_at"])


def needs_its_departments_answers(ticket: Ticket) -> None:
    """A ticket is not closed while a department works for it."""
    numbers = [order.number for order in queries.open_orders_of_ticket(ticket.pk)]
    if numbers:
        raise NotAllowed(
            _("Work orders of this ticket are still open: %(numbers)s. Wait for their results, or cancel them.")
            % {"numbers": ", ".join(numbers)}
        )
