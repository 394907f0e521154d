"""Which number somebody outside sees when an agent calls: the one chosen, else the usual one of the agent's unit."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from wanhao.foundation.accounts.models import Staff
from wanhao.service.calls.models import ShownNumber
from wanhao.service.ivr import queries as ivr

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Unit


def may_show(staff: Staff) -> list[ShownNumber]:
    """Numbers of the agent's unit and of those above it, the nearest unit first, its usual one before the others."""
    rows = ShownNumber.objects.filter(unit__path__in=_paths_to(staff.unit), is_active=True).select_related("unit")
    found = {row.number: row for row in sorted(rows, key=lambda row: (len(row.unit.path), row.is_usual))}
    return sorted(found.values(), key=lambda row: (-len(row.unit.path), not row.is_usual, row.number))


def shown_by(staff: Staff, chosen: str = "") -> str | None:
    """What is shown when this agent calls; None when they may not show what they chose. Empty: we have no number.

    Without a usual number of a unit it is the number by which customers reach that unit.
    """
    numbers = may_show(staff)
    if chosen:
        return chosen if any(row.number == chosen for row in numbers) else None
    if usual := next((row for row in numbers if row.is_usual), None):
        return usual.number
    codes = ivr.active_access_codes()
    ours = [code for code in codes if code.unit.path in _paths_to(staff.unit)] or codes
    return max(ours, key=lambda code: len(code.unit.path)).number if ours else ""


def shown_by_number(staff_number: str, chosen: str) -> str | None:
    """The same for the telephone process, which knows staff by their numbers."""
    return shown_by(Staff.objects.select_related("unit").get(staff_number=staff_number), chosen)


def _paths_to(unit: Unit) -> list[str]:
    """The paths of a unit and of all above it: `/1/4/` lies below `/1/` and `/`."""
    return list(accumulate(part + "/" for part in unit.path.rstrip("/").split("/")))
