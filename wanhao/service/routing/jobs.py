"""What the worker does for routing, besides what happens by itself."""

from __future__ import annotations

from wanhao.common.loops import repeats
from wanhao.service.routing.limits import apply_limits
from wanhao.service.routing.sweeping import SWEEP_SECONDS, sweep


@repeats("routing sweep", every_seconds=SWEEP_SECONDS)
def mend_routing() -> None:
    """Mend what time, a crash or a rollback left behind; one worker at a time."""
    sweep()


@repeats("limits of channels", every_seconds=60)
def follow_seat_classes() -> None:
    """Agents whose posting began or ended have the limits of their class from now on."""
    apply_limits()
