"""A booked appointment goes along when its ticket is merged into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wanhao.common.errors import NotAllowed
from wanhao.foundation.audit.actions import record
from wanhao.service.appointments import events, pausing
from wanhao.service.appointments.models import Appointment
from wanhao.service.tickets.carrying import Carried, register

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket

BOOKED = Appointment.Status.BOOKED


def carry(source: Ticket, target: Ticket, by: Staff) -> list[int]:
    """The window the customer was promised is that of the other ticket now; NotAllowed when it has one of its own."""
    booked = Appointment.objects.select_for_update(of=("self",)).filter(ticket=source, status=BOOKED).first()
    if booked is None:
        return []
    if Appointment.objects.filter(ticket=target, status=BOOKED).exists():
        raise NotAllowed(_("Both tickets have an appointment. Cancel one of them first, and tell the customer."))
    _hang(booked, source, target, by)
    return [booked.pk]


def bring_back(rows: list[int], source: Ticket, target: Ticket, by: Staff) -> None:
    """The appointment, or what it was moved to meanwhile, unless it is over."""
    booked = Appointment.objects.select_for_update(of=("self",)).filter(ticket=target, status=BOOKED).first()
    if booked is None or not (_roots(booked) & set(rows)):
        return
    pausing.go_on(target, by=by)
    _hang(booked, target, source, by)


def _roots(row: Appointment) -> set[int]:
    """The appointment with all those it was moved from."""
    found = {row.pk}
    while row.moved_from is not None:
        row = row.moved_from
        found.add(row.pk)
    return found


def _hang(row: Appointment, here: Ticket, there: Ticket, by: Staff) -> None:
    row.ticket, row.unit, row.region = there, there.unit, there.region
    row.save(update_fields=["ticket", "unit", "region"])
    pausing.pause_until(there, row.slot.begins_at, by=by)
    carried = events.AppointmentCarried(
        ticket_id=there.pk,
        appointment_id=row.pk,
        area=row.slot.area.code,
        begins_at=row.slot.begins_at,
        customer_id=there.customer_id,
        came_from=here.number,
    )
    record(carried, actor=by, unit=row.unit_id)


def register_carrying() -> None:
    """With every merge."""
    register(Carried("appointments", carry, bring_back))
