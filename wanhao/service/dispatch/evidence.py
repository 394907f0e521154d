"""What shows a result: files at the order, and what contexts above keep for it, such as a visit with its readings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wanhao.service.dispatch.models import WorkOrder

Counter = Callable[["WorkOrder"], int]
COUNTERS: list[Counter] = []


def register(counter: Counter) -> None:
    """Let a context above say how many pieces of evidence it keeps for an order."""
    COUNTERS.append(counter)


def pieces(order: WorkOrder) -> int:
    """How many pieces of evidence there are."""
    return sum(counter(order) for counter in COUNTERS)
