"""What a technician must know of the customer to come and to call: opened for the job, each look an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed
from wanhao.common.masking import mask_name, mask_number
from wanhao.common.phone_numbers import is_telephone_number, normalise_number
from wanhao.foundation.audit.actions import record
from wanhao.foundation.privacy.actions import reason_given_lately
from wanhao.foundation.privacy.events import PrivateDataSeen
from wanhao.records.customers import queries as customers
from wanhao.service.calls.announcement_calls import can_call_out
from wanhao.service.calls.arranged_calls import arrange_call
from wanhao.service.tickets.numbers import number_of
from wanhao.service.visits import events, queries
from wanhao.service.visits.models import FieldPhone
from wanhao.service.visits.queries import Job

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

REASON = "field visit"


@dataclass(frozen=True)
class Address:
    """Who is visited and where; the number only masked."""

    name: str
    number: str
    places: list[str]


@transaction.atomic
def address_for(job: Job, *, by: Staff) -> Address:
    """Name, masked number and the address in the clear, which a technician needs; the look is an event."""
    ticket = job.order.ticket
    places = [ticket.place] if ticket.place else []
    places += customers.address_words(ticket.customer_id) if ticket.customer_id else []
    subject = f"work_order:{job.order.pk}"
    if places and not reason_given_lately(by, subject, ticket.customer_id, None):
        seen = PrivateDataSeen("work_order", job.order.pk, "address", REASON, customer_id=ticket.customer_id)
        record(seen, actor=by, unit=job.order.department_id)
    name = mask_name(ticket.customer.name) if ticket.customer else ""
    return Address(name, mask_number(number_of(ticket)), places)


@transaction.atomic
def number_to_call(number: str, *, by: Staff) -> str:
    """The customer's number for the technician's telephone; the look is an event."""
    job = queries.job(number, by)
    found = number_of(job.order.ticket)
    if not found:
        raise NotAllowed(_("No number of this customer is known. Ask the centre."))
    taken = events.CustomerNumberTaken(
        visit_id=job.visit.pk if job.visit else 0,
        work_order_id=job.order.pk,
        ticket_id=job.order.ticket_id,
        technician_id=by.pk,
        customer_id=job.order.ticket.customer_id,
    )
    record(taken, actor=by, unit=job.order.department_id)
    return found


@dataclass(frozen=True)
class Ways:
    """How a technician reaches the customer: rung by the centre on this telephone, or by their own telephone alone."""

    is_by_centre: bool
    masked: str = ""


def ways_of(staff: Staff) -> Ways:
    """By the centre once the technician has said on which telephone, and calls outside are possible."""
    phone = FieldPhone.objects.filter(staff=staff).first()
    return Ways(phone is not None and can_call_out(), mask_number(phone.number) if phone and phone.number else "")


@transaction.atomic
def set_phone(number: str, *, by: Staff) -> FieldPhone:
    """Ring me on this number, or on my telephone registered with the centre when it is empty."""
    found = normalise_number(number)
    if found and not is_telephone_number(found):
        raise Invalid(number=_("Give a telephone number of 5 to 15 digits."))
    phone, _is_new = FieldPhone.objects.update_or_create(staff=by, defaults={"number": found})
    record(events.FieldPhoneSet(by.pk, is_own_number=bool(found)), actor=by, unit=by.unit_id)
    return phone


@transaction.atomic
def call_by_centre(number: str, *, by: Staff) -> None:
    """Have my telephone rung, then the customer's: recorded, a contact of the ticket, the number not told to me."""
    job = queries.job(number, by)
    found = number_of(job.order.ticket)
    if not found:
        raise NotAllowed(_("No number of this customer is known. Ask the centre."))
    phone = FieldPhone.objects.filter(staff=by).first()
    if phone is None:
        raise NotAllowed(_("Say first on which telephone you are to be rung."))
    arrange_call(job.order.ticket_id, rings=phone.number, number=found, by=by)
