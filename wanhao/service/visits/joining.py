"""What visits bring to what lies below them: evidence for work orders, files, a part of the ticket's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.files import subjects
from wanhao.foundation.files.subjects import FileSubject
from wanhao.service.dispatch import evidence
from wanhao.service.tickets import panels
from wanhao.service.tickets.panels import Panel, Place
from wanhao.service.visits import queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket

MEANINGS = {"under_way": "info", "held": "missed", "finished": "good"}


def words(ticket: Ticket, viewer: Staff) -> dict[str, Any] | None:
    """Visits of the ticket with what they measured."""
    found = queries.of_ticket(ticket.pk)
    if not found:
        return None
    return {"visits": [(one, MEANINGS[one.state], queries.open_readings(one)) for one in found]}


def register() -> None:
    """When the programme starts."""
    evidence.register(queries.evidence_of)
    about = FileSubject(
        may_see=queries.may_see_files,
        may_add=queries.may_add_files,
        facts=lambda visit_id: {"customer_id": queries.customer_of(visit_id)},
    )
    subjects.register("visit", about)
    panels.register(Panel("visits", Place.STORY, 40, "visits/panel.html", words, Right.SEE_TICKETS))
