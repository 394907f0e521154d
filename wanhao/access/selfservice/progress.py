"""How a ticket stands, in the customer's words. Notes, names and departments of the house never come here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wanhao.service.appointments import queries as appointments
from wanhao.service.tickets.models import Ticket
from wanhao.service.visits import queries as visits

if TYPE_CHECKING:
    from wanhao.service.appointments.models import Appointment

Status = Ticket.Status


@dataclass(frozen=True)
class Step:
    """A step of the way: done, being done, or still to come."""

    text: str
    at: datetime | None
    state: str  # done, now, later


def headline(ticket: Ticket, booked: Appointment | None) -> str:
    """One sentence that says it all."""
    if ticket.status in (Status.CLOSED, Status.MERGED):
        return _("It is settled. Thank you for your patience.")
    if ticket.status == Status.RESOLVED:
        return _("We believe it is solved. Please tell us whether it is.")
    if booked:
        return _("A technician comes to you within the time agreed on.")
    if ticket.status == Status.IN_PROGRESS:
        return _("We are working on it.")
    return _("We have it and begin soon.")


def steps_of(ticket: Ticket) -> list[Step]:
    """The way of the ticket from its opening to the end."""
    is_begun = ticket.status != Status.OPEN
    is_solved = ticket.status in (Status.RESOLVED, Status.CLOSED, Status.MERGED)
    is_over = ticket.status in (Status.CLOSED, Status.MERGED)
    return [
        Step(_("We received it"), ticket.opened_at, "done"),
        Step(_("Somebody works on it"), None, _state(is_begun, is_solved)),
        *_visit_steps(ticket),
        Step(_("A solution is there"), ticket.resolved_at, _state(is_solved, is_over)),
        Step(_("You agree that it is solved"), ticket.closed_at, "done" if is_over else "later"),
    ]


def _state(is_reached: bool, is_passed: bool) -> str:
    if is_passed:
        return "done"
    return "now" if is_reached else "later"


def _visit_steps(ticket: Ticket) -> list[Step]:
    booked = appointments.booked_for(ticket.pk)
    steps = [Step(_("A technician was with you"), one.arrived_at, "done") for one in visits.of_ticket(ticket.pk)[:1]]
    if booked:
        steps.append(Step(_("A technician comes to you"), booked.slot.begins_at, "now"))
    return steps
