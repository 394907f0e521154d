"""What the worker does for clocks."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.service.clocks import following
from wanhao.service.clocks.firing import fire_all

FORGOTTEN_SECONDS = 10  # longer than any process remembers working hours


@repeats("clocks", every_seconds=1)
def tell_what_clocks_reached() -> None:
    """Warnings, broken promises, escalations, ends of pauses; any number of workers at once."""
    fire_all()


@app.task(name="clocks.follow_hours")
def follow_hours(hours_id: int) -> None:
    """A calendar was changed: running clocks are due at other moments. Those held meanwhile are looked at again."""
    _changed, left = following.follow(hours_id)
    if left:
        follow_hours.configure(schedule_in={"seconds": FORGOTTEN_SECONDS}).defer(hours_id=hours_id)
