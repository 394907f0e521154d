"""What a live call writes: its contact, its row, its steps, its end. Plain functions, each one transaction."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils import timezone

from wanhao.common.errors import Refused
from wanhao.common.masking import mask_number
from wanhao.foundation import prepared
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.records.customers.queries import caller_by_number
from wanhao.service.calls import events, rules
from wanhao.service.calls.models import Call
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.queries import customer_of, public_id_of
from wanhao.service.routing import actions as routing

TELEPHONY = Actor.system("telephony")
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class NumberDialled:
    """A number of ours that customers dial: in which language it greets them, whose contacts they become."""

    number: str
    language: str
    unit_id: int


@dataclass(frozen=True)
class CallFacts:
    """What the flow needs to know of a call that was opened."""

    contact_id: int
    public_id: str
    language: str
    shown_number: str
    may_be_recorded: bool
    shows: str = ""  # the number of ours that others see; the one dialled when it is empty


@transaction.atomic
def open_call(node_id: int, dialled: NumberDialled, *, caller: str, sip_call_id: str) -> CallFacts:
    """A customer calls: open the contact, recognise the number, note which process has the call."""
    unit = prepared.get(Unit, dialled.unit_id)
    customer = caller_by_number(caller)
    language = rules.spoken_language(customer.language if customer and dialled.language == "zh" else dialled.language)
    contact = contacts.open_contact(
        channel="call",
        unit=unit,
        by=TELEPHONY,
        caller_number=caller,
        access_code=dialled.number,
        language=language,
    )
    if customer:
        contacts.identify_customer(
            contact.pk, customer_id=customer.customer_id, subscription_id=customer.subscription_id, by=TELEPHONY
        )
    note_call(contact.pk, node_id, sip_call_id, dialled.number, unit)
    may_be_recorded = customer is None or customer.has_consented_recording
    return CallFacts(contact.pk, contact.public_id, language, mask_number(caller), may_be_recorded)


@transaction.atomic
def open_outbound_call(node_id: int, *, staff_number: str, number: str, sip_call_id: str) -> CallFacts | None:
    """An agent dials a customer: busy from now on, the contact in their unit; None while they ring or serve."""
    staff = Staff.objects.select_related("unit__region").get(staff_number=staff_number)
    if not routing.begin_own_call(staff.pk):
        return None
    customer = caller_by_number(number)
    contact = contacts.open_contact(channel="outbound", unit=staff.unit, by=staff, caller_number=number)
    if customer:
        contacts.identify_customer(contact.pk, customer_id=customer.customer_id, by=staff)
    note_call(contact.pk, node_id, sip_call_id, "", staff.unit, dialled_by=staff)
    may_be_recorded = customer is None or customer.has_consented_recording
    return CallFacts(contact.pk, contact.public_id, "zh", mask_number(number), may_be_recorded)


def note_call(
    contact_id: int, node_id: int, sip_call_id: str, access_code: str, unit: Unit, dialled_by: Staff | None = None
) -> None:
    """The telephone side of a contact begins, in this process."""
    call = Call(
        contact_id=contact_id,
        node_id=node_id,
        sip_call_id=sip_call_id[:200],
        began_at=timezone.now(),
        dialled_by=dialled_by,
        own_call_of=dialled_by,
    )
    prepared.insert(call)
    record(events.CallBegan(contact_id, node_name(node_id), access_code), actor=TELEPHONY, unit=unit)


def node_name(node_id: int) -> str:
    """The name of a telephony process."""
    found = prepared.fetch_one("select name from calls_node where id = %s", [node_id])
    return str(found[0]) if found else ""


def choose_language(contact_id: int, language: str) -> None:
    """The caller chose a language."""
    contacts.set_language(contact_id, language, by=TELEPHONY)


@transaction.atomic
def note_held(contact_id: int) -> None:
    """The agent put the caller on hold."""
    Call.objects.filter(contact_id=contact_id).update(is_held=True)
    record(events.CallHeld(contact_id), actor=TELEPHONY)


@transaction.atomic
def note_resumed(contact_id: int, seconds: float) -> None:
    """The agent took the caller off hold after so many seconds."""
    contacts.add_hold_seconds(contact_id, seconds, by=TELEPHONY)
    Call.objects.filter(contact_id=contact_id).update(is_held=False)
    record(events.CallResumed(contact_id, round(seconds)), actor=TELEPHONY)


def note(event: events.CallEvent) -> None:
    """Keep something that happened to a call."""
    record(event, actor=TELEPHONY)


def rate(contact_id: int, rating: int) -> None:
    """The customer's mark by key."""
    try:
        contacts.rate_contact(contact_id, rating, by=Actor.customer(customer_of(contact_id)))
    except Refused:
        log.warning("rating not taken", contact=public_id_of(contact_id))


@transaction.atomic
def end_call(contact_id: int, outcome: str, reason: str) -> None:
    """The call is over: close the contact and the call's row. Said twice, it counts once."""
    call = prepared.first(Call, "contact_id = %s for update", [contact_id])
    if call is None or not call.is_live:
        return
    contact = contacts.end_contact(contact_id, outcome=outcome, reason=reason, by=TELEPHONY)
    call.is_live, call.is_held, call.ended_at, call.end_reason = False, False, timezone.now(), reason[:30]
    prepared.update(call, "is_live", "is_held", "ended_at", "end_reason")
    if outcome == "lost":
        record(events.CallLost(contact_id, reason, node_name(call.node_id)), actor=TELEPHONY, unit=contact.unit_id)
