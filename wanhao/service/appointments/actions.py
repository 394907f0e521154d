"""Booking, moving, cancelling appointments, and saying whether they were kept."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import locked_first
from wanhao.service.appointments import events, pausing, queries, rules
from wanhao.service.appointments.models import Appointment, Area, Slot
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from wanhao.service.appointments.rules import Window

APPOINTMENTS = Actor.system("appointments")
Status = Appointment.Status


@transaction.atomic
def book(
    ticket_id: int, area_id: int, begins_at: datetime, *, by: Staff | Actor, at: datetime | None = None
) -> Appointment:
    """Book a place in a window for a ticket; its clocks pause until the window begins."""
    at = at or now()
    ticket = _ticket_to_book(ticket_id, by)
    if queries.booked_for(ticket.pk):
        raise NotAllowed(_("This ticket has an appointment already. Move it instead."))
    made = _hold_place(ticket, _area(area_id, ticket), begins_at, by=by, at=at)
    pausing.pause_until(ticket, made.slot.begins_at, by=by)
    return made


def _ticket_to_book(ticket_id: int, by: Staff | Actor) -> Ticket:
    """The ticket, locked, if it is unfinished and within this person's reach."""
    if isinstance(by, Staff):
        _check_reach(ticket_id, by)
    ticket = tickets.locked_ticket(ticket_id)
    if ticket.status not in Ticket.UNFINISHED:
        raise NotAllowed(_("This ticket is finished. Reopen it first."))
    return ticket


def _check_reach(ticket_id: int, by: Staff) -> None:
    if not by.may(Right.BOOK_VISITS) or not tickets.tickets(by).filter(pk=ticket_id).exists():
        raise Forbidden(_("You may not book appointments for this ticket."))


def _area(area_id: int, ticket: Ticket) -> Area:
    area = next((one for one in queries.areas_for(ticket.region) if one.pk == area_id), None)
    if area is None:
        raise Invalid(area=_("Choose an area of the customer's region."))
    return area


def _hold_place(ticket: Ticket, area: Area, begins_at: datetime, *, by: Staff | Actor, at: datetime) -> Appointment:
    """Take the lowest free place of the window, under its lock."""
    window = queries.window_at(area, begins_at)
    if window is None or window.begins_at < at + timedelta(minutes=area.notice_minutes):
        raise Invalid(window=_("Choose one of the windows offered: this one is too soon or outside the hours."))
    slot, capacity, place = _locked_place(area, window)
    made = Appointment.objects.create(
        ticket=ticket,
        slot=slot,
        place=place,
        booked_at=at,
        booked_by=by if isinstance(by, Staff) else None,
        unit=ticket.unit,
        region=ticket.region,
    )
    record(events.AppointmentBooked(**_about(made), place=place, capacity=capacity), actor=by, unit=ticket.unit_id)
    return made


def _locked_place(area: Area, window: Window) -> tuple[Slot, int, int]:
    slot, _is_new = Slot.objects.get_or_create(
        area=area, begins_at=window.begins_at, defaults={"ends_at": window.ends_at}
    )
    slot = Slot.objects.select_for_update().get(pk=slot.pk)
    capacity = rules.capacity_of(window, queries.words_of(area), area.capacity)
    held = slot.appointments.filter(status__in=(Status.BOOKED, Status.KEPT, Status.BROKEN))
    taken = list(held.values_list("place", flat=True))
    place = rules.lowest_free(taken, capacity) if len(taken) < capacity else None
    if place is None:
        raise Conflict(_("Somebody has just taken the last place of this window. Choose another one."))
    return slot, capacity, place


def _about(row: Appointment) -> dict[str, Any]:
    return {
        "ticket_id": row.ticket_id,
        "appointment_id": row.pk,
        "area": row.slot.area.code,
        "begins_at": row.slot.begins_at,
        "customer_id": row.ticket.customer_id,
    }


def _end(row: Appointment, status: str, at: datetime, reason: str = "") -> None:
    row.status, row.ended_at, row.reason = status, at, reason.strip()[:200]
    row.save(update_fields=["status", "ended_at", "reason", "arrived_at"])


