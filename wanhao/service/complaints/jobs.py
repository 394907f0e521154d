"""What the worker does for complaints."""

from __future__ import annotations

from wanhao.common.loops import repeats
from wanhao.service.complaints.closing import place_calls


@repeats("closing calls", every_seconds=10)
def place_closing_calls() -> None:
    """Ask for the callbacks to customers that are due."""
    place_calls()
