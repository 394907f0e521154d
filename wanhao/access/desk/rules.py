"""An agent's day in numbers: pieces of a timeline, and how full the time was. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

OFFLINE = "offline"
SERVING = ("busy", "wrap_up")  # with a contact, or writing it up
HOUR = timedelta(hours=1)
MOST_HOURS_MARKED = 12


@dataclass(frozen=True)
class Piece:
    """A stretch of the timeline: shares of the whole from the left, and its seconds."""

    state: str
    begin: datetime
    end: datetime
    left: float
    width: float

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return (self.end - self.begin).total_seconds()


@dataclass(frozen=True)
class Span:
    """What a timeline shows: whole hours around the time signed in."""

    begin: datetime
    end: datetime

    def share(self, at: datetime) -> float:
        """Where a moment lies, from 0 to 1; moments outside lie on the edge."""
        whole = (self.end - self.begin).total_seconds()
        return min(1.0, max(0.0, (at - self.begin).total_seconds() / whole))

    def marks(self) -> list[tuple[datetime, float]]:
        """Whole hours to write below, at most twelve or so."""
        hours = round((self.end - self.begin) / HOUR)
        step = -(-hours // MOST_HOURS_MARKED)
        return [(at, self.share(at)) for at in (self.begin + HOUR * n for n in range(0, hours + 1, max(1, step)))]


def span_of(spells: Iterable[tuple[str, datetime, datetime]], day: tuple[datetime, datetime]) -> Span | None:
    """Whole hours around the time signed in, within the day; None when nobody was signed in."""
    at_work = [(max(begin, day[0]), min(end, day[1])) for state, begin, end in spells if state != OFFLINE]
    at_work = [(begin, end) for begin, end in at_work if begin < end]
    if not at_work:
        return None
    first, last = min(begin for begin, _end in at_work), max(end for _begin, end in at_work)
    begin = day[0] + (first - day[0]) // HOUR * HOUR
    end = day[0] + -((day[0] - last) // HOUR) * HOUR
    return Span(begin, max(end, begin + HOUR))


def pieces(spells: Iterable[tuple[str, datetime, datetime]], span: Span) -> list[Piece]:
    """The states within the span, in order, cut off at its edges; being offline is left out."""
    found = []
    for state, began, ended in spells:
        begin, end = max(began, span.begin), min(ended, span.end)
        if state == OFFLINE or begin >= end:
            continue
        left = span.share(begin)
        found.append(Piece(state, begin, end, left, span.share(end) - left))
    return found


def occupancy(seconds: Mapping[str, float]) -> tuple[float, float]:
    """Serving time and signed-in time: their ratio is the occupancy.

    2 h in conversation and 1 h of wrap-up in 6 h signed in: 10,800 / 21,600 = 50 %.
    """
    signed_in = sum(spent for state, spent in seconds.items() if state != OFFLINE)
    return sum(seconds.get(state, 0.0) for state in SERVING), signed_in