@transaction.atomic
def move(
    public_id: str, begins_at: datetime, *, by: Staff | Actor, reason: str = "", at: datetime | None = None
) -> Appointment:
    """Another window of the same area; the old place is free again only when the new one is held."""
    at = at or now()
    old = queries.appointment_to_change(public_id)
    if isinstance(by, Staff):
        _check_reach(old.ticket_id, by)
    if old.slot.begins_at == begins_at:
        raise Invalid(window=_("The appointment is in this window already."))
    _end(old, Status.MOVED, at, reason)
    made = _hold_place(old.ticket, old.slot.area, begins_at, by=by, at=at)
    made.moved_from = old
    made.save(update_fields=["moved_from"])
    moved = events.AppointmentMoved(**_about(made), was_at=old.slot.begins_at, reason=old.reason)
    record(moved, actor=by, unit=made.unit_id)
    pausing.pause_until(made.ticket, made.slot.begins_at, by=by)
    return made


@transaction.atomic
def cancel(public_id: str, *, reason: str, by: Staff | Actor, at: datetime | None = None) -> Appointment:
    """Nobody is expected any more; the clocks go on."""
    row = queries.appointment_to_change(public_id)
    if isinstance(by, Staff):
        _check_reach(row.ticket_id, by)
    if not reason.strip():
        raise Invalid(reason=_("Say why."))
    _end(row, Status.CANCELLED, at or now(), reason)
    record(events.AppointmentCancelled(**_about(row), reason=row.reason), actor=by, unit=row.unit_id)
    pausing.go_on(row.ticket, by=by)
    return row


@transaction.atomic
def note_arrival(public_id: str, *, by: Staff | Actor, at: datetime) -> Appointment:
    """Somebody has come: within the window the appointment is kept, outside it is broken."""
    row = queries.appointment_to_change(public_id)
    row.arrived_at = at
    if rules.is_kept(row.slot.window, at, row.slot.area.grace_minutes):
        _end(row, Status.KEPT, now())
        record(events.AppointmentKept(**_about(row), arrived_at=at), actor=by, unit=row.unit_id)
    else:
        _break(row, by)
    pausing.go_on(row.ticket, by=by)
    return row


def _break(row: Appointment, by: Staff | Actor) -> None:
    _end(row, Status.BROKEN, now())
    record(events.AppointmentBroken(**_about(row), arrived_at=row.arrived_at), actor=by, unit=row.unit_id)


@transaction.atomic
def correct_arrival(public_id: str, *, by: Staff, at: datetime) -> Appointment | None:
    """A phone without network tells late that somebody was there in time: broken by silence becomes kept."""
    row = locked_first(Appointment.objects.select_related("slot__area", "ticket").filter(public_id=public_id))
    is_silent = row is not None and row.status == Status.BROKEN and row.arrived_at is None
    if row is None or not is_silent:
        return None
    row.arrived_at = at
    if not rules.is_kept(row.slot.window, at, row.slot.area.grace_minutes):
        row.save(update_fields=["arrived_at"])
        return row
    _end(row, Status.KEPT, now())
    record(events.AppointmentKept(**_about(row), arrived_at=at), actor=by, unit=row.unit_id)
    return row


def break_the_missed(at: datetime | None = None) -> int:
    """Windows that ended (with their grace) and nobody came: broken; how many."""
    at = at or now()
    waiting = Appointment.objects.filter(status=Status.BOOKED, slot__ends_at__lt=at).select_related("slot__area")
    missed = [
        row.public_id for row in waiting[:500] if at > row.slot.ends_at + timedelta(minutes=row.slot.area.grace_minutes)
    ]
    for public_id in missed:
        with suppress(NotFound), transaction.atomic():  # somebody came or cancelled meanwhile
            row = queries.appointment_to_change(public_id)
            _break(row, APPOINTMENTS)
            pausing.go_on(row.ticket, by=APPOINTMENTS)
    return len(missed)
