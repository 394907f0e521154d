"""Who may use the operations of the REST interface."""

from __future__ import annotations

from typing import Any

from tests.access.pages import (
    BACK_OFFICE,
    CLERKS,
    DATA_MAINTAINER,
    EVERYBODY,
    INSPECTORS,
    LEADERS,
    MANAGER,
    NOBODY,
    SEATS,
    Page,
)
from tests.factories.interface import token_headers
from tests.service.tickets.pages import TICKET_READERS
from wanhao.foundation.accounts.rights import Role

CUSTOMER_READERS = SEATS | LEADERS | CLERKS | BACK_OFFICE | DATA_MAINTAINER
CONTACT_READERS = SEATS | LEADERS | BACK_OFFICE | INSPECTORS
FLOOR = LEADERS | MANAGER | frozenset({Role.HALL_MANAGER, Role.PLANNER, Role.EXECUTIVE})


def operation(name: str, roles: frozenset[Role], method: str = "get", **more: Any) -> Page:
    """An operation of the REST interface, asked with a token of the person."""
    return Page(f"api:{name}", roles, method, headers=token_headers, **more)


INTERFACE = [
    Page("api:api-root", NOBODY),  # nothing stands there
    operation("description", EVERYBODY),
    operation("agent", SEATS | LEADERS),
    operation("presence", SEATS | LEADERS, "put", data={"state": "meeting"}),
    operation("contacts", CONTACT_READERS),
    operation("contact", CONTACT_READERS, on="contact by id"),
    operation("recording", LEADERS | INSPECTORS, on="recorded contact"),
    operation("customers", CUSTOMER_READERS),
    operation("customer", CUSTOMER_READERS, on="customer by id"),
    operation("customer_searches", CUSTOMER_READERS, "post", data={"term": "12100000001"}),
    operation("queues", FLOOR),
    operation("queue_live", FLOOR, on="queue by code"),
    operation("tickets", TICKET_READERS),
    operation("ticket", TICKET_READERS, on="ticket"),
    operation("tickets", SEATS | LEADERS | CLERKS | BACK_OFFICE, "post", data={"category": "x", "text": "x"}),
]
