"""Who may open the pages of group incidents."""

from __future__ import annotations

from tests.access.pages import LEADERS, Factory, Page
from tests.factories.incidents import act_on_incident_address, incident_address
from tests.service.tickets.pages import TICKET_READERS

INCIDENT_OBJECTS: dict[str, Factory] = {"incident": incident_address, "act on an incident": act_on_incident_address}
INCIDENTS = [
    Page("incidents:list", TICKET_READERS),
    Page("incidents:new", LEADERS),
    Page("incidents:incident", TICKET_READERS, on="incident"),
    Page("incidents:found", LEADERS, on="incident"),
    Page("incidents:found", LEADERS, "post", on="incident"),
    Page("incidents:act", LEADERS, on="act on an incident"),
    Page("incidents:act", LEADERS, "post", on="act on an incident"),
]
