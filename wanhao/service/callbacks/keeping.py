"""The place a waiting contact gives up for a callback, and what of it the callback keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import now

from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries
from wanhao.service.routing.queries import HeadStartReason

if TYPE_CHECKING:
    from wanhao.service.routing.models import Place

KEPT_AFTER_OVERFLOW = timedelta(minutes=30)


@dataclass(frozen=True)
class Kept:
    """From when the callback's place counts (None: from now on), and the reasons of its head start."""

    rank_at: datetime | None = None
    reasons: Sequence[HeadStartReason] = ()


def leave_for_callback(contact_id: int) -> Kept | None:
    """Out of the queue, the callback is to take the place; None when an agent has answered meanwhile.

    Who could not wait, half an hour ago at most, keeps the place of that moment. The routing call of a transaction.
    """
    place = queries.place_of(contact_id)
    if place is not None:
        return _kept(place) if routing.leave_queue(contact_id, "transferred") else None
    if queries.service_of(contact_id) is not None:
        return None
    last = queries.last_place_of(contact_id)
    return _kept(last) if last is not None and overflowed_lately(last) else Kept()


def overflowed_lately(place: Place) -> bool:
    """Could its contact not wait there, or not any longer, so short a time ago that the place is kept?"""
    is_late = place.left_at is None or now() - place.left_at > KEPT_AFTER_OVERFLOW
    return place.outcome == place.Outcome.OVERFLOW and not is_late


def _kept(place: Place) -> Kept:
    reasons = [HeadStartReason(**reason) for reason in place.reasons]
    return Kept(place.rank_at + timedelta(seconds=place.head_start_seconds), reasons)
