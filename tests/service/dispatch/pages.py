"""Who may open the pages of work orders."""

from __future__ import annotations

from typing import Any

from tests.access.pages import BACK_OFFICE, CLERKS, INSPECTORS, LEADERS, SEATS, Factory, Page, for_staff
from tests.factories.dispatch import order_act_address, order_address
from tests.factories.interface import token_headers
from wanhao.foundation.accounts.rights import Role

TECHNICIANS = frozenset({Role.TECHNICIAN})
MANAGEMENT = frozenset({Role.PLANNER, Role.EXECUTIVE})
ORDER_READERS = SEATS | LEADERS | CLERKS | BACK_OFFICE | TECHNICIANS | INSPECTORS | MANAGEMENT
SENDERS = SEATS | LEADERS | BACK_OFFICE
WORKERS = LEADERS | BACK_OFFICE | TECHNICIANS

ORDER_OBJECTS: dict[str, Factory] = {"work order": order_address, "act on a work order": order_act_address}
SENT = {"ticket": "x", "department": "x", "type": "x", "text": "x"}


def operation(name: str, roles: frozenset[Role], method: str = "get", **more: Any) -> Page:
    """An operation of the REST interface, asked with a token of the person."""
    return Page(f"api:{name}", roles, method, headers=token_headers, **more)


ORDERS = [
    operation("work_orders", ORDER_READERS),
    operation("work_order", ORDER_READERS, on="work order"),
    operation("work_orders", SENDERS, "post", data=SENT),
    operation("work_order_acceptance", WORKERS, "post", on="work order"),
    operation("work_order_refusal", WORKERS, "post", on="work order", data={"reason": ""}),
    operation("work_order_result", WORKERS, "post", on="work order", data={"result": ""}),
    Page("dispatch:inbox", ORDER_READERS),
    Page("dispatch:assignment", LEADERS | BACK_OFFICE, "post"),
    Page("dispatch:scoreboard", ORDER_READERS),
    Page("dispatch:scoreboard_file", LEADERS | MANAGEMENT),
    Page("dispatch:behind", ORDER_READERS),
    Page("dispatch:charges", ORDER_READERS),
    for_staff("dispatch:warnings"),
    Page("dispatch:patrol", ORDER_READERS),
    Page("dispatch:send", SENDERS, on="ticket"),
    Page("dispatch:order", ORDER_READERS, on="work order"),
    Page("dispatch:story", ORDER_READERS, on="work order"),
    Page("dispatch:note", ORDER_READERS, "post", on="work order"),
    Page("dispatch:act", ORDER_READERS, "post", on="act on a work order"),
]
