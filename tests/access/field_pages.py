"""Who may open the pages of field work."""

from __future__ import annotations

from tests.access.pages import BACK_OFFICE, CLERKS, LEADERS, SEATS, Factory, Page
from tests.factories.appointments import booked_address

BOOKERS = SEATS | LEADERS | CLERKS | BACK_OFFICE

FIELD_OBJECTS: dict[str, Factory] = {"booked ticket": booked_address}

FIELD = [
    Page("appointments:plan", BOOKERS),
    Page("appointments:booking", BOOKERS, on="ticket"),
    Page("appointments:cancellation", BOOKERS, "post", on="booked ticket"),
]
