"""A board the duty leader of the demo operator composed: the whole centre, then the fault queue, very large."""

from __future__ import annotations

from wanhao.access.wallboard import boards
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.audit.events import Actor

LAB = Actor.system("demo")


def load_boards(units: dict[str, Unit]) -> int:
    """One shared board of two pages."""
    boards.compose(
        {
            "name_zh": "值班大屏",
            "name_en": "Duty board",
            "unit": units["dj-centre"],
            "size": "large",
            "is_shared": True,
            "shows_alerts": True,
            "limits": {"waiting": {"close": 3, "missed": 8}, "abandoned_share": {"close": 5, "missed": 10}},
        },
        [
            {
                "title_zh": "中心总览",
                "title_en": "The centre",
                "layout": "tiles",
                "queues": [],
                "figures": ["waiting", "longest_wait", "service_level", "connection", "abandoned_share", "agents"],
                "order": "worst",
                "seconds": 15,
                "shows_agents": True,
                "shows_curve": True,
            },
            {
                "title_zh": "热线与报障",
                "title_en": "Hotline and faults",
                "layout": "table",
                "queues": ["general", "fault"],
                "figures": ["waiting", "longest_wait", "expected_wait", "service_level", "agents"],
                "order": "fixed",
                "seconds": 15,
                "shows_agents": True,
                "shows_curve": True,
            },
        ],
        by=LAB,
    )
    return 1
