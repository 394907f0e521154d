"""The customer's clocks stand still while an appointment lies ahead. The caller holds the ticket's lock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from wanhao.service.clocks import actions as clocks
from wanhao.service.clocks import queries
from wanhao.service.tickets import promises

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.audit.events import Actor
    from wanhao.service.tickets.models import Ticket

APPOINTMENT = "appointment"


def pause_until(ticket: Ticket, until: datetime, *, by: Staff | Actor) -> None:
    """Pause the ticket's clocks until the window begins; without such a reason in use they run on."""
    reason = queries.pause_reason(APPOINTMENT)
    subject = promises.subject_of(ticket)
    go_on(ticket, by=by)
    if reason and any(clock.target in reason.targets for clock in queries.running(subject)):
        clocks.pause(subject, reason, by=by, until=until)
        promises.follow_at_once(ticket)


def go_on(ticket: Ticket, *, by: Staff | Actor) -> None:
    """Let the clocks go on that stand still for an appointment; those that wait for the customer do not."""
    subject = promises.subject_of(ticket)
    waiting = [clock for clock in queries.paused(subject) if clock.paused_for]
    if waiting and all(clock.paused_for and clock.paused_for.code == APPOINTMENT for clock in waiting):
        clocks.resume(subject, by=by)
        promises.follow_at_once(ticket)
