"""The way to route. Each action is one SQL function: one transaction, one decision, events and live word included.

A routing action comes first in its transaction, and there is one of them: see sql/locks.sql.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation import prepared
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import actor_key, record
from wanhao.foundation.audit.events import Actor
from wanhao.service.routing import events, functions, rules
from wanhao.service.routing.functions import Enqueued
from wanhao.service.routing.memberships import end_membership, set_membership
from wanhao.service.routing.models import Agent, BreakReason, Offer, Place, Queue
from wanhao.service.routing.ringing import note_ringing
from wanhao.service.routing.rules import HeadStartReason
from wanhao.service.routing.sweeping import sweep

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

__all__ = [
    "Enqueued",
    "HeadStartReason",
    "QueueIsFull",
    "accept_offer",
    "begin_own_call",
    "end_membership",
    "end_own_call",
    "end_service",
    "enqueue",
    "enrol_agent",
    "finish_wrap_up",
    "hand_over",
    "leave_queue",
    "note_ringing",
    "offer_failed",
    "ring_late",
    "set_aside",
    "set_membership",
    "set_own_wrap_up",
    "set_state",
    "steer_agent",
    "sweep",
    "take_aside",
]


class QueueIsFull(NotAllowed):
    """Nobody is free and too many wait; the place was kept as overflowed."""

    code = "queue_is_full"


def _offer(offer_id: int | None) -> Offer | None:
    return None if offer_id is None else prepared.get(Offer, offer_id)


def enqueue(
    contact_id: int,
    queue: Queue,
    *,
    channel: str = "call",
    weight: int = rules.FULL_LOAD,
    reasons: Sequence[HeadStartReason] = (),
    preferred_agent_id: int | None = None,
    kept_rank_at: datetime | None = None,
) -> Enqueued:
    """The contact waits in the queue, or is offered at once; raises QueueIsFull when it cannot wait there."""
    enqueued, is_full = functions.enqueue(
        [
            contact_id,
            queue.pk,
            weight,
            rules.total_seconds(reasons),
            json.dumps([reason.as_json() for reason in reasons]),
            preferred_agent_id,
            kept_rank_at,
            channel,
        ]
    )
    if is_full:  # after the commit: the place is kept as overflowed
        raise QueueIsFull(_("The queue is full: nobody can wait there now."))
    return enqueued


def set_state(staff_id: int, state: str, *, reason: str = "", by: Staff | Actor) -> Offer | None:
    """Ask for a state; ready may bring an offer at once. While serving it is kept for afterwards."""
    check_state(state, reason)
    return _offer(functions.set_state(staff_id, state, reason, actor_key(by)))


def check_state(state: str, reason: str) -> None:
    """Refuse states nobody can ask for, and a break without one of its reasons."""
    if not rules.is_askable(state):
        raise Invalid(state=_("Choose ready, break, training, meeting or offline."))
    if rules.needs_reason(state) and not BreakReason.objects.filter(code=reason, is_active=True).exists():
        raise Invalid(reason=_("Choose the reason of the break from the list."))


def set_aside(staff_id: int, *, by: Staff | Actor) -> None:
    """An agent who gives no sign is not answering until they say that they are ready again."""
    functions.set_state(staff_id, Agent.State.NOT_ANSWERING, "no_sign", actor_key(by))


def steer_agent(agent_id: int, state: str, *, reason: str = "", by: Staff) -> Offer | None:
    """A leader puts an agent of their units into a state."""
    if not Agent.objects.visible_to(by, Right.STEER_FLOOR).filter(pk=agent_id).exists():
        raise Forbidden(_("This agent belongs to another unit."))
    return set_state(agent_id, state, reason=reason, by=by)


def accept_offer(offer_id: int) -> bool:
    """The agent answered; False when the offer was withdrawn or ran out meanwhile."""
    return functions.accept(offer_id)


def ring_late(offer_id: int) -> datetime | None:
    """The agent's telephone begins to ring late: the offer runs its whole time from now; None when it is over."""
    return functions.ring_late(offer_id)


