"""Who may open the pages of field work."""

from __future__ import annotations

from tests.access.pages import BACK_OFFICE, CLERKS, INSPECTORS, LEADERS, SEATS, Factory, Page, for_all
from tests.factories.appointments import booked_address
from tests.factories.coverage import LISTED, hotspot_address
from tests.factories.visits import job_address, visit_address
from wanhao.foundation.accounts.rights import Role

TECHNICIANS = frozenset({Role.TECHNICIAN})
EXECUTIVE = frozenset({Role.EXECUTIVE})
TICKET_READERS = SEATS | LEADERS | CLERKS | BACK_OFFICE | TECHNICIANS | INSPECTORS | EXECUTIVE
KEEPERS = BACK_OFFICE | frozenset({Role.DUTY_LEADER})
BOOKERS = SEATS | LEADERS | CLERKS | BACK_OFFICE

FIELD_OBJECTS: dict[str, Factory] = {
    "file of a customer": lambda unit, viewer: {"public_id": "0123456789abcdef"},  # the page asks for the code first
    "booked ticket": booked_address,
    "job": job_address,
    "visit": visit_address,
    "hotspot": hotspot_address,
}

FIELD = [
    Page("appointments:plan", BOOKERS),
    Page("appointments:booking", BOOKERS, on="ticket"),
    Page("appointments:cancellation", BOOKERS, "post", on="booked ticket"),
    Page("visits:jobs", TECHNICIANS),
    Page("visits:worker", TECHNICIANS),
    Page("visits:token", TECHNICIANS),
    Page("visits:job", TECHNICIANS, on="job"),
    Page("visits:arrival", TECHNICIANS, "post", on="job", data={"key": "k" * 32}),
    Page("visits:result", TECHNICIANS, "post", on="job", data={"key": "k" * 32}),
    Page("visits:call", TECHNICIANS, "post", on="job"),
    Page("visits:own_phone", TECHNICIANS, "post"),
    Page("visits:held", LEADERS | BACK_OFFICE | EXECUTIVE),
    Page("visits:record", TICKET_READERS, on="visit"),
    Page("visits:excuse", LEADERS, "post", on="visit", data={"item": "attenuation", "reason": "x"}),
    Page("coverage:map", LEADERS | BACK_OFFICE | EXECUTIVE),
    Page("coverage:hazards", TICKET_READERS),
    Page("coverage:listing", KEEPERS, "post", data=LISTED),
    Page("coverage:hotspot", LEADERS | BACK_OFFICE | EXECUTIVE, on="hotspot"),
    for_all("selfservice:ask"),
    for_all("selfservice:code"),
    for_all("selfservice:new"),
    for_all("selfservice:new_code"),
    for_all("selfservice:another_code", "post"),
    for_all("selfservice:ticket"),
    for_all("selfservice:message", "post"),
    for_all("selfservice:files", "post"),
    for_all("selfservice:file", on="file of a customer", shared=True),
    for_all("selfservice:appointment"),
    for_all("selfservice:answer", "post"),
    for_all("selfservice:leaving", "post"),
]
