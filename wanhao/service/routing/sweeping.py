"""The backstop, each second: what time, a crash or a rollback left behind is mended."""

from __future__ import annotations

from django.db import connection

from wanhao.service.contacts.queries import contact_by_id
from wanhao.service.routing import functions
from wanhao.service.routing.models import Offer, Place

SWEEP_LOCK = (7401, 1)
SWEEP_SECONDS = 1.0
MOST_OFFERS = 500  # the rest a second later


def sweep() -> list[Offer]:
    """Mend what is due, one short transaction each; nothing when another process is sweeping. Returns new offers."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", SWEEP_LOCK)
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        return []
    try:
        made = [offer_id for kind, key in functions.due() for offer_id in _mend(kind, key)]
        made += _offer_what_waits()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s, %s)", SWEEP_LOCK)
    return list(Offer.objects.filter(pk__in=made))


def _offer_what_waits() -> list[int]:
    """Offer what waits beside an agent, whoever came first over all queues first; the offers made."""
    made: list[int] = []
    passed: set[int] = set()  # somebody else decided there meanwhile
    while len(made) < MOST_OFFERS and (queue_id := functions.first_beside_an_agent(passed)) is not None:
        offers = functions.match(queue_id, most=1)
        made += offers
        if not offers:
            passed.add(queue_id)
    return made


def _mend(kind: str, key: int) -> list[int]:
    """Mend one thing; the offers made by it."""
    if kind == "offer":
        moved = functions.offer_failed(key, Offer.Outcome.NOT_ANSWERED, only_expired=True)
        return [moved.offer_id] if moved and moved.offer_id else []
    if kind == "wrap_up":
        offer_id = functions.finish_wrap_up(key, only_overdue=True)
        return [offer_id] if offer_id else []
    if kind == "over":
        next_offer = functions.end_service(key, None, Offer.Outcome.SERVED)
        return [next_offer] if next_offer else []
    if kind == "overlong":
        functions.leave(key, Place.Outcome.OVERFLOW)
    else:  # the contact is gone
        is_abandoned = contact_by_id(key).outcome == "abandoned"
        functions.leave(key, Place.Outcome.ABANDONED if is_abandoned else Place.Outcome.LOST)
    return []
