"""Who may open the pages of themes and improvements."""

from __future__ import annotations

from tests.access.pages import BACK_OFFICE, INSPECTORS, LEADERS, Factory, Page
from tests.factories.improvement import (
    improvement_act_address,
    improvement_address,
    theme_act_address,
    theme_address,
)
from wanhao.foundation.accounts.rights import Role

KEEPERS = LEADERS | BACK_OFFICE | frozenset({Role.PLANNER})
READERS = KEEPERS | INSPECTORS | frozenset({Role.EXECUTIVE})

IMPROVEMENT_OBJECTS: dict[str, Factory] = {
    "theme": theme_address,
    "act on a theme": theme_act_address,
    "improvement": improvement_address,
    "act on an improvement": improvement_act_address,
}
IMPROVEMENTS = [
    Page("improvement:themes", READERS),
    Page("improvement:mining", KEEPERS, "post"),
    Page("improvement:mining_stop", KEEPERS, "post"),
    Page("improvement:mining_state", READERS),
    Page("improvement:theme", READERS, on="theme", shared=True),
    Page("improvement:theme_act", KEEPERS, "post", on="act on a theme", shared=True),
    Page("improvement:list", READERS),
    Page("improvement:new", KEEPERS),
    Page("improvement:new", KEEPERS, "post"),
    Page("improvement:improvement", READERS, on="improvement"),
    Page("improvement:comment", READERS, "post", on="improvement", data={"text": "x"}),
    Page("improvement:act", KEEPERS, "post", on="act on an improvement"),
]
