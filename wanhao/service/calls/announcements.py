"""What callers of a queue hear: which of the programme's words, and the queue's own."""

from __future__ import annotations

from dataclasses import dataclass

from wanhao.service.calls.models import Announcement
from wanhao.service.routing import queries as routing


@dataclass(frozen=True)
class Telling:
    """What is told this time: the place, the expected wait, and a prompt of the queue's own."""

    place: bool = True
    wait: bool = True
    own: str = ""


def words_for(queue_code: str, moment: str) -> list[str]:
    """Prompt codes of the queue for a moment, in order; none where it has no words of its own."""
    rows = Announcement.objects.filter(queue__code=queue_code, moment=moment)
    return list(rows.values_list("prompt__code", flat=True))


def telling(contact_id: int, nth: int) -> Telling:
    """What the caller hears the n-th time (from 0) while waiting; the queue's own prompts take turns."""
    place = routing.place_of(contact_id)
    if place is None:
        return Telling(place=False, wait=False)
    own = words_for(place.queue.code, Announcement.Moment.WAITING)
    return Telling(place.queue.tells_place, place.queue.tells_wait, own[nth % len(own)] if own else "")
