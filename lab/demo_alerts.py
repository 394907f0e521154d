"""What the duty leaders of the demo operator watch: rules over the live figures."""

from __future__ import annotations

from typing import Any

from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.events import Actor
from wanhao.management.alerts import actions

LAB = Actor.system("demo")
LEADERS, DUTY, MANAGER = [Role.TEAM_LEADER, Role.DUTY_LEADER], [Role.DUTY_LEADER], [Role.SYSTEM_MANAGER]

# Chinese name, English name, figure, comparison, threshold, good again from, hold s, clear s, severity, told, escalates
RULES: list[tuple[Any, ...]] = [
    ("排队人数过多", "Too many waiting", "waiting", "above", 8, 4, 20, 40, "warning", LEADERS, (180, DUTY)),
    ("等待时间过长", "Waiting too long", "longest_wait", "above", 90, 30, 10, 30, "critical", LEADERS, (120, DUTY)),
    ("限时接通率偏低", "Service level low", "service_level", "below", 70, 80, 120, 120, "warning", DUTY, (0, [])),
    ("接通率偏低", "Connection rate low", "connection", "below", 85, 92, 120, 120, "warning", DUTY, (0, [])),
    ("放弃率偏高", "Many give up", "abandoned", "above", 15, 8, 120, 120, "critical", DUTY, (300, [Role.EXECUTIVE])),
    ("无就绪坐席", "Nobody is ready", "agents_ready", "below", 1, 2, 120, 30, "notice", LEADERS, (0, [])),
    ("回拨超时", "Callbacks overdue", "callbacks_overdue", "above", 0, 0, 30, 10, "warning", LEADERS, (300, DUTY)),
    ("来话量突增", "Arrivals surge", "arrivals", "above", 4, 2, 60, 300, "critical", DUTY, (300, [Role.EXECUTIVE])),
]
OF_EACH_QUEUE = frozenset({"longest_wait"})


def load_alert_rules(units: dict[str, Unit]) -> int:
    """Rules of the centre, and one of the operator over its processes."""
    for zh, en, figure, comparison, threshold, clear_at, hold, clear, severity, told, escalation in RULES:
        actions.write_rule(
            {
                "name_zh": zh,
                "name_en": en,
                "unit": units["dj-centre"],
                "figure": figure,
                "window_minutes": 30,
                "scope": "each_queue" if figure in OF_EACH_QUEUE else "unit",
                "comparison": comparison,
                "threshold": threshold,
                "clear_at": clear_at,
                "hold_seconds": hold,
                "clear_seconds": clear,
                "severity": severity,
                "tell_roles": list(told),
                "escalate_seconds": escalation[0],
                "escalate_roles": list(escalation[1]),
            },
            by=LAB,
        )
    actions.write_rule(
        {
            "name_zh": "进程无响应",
            "name_en": "A process is down",
            "unit": units["wanhe"],
            "figure": "process_silent",
            "comparison": "above",
            "threshold": 15,
            "clear_at": 10,
            "hold_seconds": 0,
            "clear_seconds": 10,
            "severity": "critical",
            "tell_roles": [*MANAGER, *DUTY],
        },
        by=LAB,
    )
    return len(RULES) + 1
