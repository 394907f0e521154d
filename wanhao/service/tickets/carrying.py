"""What goes along when a ticket is merged into another, and comes back when that is undone.

    register(Carried("work-orders", carry=…, bring_back=…))

Contexts above register what hangs on their side of a ticket; tickets keep the numbers of the rows that went along. Both
are called in the transaction of the merge with both tickets locked, and may refuse it by NotAllowed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket


@dataclass(frozen=True)
class Carried:
    """One kind of rows: `carry(source, target, by)` gives those that went, `bring_back(rows, source, target, by)`."""

    key: str
    carry: Callable[[Ticket, Ticket, Staff], list[int]]
    bring_back: Callable[[list[int], Ticket, Ticket, Staff], None]


_all: dict[str, Carried] = {}


def register(carried: Carried) -> None:
    """Take these along with every merge."""
    _all[carried.key] = carried


def carry_all(source: Ticket, target: Ticket, *, by: Staff) -> dict[str, list[int]]:
    """Everything that hangs on the source hangs on the target now; the rows of each kind."""
    return {one.key: rows for one in _all.values() if (rows := one.carry(source, target, by))}


def bring_all_back(carried: dict[str, list[int]], source: Ticket, target: Ticket, *, by: Staff) -> None:
    """What went along comes back, as far as it is still there."""
    for key, rows in carried.items():
        if key in _all:
            _all[key].bring_back(rows, source, target, by)
