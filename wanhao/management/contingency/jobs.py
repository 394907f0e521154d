"""Work of emergencies that the worker does: ringing members whose time it is."""

from __future__ import annotations

from wanhao.common.loops import repeats
from wanhao.management.contingency import calling


@repeats("calling the emergency team", every_seconds=2)
def call_members() -> None:
    """Ring whoever is to be rung; a member is never rung by two workers."""
    calling.call_due()
