"""Who may open the pages of complaints."""

from __future__ import annotations

from tests.access.pages import AUDITOR, BACK_OFFICE, INSPECTORS, LEADERS, SEATS, Factory, Page
from tests.factories.complaints import compensation_address, complaint_address
from tests.service.tickets.pages import TECHNICIANS, TICKET_READERS
from wanhao.foundation.accounts.rights import Role

MANAGEMENT = frozenset({Role.EXECUTIVE})
APPROVERS = LEADERS | BACK_OFFICE | MANAGEMENT
CHANGERS = SEATS | LEADERS | BACK_OFFICE | TECHNICIANS | MANAGEMENT
CHARGE_READERS = LEADERS | INSPECTORS | AUDITOR | frozenset({Role.PLANNER, Role.EXECUTIVE, Role.HALL_MANAGER})
EXPORTERS = LEADERS | frozenset({Role.PLANNER, Role.EXECUTIVE})


def act_on_complaint_address(unit: object, viewer: object) -> dict[str, object]:
    """Raising a complaint of the unit."""
    return complaint_address(unit, viewer) | {"name": "level"}  # type: ignore[arg-type]


COMPLAINT_OBJECTS: dict[str, Factory] = {
    "act on a complaint": act_on_complaint_address,
    "compensation": compensation_address,
}
COMPLAINTS = [
    Page("reports:complaints", CHARGE_READERS),
    Page("reports:complaints_file", EXPORTERS),
    Page("desk:closing-answer", SEATS | LEADERS, "post", on="served_contact"),
    Page("desk:ticket-earlier", SEATS | LEADERS, on="served_contact"),
    Page("complaints:list", TICKET_READERS),
    Page("complaints:closing-calls", TICKET_READERS),
    Page("complaints:approvals", APPROVERS),
    Page("complaints:false-closures", CHARGE_READERS),
    Page("complaints:act", CHANGERS, on="act on a complaint"),
    Page("complaints:act", CHANGERS, "post", on="act on a complaint"),
    Page("complaints:approval", APPROVERS, "post", on="compensation"),
    Page("complaints:refusal", APPROVERS, "post", on="compensation", data={"reason": "x"}),
]
