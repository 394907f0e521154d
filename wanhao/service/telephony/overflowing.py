"""Where a caller goes who cannot wait in a queue, or not any longer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from wanhao.foundation.calendars.queries import is_open
from wanhao.service.callbacks import queries as callbacks
from wanhao.service.routing import queries as routing
from wanhao.service.telephony.queueing import Wish

if TYPE_CHECKING:
    from wanhao.service.routing.models import Queue


def next_wish(contact_id: int, wish: Wish) -> Wish | None:
    """The wish to wait in the overflow queue, with the rank kept; None when the caller can only be told so."""
    stays = routing.why(contact_id)
    last = stays[-1].place if stays else None
    if last is None or last.outcome != last.Outcome.OVERFLOW:
        return None
    passed = {stay.place.queue_id for stay in stays if stay.place.outcome == last.Outcome.OVERFLOW}
    target = last.queue.overflow_queue if last.queue.overflow == last.queue.Overflow.QUEUE else None
    if target is None or target.pk in passed or not _takes_callers(target):
        return None
    arrived = last.rank_at + timedelta(seconds=last.head_start_seconds)  # the other queue adds its own head starts
    return Wish(target.code, also=wish.also, kept_rank_at=arrived)


def offers_callback(contact_id: int) -> bool:
    """Is the caller, who could not wait in the queue, to be offered a callback instead?"""
    stays = routing.why(contact_id)
    last = stays[-1].place if stays else None
    if last is None or last.outcome != last.Outcome.OVERFLOW or last.queue.overflow != last.queue.Overflow.CALLBACK:
        return False
    return callbacks.offered_in(last.queue.code) is not None


def _takes_callers(queue: Queue) -> bool:
    return queue.is_active and is_open(queue.hours_id, timezone.now())
