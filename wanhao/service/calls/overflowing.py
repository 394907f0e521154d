"""Where a caller goes who cannot wait in a queue, or not any longer."""

from __future__ import annotations

from wanhao.service.callbacks import queries as callbacks
from wanhao.service.calls.queueing import Wish
from wanhao.service.routing import queries as routing


def next_wish(contact_id: int, wish: Wish) -> Wish | None:
    """The wish to wait in the overflow queue, with the rank kept; None when the caller can only be told so."""
    onward = routing.onward(contact_id)
    if onward is None:
        return None
    return Wish(onward.queue.code, also=wish.also, kept_rank_at=onward.arrived_at)


def offers_callback(contact_id: int) -> bool:
    """Is the caller, who could not wait in the queue, to be offered a callback instead?"""
    stays = routing.why(contact_id)
    last = stays[-1].place if stays else None
    if last is None or last.outcome != last.Outcome.OVERFLOW or last.queue.overflow != last.queue.Overflow.CALLBACK:
        return False
    return callbacks.offered_in(last.queue.code) is not None
