"""Work of the telephone side that the worker does: closing what dead processes left."""

from __future__ import annotations

from wanhao.common.loops import repeats
from wanhao.service.calls import announcement_calls, arranged_calls, nodes


@repeats("telephony processes", every_seconds=2)
def close_lost_calls() -> None:
    """Close the calls of telephony processes that fell silent."""
    nodes.WATCH.close_calls_of_silent_nodes()


@repeats("recordings of lost calls", every_seconds=60)
def end_recordings_left() -> None:
    """End recordings that a dead process left running."""
    nodes.end_recordings_left()


@repeats("announcement calls", every_seconds=5)
def close_lost_announcements() -> None:
    """Close announcements and arranged calls that nobody could place or whose process died."""
    announcement_calls.close_lost()
    arranged_calls.close_lost()
