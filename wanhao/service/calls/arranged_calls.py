"""Calls arranged for somebody away from a desk, as rows: asked, taken once, a contact of the ticket, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import NotAllowed
from wanhao.common.masking import mask_number
from wanhao.common.phone_numbers import is_barred, normalise_number
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.records.customers.queries import caller_by_number
from wanhao.service.calls import calls, events, rules
from wanhao.service.calls.arranged_models import ArrangedCall
from wanhao.service.calls.calls import CallFacts
from wanhao.service.calls.queueing import Ring
from wanhao.service.contacts import actions as contacts
from wanhao.service.tickets import watching

TELEPHONY = Actor.system("telephony")
Outcome = ArrangedCall.Outcome
ELSEWHERE = timedelta(seconds=4)  # so long a process without the telephone leaves the call to the others
NOBODY = timedelta(seconds=20)  # so long nobody took it
SILENT = timedelta(seconds=10)


@dataclass(frozen=True)
class ToPlace:
    """A call to place: the person's own number, or their registered telephone when it is empty."""

    id: int
    staff_number: str
    rings: str
    number: str
    may_be_elsewhere: bool


@transaction.atomic
def arrange_call(ticket_id: int, *, rings: str, number: str, by: Staff) -> ArrangedCall:
    """Have the person's telephone rung, then the customer's; NotAllowed when nobody can be dialled."""
    number, rings = normalise_number(number), normalise_number(rings) if rings else ""
    if not settings.WANHAO.outbound_trunk:
        words = _("Calls to outside numbers are not set up yet. Ask the administrator to set the outbound trunk.")
        raise NotAllowed(words)
    if not rules.is_outside_number(number) or (rings and not rules.is_outside_number(rings)):
        raise NotAllowed(_("This is not a telephone number."))
    if any(is_barred(one, settings.WANHAO.barred_numbers) for one in (number, rings) if one):
        raise NotAllowed(_("This number is never dialled here. Ask the administrator whether it may be."))
    if ArrangedCall.objects.filter(staff=by, outcome="").exists():
        raise NotAllowed(_("A call of yours is being made. Pick up, or wait until it is over."))
    row = ArrangedCall.objects.create(
        staff=by, rings=rings, number=number, ticket_id=ticket_id, asked_at=timezone.now()
    )
    record(events.CallArranged(row.pk, ticket_id, by.pk), actor=by, unit=by.unit_id)
    return row


def to_place() -> list[ToPlace]:
    """What nobody has taken yet, the oldest first."""
    now = timezone.now()
    rows = ArrangedCall.objects.filter(outcome="", taken_at=None).select_related("staff").order_by("asked_at", "pk")
    return [
        ToPlace(row.pk, row.staff.staff_number, row.rings, row.number, now - row.asked_at < ELSEWHERE) for row in rows
    ]


def take(call_id: int, node_id: int) -> bool:
    """This process places the call; False when another one does."""
    mine = ArrangedCall.objects.filter(pk=call_id, taken_at=None, outcome="")
    return bool(mine.update(taken_at=timezone.now(), node_id=node_id))


@transaction.atomic
def open_contact(call_id: int, node_id: int, sip_call_id: str) -> CallFacts:
    """The person has picked up: a contact of their own begins, recorded, and stands on the ticket."""
    row = ArrangedCall.objects.select_related("staff__unit__region", "ticket").get(pk=call_id)
    contact = contacts.open_contact(channel="outbound", unit=row.staff.unit, by=row.staff, caller_number=row.number)
    if row.ticket.customer_id:
        contacts.identify_customer(contact.pk, customer_id=row.ticket.customer_id, by=TELEPHONY)
    calls.note_call(contact.pk, node_id, sip_call_id, "", row.staff.unit)
    watching.join_contact(row.ticket_id, contact.pk, by=row.staff)
    row.contact = contact
    row.save(update_fields=["contact"])
    customer = caller_by_number(row.number)
    may_be_recorded = customer is None or customer.has_consented_recording
    return CallFacts(contact.pk, contact.public_id, "zh", mask_number(row.number), may_be_recorded)


@transaction.atomic
def answered(contact_id: int, staff_number: str) -> Ring:
    """The customer has picked up: the person serves them, busy with it as with no contact of a queue."""
    staff = Staff.objects.get(staff_number=staff_number)
    contact = contacts.contact_answered(contact_id, agent=staff, by=TELEPHONY)
    return Ring.own_call(contact_id, staff.pk, staff_number, contact.arrived_at)


@transaction.atomic
def end(call_id: int, outcome: str) -> bool:
    """The call is over, or could not be made. Said twice, it counts once."""
    rows = ArrangedCall.objects.filter(pk=call_id, outcome="")
    if not rows.update(outcome=outcome, ended_at=timezone.now()):
        return False
    row = ArrangedCall.objects.select_related("staff").get(pk=call_id)
    ended = events.ArrangedCallEnded(row.pk, row.ticket_id, row.staff_id, outcome)
    record(ended, actor=TELEPHONY, unit=row.staff.unit_id)
    return True


def close_lost() -> int:
    """End as lost what a process that died had taken, and what nobody took."""
    now = timezone.now()
    dead = Q(node__beat_at__lt=now - SILENT) | Q(node__started_at__gt=F("taken_at")) | Q(node__stopped_at__isnull=False)
    gone = Q(taken_at__isnull=False) & dead | Q(taken_at=None, asked_at__lt=now - NOBODY)
    lost = list(ArrangedCall.objects.filter(gone, outcome="").values_list("pk", flat=True))
    return sum(end(call_id, Outcome.LOST) for call_id in lost)
