"""What the worker does for clocks."""

from __future__ import annotations

from wanhao.common.loops import repeats
from wanhao.service.clocks.firing import fire_all


@repeats("clocks", every_seconds=1)
def tell_what_clocks_reached() -> None:
    """Warnings, broken promises, escalations, ends of pauses; any number of workers at once."""
    fire_all()
