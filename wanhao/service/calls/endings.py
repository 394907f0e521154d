"""How those who are busy with a call are freed: an agent's service of a contact, or the call they made themselves."""

from __future__ import annotations

from django.db import transaction

from wanhao.foundation import prepared
from wanhao.foundation.accounts.models import Staff
from wanhao.service.calls import calls, queries, queueing
from wanhao.service.calls.models import Call
from wanhao.service.calls.queueing import Ring
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.queries import contact_by_id
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries


@transaction.atomic
def outbound_answered(contact_id: int, staff_number: str) -> Ring:
    """The customer an agent dialled has answered: the agent serves them, in a call of their own."""
    staff = Staff.objects.get(staff_number=staff_number)
    contact = contacts.contact_answered(contact_id, agent=staff, by=staff)
    return Ring.own_call(contact_id, staff.pk, staff_number, contact.arrived_at)


def end_part(contact_id: int, ring: Ring) -> Ring | None:
    """The agent's part in the call is over; whom the freed agent is to be rung for next, if somebody waits."""
    if not ring.is_own_call:
        return queueing.end_service(ring.offer_id)
    following = end_own_call(contact_id)
    return queueing.ring_of(following) if following else None


@transaction.atomic
def end_own_call(contact_id: int) -> int | None:
    """Who was busy with this call as their own is free, after the wrap-up where the customer had answered.

    The contact they are offered next, if it comes at once. Said twice, it counts once.
    """
    staff_id = own_call_of(contact_id)
    if staff_id is None:
        return None
    was_talk = contact_by_id(contact_id).answered_at is not None
    seconds = queries.call_policy().outbound_wrap_up_seconds if was_talk else 0
    following = routing.end_own_call(staff_id, wrap_up_seconds=seconds)
    Call.objects.filter(contact_id=contact_id).update(own_call_of=None)
    return following.contact_id if following else None


def pass_own_call(contact_id: int, to: Staff) -> Ring:
    """Somebody in the call, who is busy with it already, goes on with it in place of who had it as their own."""
    end_own_call(contact_id)
    Call.objects.filter(contact_id=contact_id).update(own_call_of=to)
    contact = contacts.contact_answered(contact_id, agent=to, by=calls.TELEPHONY)
    return Ring.own_call(contact_id, to.pk, to.staff_number, contact.arrived_at)


def own_call_of(contact_id: int) -> int | None:
    """Who is busy with this call as their own."""
    found = prepared.fetch_one("select own_call_of_id from calls_call where contact_id = %s", [contact_id])
    return found[0] if found else None


def close_call(contact_id: int, outcome: str, reason: str) -> None:
    """A call is over: free who waits with it, rings for it or serves it, then end the contact."""
    let_go(contact_id, outcome)
    calls.end_call(contact_id, outcome, reason)


def let_go(contact_id: int, outcome: str) -> None:
    """Free whoever waits with, rings for or serves a call that is over, whatever state it was in."""
    if service := routing_queries.service_of(contact_id):
        routing.end_service(service.pk, outcome="lost" if outcome == "lost" else "served")
    elif routing_queries.is_waiting(contact_id):
        routing.leave_queue(contact_id, "lost" if outcome == "lost" else "abandoned")
    else:
        end_own_call(contact_id)
