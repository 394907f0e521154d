"""Who may open the pages of tickets, their files and the appeals about them."""

from __future__ import annotations

from tests.access.pages import BACK_OFFICE, CLERKS, EVERYBODY, INSPECTORS, LEADERS, SEATS, Factory, Page
from tests.factories.files import file_address, own_file_address, ticket_files_address
from tests.factories.lists import list_address, list_file_address, run_address, view_address
from tests.factories.tickets import act_address, linked_address, ticket_address
from tests.service.appeals.pages import APPEAL_OBJECTS, APPEALS
from wanhao.foundation.accounts.rights import ROLE_RIGHTS, Right, Role

REPORT_READERS = frozenset(role for role, rights in ROLE_RIGHTS.items() if Right.SEE_REPORTS in rights)
TECHNICIANS = frozenset({Role.TECHNICIAN})
MANAGEMENT = frozenset({Role.EXECUTIVE})
TICKET_READERS = SEATS | LEADERS | CLERKS | BACK_OFFICE | TECHNICIANS | INSPECTORS | MANAGEMENT
TICKET_WORKERS = SEATS | LEADERS | BACK_OFFICE | TECHNICIANS | MANAGEMENT

TICKET_OBJECTS: dict[str, Factory] = {
    **APPEAL_OBJECTS,
    "ticket": ticket_address,
    "act on a ticket": act_address,
    "linked ticket": linked_address,
    "file of a ticket": file_address,
    "own file of a ticket": own_file_address,
    "files of a ticket": ticket_files_address,
    "saved view": view_address,
    "act on many": run_address,
    "list of tickets": list_address,
    "file of the list": list_file_address,
}
TICKETS = [
    *APPEALS,
    Page("tickets:list", TICKET_READERS),
    Page("tickets:on-time", REPORT_READERS),
    Page("tickets:search", TICKET_READERS, "post"),
    Page("tickets:new", SEATS | LEADERS | CLERKS | BACK_OFFICE),
    Page("tickets:ticket", TICKET_READERS, on="ticket"),
    Page("tickets:story", TICKET_READERS, on="ticket"),
    Page("tickets:side", TICKET_READERS, on="ticket"),
    Page("tickets:note", TICKET_READERS, "post", on="ticket"),
    Page("tickets:act", TICKET_WORKERS, "post", on="act on a ticket"),
    Page("tickets:message", TICKET_WORKERS, "post", on="ticket"),
    Page("tickets:watching", TICKET_READERS, "post", on="ticket"),
    Page("tickets:link_removal", TICKET_WORKERS, "post", on="linked ticket"),
    Page("files:file", TICKET_READERS, on="file of a ticket"),
    Page("files:erasure", TICKET_READERS, "post", on="own file of a ticket", data={"reason": "x"}),
    Page("files:add", TICKET_READERS, "post", on="files of a ticket"),
    Page("lists:run", EVERYBODY, on="act on many"),
    Page("lists:confirmation", EVERYBODY, "post", on="act on many", data={"tags": ["key-customer"]}),
    Page("lists:stopping", EVERYBODY, "post", on="act on many"),
    Page("lists:view_removal", EVERYBODY, "post", on="saved view"),
    Page("lists:views", TICKET_READERS, "post", on="list of tickets", shared=True, data={"name": "x"}),
    Page("lists:columns", TICKET_READERS, "post", on="list of tickets", shared=True),
    Page("lists:choice", TICKET_WORKERS, "post", on="list of tickets", shared=True, data={"act": "tags"}),
    Page("lists:export", LEADERS | MANAGEMENT, on="file of the list", shared=True),
]
