"""What the worker does for callbacks."""

from __future__ import annotations

from wanhao.common.loops import repeats
from wanhao.service.callbacks.bringing import bring_all_on


@repeats("callbacks", every_seconds=2)
def bring_callbacks_on() -> None:
    """Into the queue when they may be served, again after a try or a crash; overdue ones are told."""
    bring_all_on()
