"""What the worker does for appointments."""

from __future__ import annotations

from wanhao.common.loops import repeats
from wanhao.service.appointments.actions import break_the_missed


@repeats("missed appointments", every_seconds=30)
def notice_missed_appointments() -> None:
    """A window that ended without anybody coming is a broken promise; any number of workers at once."""
    break_the_missed()