def offer_failed(offer_id: int, outcome: str) -> Enqueued | None:
    """Declined, not answered or unreachable: the agent is set aside and the contact is offered elsewhere at once.

    None when the offer had been answered or ended meanwhile.
    """
    if outcome not in (Offer.Outcome.DECLINED, Offer.Outcome.NOT_ANSWERED, Offer.Outcome.UNREACHABLE):
        raise Invalid(outcome=_("An offer fails as declined, not answered or unreachable."))
    return functions.offer_failed(offer_id, outcome, only_expired=False)


def end_service(offer_id: int, *, at: datetime | None = None, outcome: str = Offer.Outcome.SERVED) -> Offer | None:
    """The conversation is over: the agent wraps up, then is ready or what they wanted. Said twice, it counts once.

    Without a wrap-up time, the agent's next offer may come at once.
    """
    return _offer(functions.end_service(offer_id, at, outcome))


def begin_own_call(staff_id: int) -> bool:
    """An agent dials a customer and is busy until it is over; False while something rings or is being served."""
    return functions.begin_own_call(staff_id)


def end_own_call(staff_id: int, *, wrap_up_seconds: int = 0) -> Offer | None:
    """The call an agent dialled is over; after a conversation they wrap up, for their own time or the one given.

    Without wrap-up the next offer may come at once. Said twice, it counts once.
    """
    return _offer(functions.end_own_call(staff_id, wrap_up_seconds))


def take_aside(offer_id: int) -> bool:
    """The agent offered to a waiting colleague has answered: busy as with an own call, no service begins.

    False when the offer was withdrawn or ran out meanwhile.
    """
    return functions.take_aside(offer_id)


def hand_over(
    contact_id: int, before_id: int, *, to: int, queue: Queue, reasons: Sequence[HeadStartReason] = ()
) -> int | None:
    """One who is in the call already serves the contact from now on; the service before it ends. The new offer's id,
    None when routing does not know them as an agent."""
    kept = json.dumps([reason.as_json() for reason in reasons])
    return functions.hand_over([contact_id, before_id, to, queue.pk, rules.total_seconds(reasons), kept])


def finish_wrap_up(staff_id: int) -> Offer | None:
    """The agent has finished the work after the contact; the next offer may come at once."""
    return _offer(functions.finish_wrap_up(staff_id, only_overdue=False))


def prolong_wrap_up(staff_id: int) -> None:
    """A little longer for the work after the contact, once, where the queue allows it."""
    if not functions.prolong_wrap_up(staff_id):
        raise NotAllowed(_("The wrap-up can be prolonged once, where the queue allows it."))


def leave_queue(contact_id: int, outcome: str) -> bool:
    """The contact waits no more; a running offer is withdrawn. False when it did not wait."""
    if outcome not in Place.Outcome.values or outcome == Place.Outcome.ANSWERED:
        raise Invalid(outcome=_("A contact leaves a queue as abandoned, overflow, closed, transferred or lost."))
    return functions.leave(contact_id, outcome)


@transaction.atomic
def enrol_agent(staff: Staff, *, by: Staff | Actor) -> Agent:
    """Make a member of staff known to routing; done again, it only follows a change of unit."""
    region = staff.unit.region or staff.unit
    agent, is_new = Agent.objects.update_or_create(staff=staff, defaults={"unit": staff.unit, "region": region})
    if is_new:
        record(events.AgentEnrolled(staff.pk, staff.unit_id), actor=by, unit=staff.unit)
    return agent


@transaction.atomic
def set_own_wrap_up(agent_id: int, seconds: int | None, *, by: Staff | Actor) -> None:
    """The agent's own wrap-up time in place of the queues'; none: that of the queue again."""
    agent = Agent.objects.select_for_update(of=("self",)).get(pk=agent_id)
    if agent.wrap_up_seconds == seconds:
        return
    Agent.objects.filter(pk=agent_id).update(wrap_up_seconds=seconds)
    record(events.OwnWrapUpSet(agent_id, seconds), actor=by, unit=agent.unit_id)
