"""Who may open the pages of callbacks."""

from __future__ import annotations

from tests.access.pages import BACK_OFFICE, CLERKS, LEADERS, MANAGER, SEATS, Factory, Page, for_all
from tests.factories.callbacks import callback_address, proof_address
from wanhao.foundation.accounts.rights import Role

FLOOR = LEADERS | MANAGER | frozenset({Role.PLANNER, Role.EXECUTIVE, Role.HALL_MANAGER})

CALLBACK_OBJECTS: dict[str, Factory] = {"callback": callback_address, "proof of a number": proof_address}

CALLBACKS: list[Page] = [
    Page("callbacks:list", FLOOR),
    Page("callbacks:new", SEATS | LEADERS | CLERKS | BACK_OFFICE),
    Page("callbacks:callback", FLOOR, on="callback"),
    Page("callbacks:cancellation", LEADERS, "post", on="callback"),
    Page("callbacks:moving", LEADERS, "post", on="callback"),
    for_all("callback:ask"),
    for_all("callback:code", on="proof of a number", shared=True),
    for_all("callback:state", on="callback", shared=True),
    for_all("callback:taking_back", "post", on="callback", shared=True),
]
