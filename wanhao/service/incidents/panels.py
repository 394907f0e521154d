"""What incidents add to a ticket's page, and who may change the tickets attached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.service.incidents import queries
from wanhao.service.incidents.models import Incident, Member
from wanhao.service.tickets import panels, reach
from wanhao.service.tickets.panels import Panel, Place

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket


def register() -> None:
    """Called once, when the programme starts."""
    panels.register(Panel("incident", Place.TOP, 10, "incidents/on_ticket.html", words, Right.SEE_TICKETS))
    reach.let_change(keeps)


def words(ticket: Ticket, viewer: Staff) -> dict[str, Any] | None:
    """The incident a ticket belongs to."""
    incident = queries.incident_of_ticket(ticket.pk)
    if incident is None:
        return None
    return {"incident": incident, "ticket": ticket, "is_parent": incident.ticket_id == ticket.pk}


def keeps(viewer: Staff) -> Q:
    """Who keeps an incident may change the tickets attached to it, wherever they were opened."""
    kept = Incident.objects.filter(within_reach(viewer, Right.KEEP_INCIDENTS))
    return Q(pk__in=Member.objects.filter(incident__in=kept, detached_at=None).values("ticket"))
