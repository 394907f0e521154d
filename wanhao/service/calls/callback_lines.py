"""Callbacks and the telephone: what a call writes when a callback is agreed, taken, dialled, reached or missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from wanhao.common.masking import mask_number
from wanhao.common.phone_numbers import is_barred, is_telephone_number, normalise_number
from wanhao.foundation.accounts.models import Staff
from wanhao.service.callbacks import actions as callbacks
from wanhao.service.callbacks import queries
from wanhao.service.callbacks.keeping import leave_for_callback
from wanhao.service.callbacks.queries import Calling
from wanhao.service.callbacks.rules import Result
from wanhao.service.calls import calls, presence, queueing, rules
from wanhao.service.calls.calls import TELEPHONY, CallFacts
from wanhao.service.calls.queueing import Ring, Standing, Wish
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.queries import contact_by_id
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries

if TYPE_CHECKING:
    from wanhao.service.callbacks.models import Callback


# -- a caller who waits -----------------------------------------------------------------------------------


def join(contact_id: int, wish: Wish) -> tuple[Standing, bool]:
    """Let the caller wait; who had asked for a callback goes on from the kept place, and the callback is closed."""
    kept = None if wish.kept_rank_at else callbacks.go_on_from_callback(contact_id)
    if kept is None:
        return queueing.join(contact_id, wish), False
    wish = Wish(wish.queue_code, wish.also, wish.preferred_agent_id, kept)
    return queueing.join(contact_id, wish), True


def own_number(contact_id: int) -> str:
    """The number the caller can be called back on; empty when it is not known."""
    return usable_number(contact_by_id(contact_id).caller_number)


def usable_number(text: str) -> str:
    """A number as we would dial it; empty when it is none, or a colleague's."""
    number = normalise_number(text)
    if not is_telephone_number(number) or not rules.is_outside_number(number):
        return ""
    if is_barred(number, settings.WANHAO.barred_numbers):
        return ""
    return "" if number in presence.staff_numbers() else number


def agree(contact_id: int, queue_code: str, number: str) -> Callback | None:
    """The caller leaves the queue and the callback takes the kept place; None when an agent has answered meanwhile."""
    kept = leave_for_callback(contact_id)
    if kept is None:
        return None
    return callbacks.ask_callback(
        contact_by_id(contact_id),
        number=number,
        queue=routing_queries.queue_by_code(queue_code),
        by=callbacks.CALLBACKS,
        kept_rank_at=kept.rank_at,
        reasons=kept.reasons,
    )


# -- calling back -----------------------------------------------------------------------------------------


def to_ring(watched: frozenset[int]) -> tuple[frozenset[int], list[tuple[int, int]]]:
    """Contacts of callbacks that wait, and the offers among them nobody rings for yet."""
    waiting = queries.contacts_queued()
    return waiting, queries.offers_to_ring() if waiting else []


def claimed(contact_id: int, offer_id: int) -> tuple[Ring, Calling] | None:
    """What is needed to ring the agent; None when another process does, or the offer is over."""
    if not callbacks.claim(contact_id, offer_id):
        return None
    ring, calling = queueing.ring_of(contact_id), queries.calling(contact_id)
    return None if ring is None or calling is None else (ring, calling)


def take(node_id: int, ring: Ring, calling: Calling, sip_call_id: str) -> CallFacts | None:
    """The agent has answered; None when the callback is over and the agent must be told. Spoken in their language."""
    if not routing.accept_offer(ring.offer_id):
        return None
    agent = Staff.objects.get(pk=ring.staff_id)
    if not callbacks.take(calling.contact_id, agent):
        routing.end_service(ring.offer_id)
        return None
    with transaction.atomic():
        unit = contact_by_id(calling.contact_id).unit
        calls.note_call(calling.contact_id, node_id, sip_call_id, calling.shown_number, unit)
    return facts(calling, rules.spoken_language(agent.language))


def facts(calling: Calling, language: str) -> CallFacts:
    """What the flow needs to know of it."""
    return CallFacts(
        calling.contact_id,
        calling.public_id,
        language,
        mask_number(calling.number),
        calling.may_be_recorded,
        calling.shown_number,
    )


@transaction.atomic
def reached(contact_id: int, staff_id: int) -> None:
    """The customer has answered."""
    contacts.contact_answered(contact_id, agent=Staff.objects.get(pk=staff_id), by=TELEPHONY)
    callbacks.end_try(contact_id, Result.REACHED)


def missed(contact_id: int, offer_id: int, result: Result) -> None:
    """The customer was not reached, or not dialled: the agent is free, the callback closed or put off."""
    routing.end_service(offer_id)
    callbacks.end_try(contact_id, result)
    calls.end_call(contact_id, "unanswered", result.value)
