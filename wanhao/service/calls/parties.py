"""Who is in a call beside caller and agent, as rows: reserved, answered, gone. Plain functions, each one transaction.

Whoever is asked for is busy from that moment on (an own call, as routing sees it), so that nothing is offered to them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor, Event
from wanhao.service.calls import endings, events
from wanhao.service.calls.models import CallParty
from wanhao.service.calls.queueing import NO_OFFER, TRANSFER, Ring
from wanhao.service.calls.targets import Target, TargetKind, shown
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.queries import contact_by_id
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries

TELEPHONY = Actor.system("telephony")

Role = CallParty.Role
ENTERED = {Role.LISTENS: events.CallListenedTo, Role.WHISPERS: events.CallWhispered, Role.JOINED: events.CallJoined}


@dataclass(frozen=True)
class Asked:
    """One who was asked into a call and is reserved for it; an outside number is nobody's row."""

    party_id: int
    shown: str  # staff number, or the masked outside number
    kind: TargetKind
    staff_id: int | None = None
    queue_code: str = ""  # the queue that was consulted


@transaction.atomic
def ask_staff(contact_id: int, staff_id: int, *, by_id: int, role: str) -> Asked | None:
    """Reserve a member of staff for the call; None when they are in another one or being offered something."""
    if not routing.begin_own_call(staff_id):
        return None
    if CallParty.objects.filter(staff_id=staff_id, left_at=None).exists():
        transaction.set_rollback(True)
        return None
    is_supervisor = role != Role.CONSULTED
    row = CallParty.objects.create(
        contact_id=contact_id,
        staff_id=staff_id,
        asked_by_id=by_id,
        is_supervisor=is_supervisor,
        role=role,
        asked_at=timezone.now(),
    )
    tell(row)
    number = Staff.objects.values_list("staff_number", flat=True).get(pk=staff_id)
    return Asked(row.pk, number, TargetKind.AGENT, staff_id)


def ask_colleague(contact_id: int, target: Target, *, by_id: int) -> Asked | None:
    """Reserve the agent to be consulted; None when they are not ready."""
    staff_id = target.row_id or 0
    now = routing_queries.agent_now(staff_id)
    if now is None or now.agent.state != "ready" or staff_id == by_id:
        return None
    return ask_staff(contact_id, staff_id, by_id=by_id, role=Role.CONSULTED)


@transaction.atomic
def ask_outside(contact_id: int, target: Target, *, by_id: int) -> Asked:
    """Note that a number outside is consulted."""
    row = CallParty.objects.create(
        contact_id=contact_id,
        number=shown(target),
        asked_by_id=by_id,
        role=Role.CONSULTED,
        asked_at=timezone.now(),
    )
    tell(row)
    return Asked(row.pk, row.number, target.kind)


@transaction.atomic
def answered(party_id: int, event: Event, *, by_id: int) -> None:
    """The one consulted has taken the call."""
    CallParty.objects.filter(pk=party_id).update(answered_at=timezone.now())
    record(event, actor=Staff.objects.get(pk=by_id))
    tell(CallParty.objects.get(pk=party_id))


@transaction.atomic
def take_part(party_id: int, event: Event, *, by_id: int) -> None:
    """The one consulted is in the conference."""
    CallParty.objects.filter(pk=party_id).update(role=Role.JOINED)
    record(event, actor=Staff.objects.get(pk=by_id))
    tell(CallParty.objects.get(pk=party_id))


@transaction.atomic
def enter(party_id: int, role: str, *, announced: str) -> None:
    """The supervisor is in the call in this way from now on."""
    row = CallParty.objects.select_related("staff").get(pk=party_id)
    row.role, row.answered_at = Role(role), row.answered_at or timezone.now()
    row.save(update_fields=["role", "answered_at"])
    assert row.staff is not None  # supervisors are staff
    record(ENTERED[Role(role)](row.contact_id, row.staff.pk, announced), actor=row.staff)
    tell(row)


