"""What the worker does for work orders; of several workers one at a time."""

from __future__ import annotations

from wanhao.common.loops import repeats
from wanhao.foundation.locks import alone
from wanhao.service.dispatch.patrol import patrol_if_due
from wanhao.service.dispatch.watching import review_warnings

LOCK = 0x64697370  # "disp"
WARNINGS, PATROL = 1, 2


@repeats("dispatch warnings", every_seconds=60)
def review() -> None:
    """Begin and end public warnings."""
    with alone(LOCK, WARNINGS) as is_ours:
        if is_ours:
            review_warnings()


@repeats("dispatch patrol", every_seconds=60)
def patrol() -> None:
    """Make the day's round over open orders once its hour has come."""
    with alone(LOCK, PATROL) as is_ours:
        if is_ours:
            patrol_if_due()
