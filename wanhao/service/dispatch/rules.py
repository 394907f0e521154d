"""What may become of a work order, when a ticket is sent to and fro, when an order is stuck. Plain Python."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

TEXT_LIMIT = 4000
NEXT = {
    "sent": frozenset({"accepted", "refused", "asked_back", "cancelled"}),
    "accepted": frozenset({"bounced", "asked_back", "finished", "cancelled"}),
    "asked_back": frozenset({"sent", "accepted", "cancelled"}),
    "finished": frozenset({"accepted"}),
    "refused": frozenset(),
    "bounced": frozenset(),
    "cancelled": frozenset(),
}
GIVEN_BACK = ("refused", "bounced")


def may_become(state: str, wanted: str) -> bool:
    """May a work order of this state take the wanted one?"""
    return wanted in NEXT[state]


def order_number(sent_at_local: datetime, serial: int) -> str:
    """`W20261122-000123`: the day it was sent here, and its serial."""
    return f"W{sent_at_local:%Y%m%d}-{serial:06d}"


def as_order_number(term: str) -> str:
    """The number a search term spells, '' when it is none: 'w20261122 123' → W20261122-000123."""
    read = re.fullmatch(r"[Ww](\d{8})[\s\-]*(\d{1,9})", term.strip())
    return f"W{read.group(1)}-{int(read.group(2)):06d}" if read else ""


@dataclass(frozen=True)
class Hop:
    """One work order of a ticket, as far as coming and going is concerned."""

    department_id: int
    state: str


def turns(hops: Sequence[Hop]) -> int:
    """How often a ticket went to and fro: handed back, or sent to one department again, whichever is more.

    Network refuses, operations refuses, network refuses: three times handed back, network once again → 3.
    """
    handed_back = sum(hop.state in GIVEN_BACK for hop in hops)
    to_each = Counter(hop.department_id for hop in hops if hop.state != "cancelled")
    again = max(to_each.values(), default=1) - 1
    return max(handed_back, again)


def stuck_since(
    state: str, moved_at: datetime, at: datetime, *, unmoved: timedelta, unaccepted: timedelta
) -> tuple[str, datetime] | None:
    """Why an open order is stuck and since when; None when it is not. Waiting for acceptance has its own limit."""
    limit, why = {
        "sent": (min(unaccepted, unmoved), "unaccepted"),
        "asked_back": (unmoved, "unanswered"),
    }.get(state, (unmoved, "unmoved"))
    return (why, moved_at) if at - moved_at >= limit else None


@dataclass(frozen=True)
class Score:
    """Counts of one department's work orders received in a time."""

    received: int = 0
    finished: int = 0
    in_time: int = 0
    judged: int = 0  # finished, or still open beyond their time
    refused: int = 0
    bounced: int = 0
    done: int = 0  # finished at least once
    reopened: int = 0
    false: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def given_back(self) -> int:
        """Refused, or taken and sent back."""
        return self.refused + self.bounced


def beyond(numerator: int, denominator: int, *, most_percent: int) -> bool:
    """Is the share above the limit? 1 of 20 with at most 5 % is not."""
    return numerator * 100 > most_percent * denominator


def below(numerator: int, denominator: int, *, least_percent: int) -> bool:
    """Is the share below the limit? 9 of 10 with at least 90 % is not."""
    return numerator * 100 < least_percent * denominator