def part_consulted(contact_id: int) -> None:
    """Nobody is consulted any more."""
    for row in CallParty.objects.filter(contact_id=contact_id, is_supervisor=False, left_at=None):
        _part(row)


def part_supervisor(contact_id: int, staff_id: int) -> None:
    """This supervisor is not in the call any more."""
    for row in CallParty.objects.filter(contact_id=contact_id, is_supervisor=True, staff_id=staff_id, left_at=None):
        _part(row)


def part(party_id: int) -> None:
    """They have left, or never came, and are free again, or are waited for no more; said twice, it counts once."""
    row = CallParty.objects.filter(pk=party_id, left_at=None).first()
    if row is not None:
        _part(row)


@transaction.atomic
def _part(row: CallParty) -> None:
    if row.staff_id is not None:
        routing.end_own_call(row.staff_id)
    elif row.waits_as_id is not None:
        routing.leave_queue(row.waits_as_id, "transferred")
        contacts.end_contact(row.waits_as_id, outcome="withdrawn", reason="consultation_over", by=TELEPHONY)
    now = timezone.now()
    if not CallParty.objects.filter(pk=row.pk, left_at=None).update(left_at=now):
        return
    tell(row)
    if row.is_supervisor and row.answered_at:
        seconds = round((now - row.answered_at).total_seconds())
        record(events.SupervisorLeft(row.contact_id, row.staff_id or 0, seconds), actor=TELEPHONY)
    elif not row.is_supervisor:
        name = row.staff.staff_number if row.staff else row.number
        record(events.ConsultationEnded(row.contact_id, name, row.answered_at is not None), actor=TELEPHONY)


def part_all(contact_id: int) -> None:
    """The call is over or lost: nobody is in it any more."""
    for row in CallParty.objects.filter(contact_id=contact_id, left_at=None).select_related("staff"):
        _part(row)


@transaction.atomic
def hand_over(contact_id: int, ring: Ring, asked: Asked, event: Event, *, by_id: int) -> Ring:
    """One who is in the call serves the caller from now on, in the place of the agent; their part goes on as a service.

    Routing comes first: the former agent wraps up. One whom routing does not know serves without an offer.
    """
    assert asked.staff_id is not None
    if ring.is_own_call:
        passed = endings.pass_own_call(contact_id, Staff.objects.get(pk=asked.staff_id))
        CallParty.objects.filter(pk=asked.party_id).update(left_at=timezone.now())
        record(event, actor=Staff.objects.get(pk=by_id))
        return passed
    queue = routing_queries.queue_by_code(asked.queue_code or ring.queue_code)
    reasons = routing_queries.head_starts_of(contact_by_id(contact_id), queue, (TRANSFER,))
    offer_id = routing.hand_over(contact_id, ring.offer_id, to=asked.staff_id, queue=queue, reasons=reasons)
    staff = Staff.objects.get(pk=asked.staff_id)
    contacts.contact_answered(contact_id, agent=staff, by=TELEPHONY)
    now = timezone.now()
    CallParty.objects.filter(pk=asked.party_id).update(left_at=now)
    record(event, actor=Staff.objects.get(pk=by_id))
    return Ring(offer_id or NO_OFFER, contact_id, staff.pk, staff.staff_number, queue.code, ring.rank_at, now, now)


def tell(row: CallParty) -> None:
    """Wake the desks of those who are in the call, once this is committed."""
    agent_id = contact_by_id(row.contact_id).agent_id
    desks = [f"agent:{staff_id}" for staff_id in (row.staff_id, row.asked_by_id, agent_id) if staff_id]
    topics = " ".join([f"contact:{row.contact_id}", *dict.fromkeys(desks)])
    transaction.on_commit(lambda: notify(topics))


def notify(topics: str) -> None:
    """A word to whoever watches these topics."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify('live', %s)", [topics])
