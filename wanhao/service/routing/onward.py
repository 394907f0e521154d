"""Where a contact goes that could not wait in its queue, or not any longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from wanhao.foundation.calendars.queries import is_open
from wanhao.service.routing.models import Place, Queue


@dataclass(frozen=True)
class Onward:
    """Another queue to wait in, from the same arrival; `after_place` is the stay that overflowed into it."""

    queue: Queue
    arrived_at: datetime
    after_place: int


def onward(contact_id: int) -> Onward | None:
    """The overflow queue of the contact's last stay; None when that did not overflow or nobody would take it there."""
    stays = list(Place.objects.filter(contact_id=contact_id).select_related("queue__overflow_queue").order_by("pk"))
    last = stays[-1] if stays else None
    if last is None or last.outcome != Place.Outcome.OVERFLOW:
        return None
    passed = {stay.queue_id for stay in stays if stay.outcome == Place.Outcome.OVERFLOW}
    target = last.queue.overflow_queue if last.queue.overflow == Queue.Overflow.QUEUE else None
    if target is None or target.pk in passed or not target.is_active:
        return None
    if not is_open(target.hours_id, timezone.now()):
        return None
    arrived = last.rank_at + timedelta(seconds=last.head_start_seconds)  # the other queue adds its own head starts
    return Onward(target, arrived, last.pk)
