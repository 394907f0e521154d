"""What the worker does for incidents."""

from __future__ import annotations

from wanhao.common.loops import repeats
from wanhao.service.incidents.telling import see_to_restored, send_messages


@repeats("messages of incidents", every_seconds=2)
def send_mass_messages() -> None:
    """Send messages to all, batch after batch."""
    while send_messages():
        pass


@repeats("calls on restoration", every_seconds=5)
def call_after_restoration() -> None:
    """Resolve children and ask for the callbacks of restored incidents, batch after batch."""
    while see_to_restored():
        pass
