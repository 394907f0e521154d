"""Does a ticket belong to an incident? Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

KINDS = frozenset({"complaint", "fault", "consultation"})
TEXT_LIMIT = 500


@dataclass(frozen=True)
class Area:
    """Where an incident is felt and in which services; one of the places is enough, no service is any."""

    regions: frozenset[str] = frozenset()
    unit_paths: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    products: frozenset[str] = frozenset()
    categories: frozenset[int] = frozenset()  # of these and those below them; none is any


@dataclass(frozen=True)
class Told:
    """What is known of a ticket: its region and unit, the customer's numbers, words, services, category."""

    region: str = ""
    unit_path: str = ""
    numbers: tuple[str, ...] = ()
    words: str = ""
    services: frozenset[str] = frozenset()
    category: int = 0
    kind: str = "fault"


def fits(area: Area, told: Told) -> bool:
    """Is the ticket from the area, about a service affected, of a type and category that count?"""
    return (
        told.kind in KINDS
        and (not area.products or bool(area.products & told.services))
        and (not area.categories or told.category in area.categories)
        and is_from(area, told)
    )


def is_from(area: Area, told: Told) -> bool:
    """Is it from one of the places of the area?"""
    return (
        told.region in area.regions
        or any(told.unit_path.startswith(path) for path in area.unit_paths)
        or any(number.startswith(area.prefixes) for number in told.numbers if area.prefixes)
        or any(place in told.words for place in area.places)
    )


def is_in_time(began_at: datetime, opened_at: datetime, look_back: timedelta) -> bool:
    """Was the ticket opened while the incident goes on, or so long before it was seen?"""
    return opened_at >= began_at - look_back


def one_for_each(tickets: Iterable[tuple[int, int | None]]) -> list[int]:
    """Of (ticket, customer), one ticket for each customer, the first one; all tickets without a customer."""
    seen: set[int] = set()
    found = []
    for ticket, customer in tickets:
        if customer is None or customer not in seen:
            found.append(ticket)
        if customer is not None:
            seen.add(customer)
    return found
