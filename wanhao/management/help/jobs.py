"""What happens to help requests by itself: alarms for what nobody takes, an end for what is answered."""

from __future__ import annotations

from wanhao.common.loops import repeats
from wanhao.management.help import actions, queries


@repeats("help requests", every_seconds=2)
def watch_requests() -> None:
    """Escalate what is late, close what is silent."""
    for one in queries.late_requests():
        actions.escalate(one.pk)
    actions.close_silent()
