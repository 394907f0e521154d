"""What may become of a ticket, when it is due, how its number and a search term read. Plain Python."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal

TEXT_LIMIT = 4000
PLACE_LIMIT = 200
KEY_LIMIT = 60
MESSAGE_LIMIT = 500
FILES_OF_A_CUSTOMER = 20
SEARCH_MINIMUM = 2
CLOSE = timedelta(hours=2)

NEXT = {
    "open": {"in_progress", "resolved", "closed", "merged"},
    "in_progress": {"resolved", "closed", "merged"},
    "resolved": {"in_progress", "closed", "merged"},
    "closed": {"in_progress"},
    "merged": set[str](),  # undoing the merge gives back what it was before
}


def may_become(status: str, wanted: str) -> bool:
    """May a ticket of this status get the wanted one?"""
    return wanted in NEXT[status]


def is_point(lon: Decimal | None, lat: Decimal | None) -> bool:
    """No point at all, or both coordinates in degrees?"""
    if lon is None or lat is None:
        return lon is None and lat is None
    return -180 <= lon <= 180 and -90 <= lat <= 90


def is_on_time(due: datetime, finished_at: datetime) -> bool:
    """Was it finished by its due moment?"""
    return finished_at <= due


def is_same_minute(one: datetime | None, other: datetime | None) -> bool:
    """Are these the same moment as a form shows it?"""
    if one is None or other is None:
        return one is other
    return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)


def due_meaning(due: datetime | None, finished_at: datetime | None, at: datetime) -> str:
    """How the due time stands: good or missed once finished; else missed, close (within two hours) or good.

    Nothing is due while the clock is paused: quiet.
    """
    if due is None:
        return "quiet"
    if finished_at is not None:
        return "good" if is_on_time(due, finished_at) else "missed"
    if at > due:
        return "missed"
    return "close" if due - at <= CLOSE else "good"


def ticket_number(opened_at_local: datetime, serial: int) -> str:
    """`T20261122-000123`: the day it was opened here, and its serial."""
    return f"T{opened_at_local:%Y%m%d}-{serial:06d}"


def as_ticket_number(term: str) -> str:
    """The ticket number a search term spells, '' when it is none: 't20261122 123' → T20261122-000123."""
    read = re.fullmatch(r"[Tt]?(\d{8})[\s\-]*(\d{1,9})", term.strip())
    return f"T{read.group(1)}-{int(read.group(2)):06d}" if read else ""


def bigrams(term: str) -> list[str]:
    """Pairs of neighbouring characters, as ticket_bigrams in SQL makes them."""
    plain = re.sub(r"\s+", " ", term).lower()
    return sorted({plain[n : n + 2] for n in range(len(plain) - 1)})
