"""Stays in queues told again from the events alone, to prove the figures made from the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from wanhao.foundation.audit.models import StoredEvent


@dataclass
class Stay:
    """One stay of a contact in one queue, as its events tell it; lengths in seconds."""

    place_id: int
    queue_id: int
    queued_at: datetime
    outcome: str = ""
    wait_seconds: float | None = None
    in_limit: bool = False
    talk_seconds: float | None = None
    wrap_up_seconds: float | None = None


def _accepted(stay: Stay, data: dict[str, Any]) -> None:
    stay.outcome, stay.wait_seconds, stay.in_limit = "answered", data["wait_seconds"], data["in_limit"]


def _left(stay: Stay, data: dict[str, Any]) -> None:
    stay.outcome, stay.wait_seconds = data["outcome"], data["wait_seconds"]


def _service_ended(stay: Stay, data: dict[str, Any]) -> None:
    stay.talk_seconds = data["talk_seconds"]


def _wrap_up_ended(stay: Stay, data: dict[str, Any]) -> None:
    stay.wrap_up_seconds = data["wrap_up_seconds"]


TELLERS: dict[str, Callable[[Stay, dict[str, Any]], None]] = {
    "routing.OfferAccepted": _accepted,
    "routing.ContactLeftQueue": _left,
    "routing.ServiceEnded": _service_ended,
    "routing.WrapUpEnded": _wrap_up_ended,
}


def stays(begin: datetime, end: datetime) -> Iterator[Stay]:
    """Stays that began in [begin, end), told to their end."""
    events = StoredEvent.objects.filter(at__gte=begin, name__in=["routing.ContactQueued", *TELLERS]).order_by("id")
    found: dict[int, Stay] = {}
    for name, data in events.values_list("name", "data").iterator():
        place_id = data["place_id"]
        if name == "routing.ContactQueued":
            queued_at = parse_datetime(data["queued_at"])
            if queued_at is not None and begin <= queued_at < end:
                found[place_id] = Stay(place_id, data["queue_id"], queued_at)
        elif place_id in found:
            TELLERS[name](found[place_id], data)
    yield from found.values()
