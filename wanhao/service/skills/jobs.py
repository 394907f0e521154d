"""What the worker does for skills."""

from __future__ import annotations

from wanhao.common.loops import repeats
from wanhao.service.skills.expiring import keep_up

EVERY_SECONDS = 300


@repeats("skills that end", every_seconds=EVERY_SECONDS)
def keep_up_with_skills() -> None:
    """Let memberships follow skills that ended, and warn before more do."""
    keep_up()
