"""Who may open the pages of appeals."""

from __future__ import annotations

from tests.access.pages import BACK_OFFICE, LEADERS, Factory, Page
from tests.factories.appeals import appeal_act_address, appeal_address, pack_address
from wanhao.foundation.accounts.rights import Role

HANDLERS = LEADERS | BACK_OFFICE | frozenset({Role.EXECUTIVE})

APPEAL_OBJECTS: dict[str, Factory] = {
    "appeal": appeal_address,
    "act on an appeal": appeal_act_address,
    "evidence pack": pack_address,
}
APPEALS = [
    Page("appeals:list", HANDLERS),
    Page("appeals:new", HANDLERS),
    Page("appeals:new", HANDLERS, "post"),
    Page("appeals:appeal", HANDLERS, on="appeal"),
    Page("appeals:packs", HANDLERS, on="appeal"),
    Page("appeals:packs", HANDLERS, "post", on="appeal"),
    Page("appeals:pack", HANDLERS, on="evidence pack"),
    Page("appeals:act", HANDLERS, "post", on="act on an appeal"),
]
