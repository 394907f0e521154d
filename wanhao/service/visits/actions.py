"""What a technician tells from the phone: arrived, result with readings; and who decides about readings outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.queries import holders_of
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.files.actions import keep
from wanhao.foundation.locks import locked
from wanhao.foundation.notices.actions import notify
from wanhao.service.appointments import actions as appointments
from wanhao.service.dispatch import actions as dispatch
from wanhao.service.dispatch.models import WorkOrder
from wanhao.service.tickets import queries as tickets
from wanhao.service.visits import events, queries, rules
from wanhao.service.visits.models import JobType, Reading, Sending, Visit
from wanhao.service.visits.rules import Value

State = Visit.State
MOST_PHOTOS = 12


@dataclass(frozen=True)
class Told:
    """How a phone names what it sends: a key made there, and the moment by its clock."""

    key: str
    at: datetime | None = None


@dataclass(frozen=True)
class Result:
    """The filled checklist."""

    text: str
    values: dict[str, str]
    job_type: str = ""
    photos: Sequence[UploadedFile] = ()
    signature: UploadedFile | None = None
    report: UploadedFile | None = None
    arrived_at: datetime | None = field(default=None)


def tell_arrival(number: str, told: Told, *, by: Staff) -> Visit:
    """The technician is at the customer's: the appointment is kept or broken by this moment."""
    return _once(told, "arrival", by, lambda: _arrive(number, told, by))


def send_result(number: str, result: Result, told: Told, *, by: Staff) -> Visit:
    """Readings, photos and signature: the work order is finished, or held for a reading outside its limit."""
    return _once(told, "result", by, lambda: _take_result(number, result, told, by))


def _once(told: Told, kind: str, by: Staff, do: Callable[[], Visit]) -> Visit:
    """Do it unless something of this key was done; one that is being done is waited for."""
    if not 16 <= len(told.key) <= 40:
        raise Invalid(key=_("This sending has no key. Load the page again."))
    with transaction.atomic():
        try:
            with transaction.atomic():
                sending = Sending.objects.create(key=told.key, sender=by, kind=kind, told_at=told.at, received_at=now())
        except IntegrityError:
            return _done_before(told.key, by)
        visit = do()
        sending.visit = visit
        sending.save(update_fields=["visit"])
        return visit


def _done_before(key: str, by: Staff) -> Visit:
    sending = Sending.objects.select_related("visit").get(key=key)
    if sending.sender_id != by.pk or sending.visit is None:
        raise Forbidden(_("This was sent by somebody else."))
    return sending.visit


def _arrive(number: str, told: Told, by: Staff) -> Visit:
    job = queries.job(number, by)
    tickets.locked_ticket(job.order.ticket_id)
    at = rules.believed(told.at, now())
    order = _in_work(job.order, by)
    visit = queries.unfinished_visit(order)
    return visit or _begin(order, queries.job_type_of(job.order.ticket, ""), at, told.at, by)


def _in_work(order: WorkOrder, by: Staff) -> WorkOrder:
    if order.state == WorkOrder.State.SENT:
        return dispatch.accept_work_order(order.pk, by=by)
    if order.state != WorkOrder.State.ACCEPTED:
        raise NotAllowed(_("This work order is finished or was given back. Look at today's jobs."))
    return order


def _begin(order: WorkOrder, job_type: JobType, at: datetime, told_at: datetime | None, by: Staff) -> Visit:
    visit = Visit.objects.create(
        order=order,
        ticket_id=order.ticket_id,
        technician=by,
        job_type=job_type,
        arrived_at=at,
        unit_id=order.department_id,
        region_id=order.region_id,
    )
    appointment = queries.appointment_of(order)
    if appointment and appointment.status == "booked":
        appointments.note_arrival(appointment.public_id, by=by, at=at)
    elif appointment:
        appointments.correct_arrival(appointment.public_id, by=by, at=at)
    record(events.TechnicianArrived(**_about(visit), arrived_at=at, told_at=told_at), actor=by, unit=visit.unit_id)
    return visit


def _about(visit: Visit) -> dict[str, Any]:
    return {
        "visit_id": visit.pk,
        "work_order_id": visit.order_id,
        "ticket_id": visit.ticket_id,
        "technician_id": visit.technician_id,
        "customer_id": visit.ticket.customer_id,
    }


def _take_result(number: str, result: Result, told: Told, by: Staff) -> Visit:
    job = queries.job(number, by)
    tickets.locked_ticket(job.order.ticket_id)
    order = _in_work(job.order, by)
    job_type = queries.job_type_of(job.order.ticket, result.job_type)
    values = _checked(job_type, result)
    at = now()
    arrived = rules.believed(result.arrived_at or told.at, at)
    visit = queries.unfinished_visit(order) or _begin(order, job_type, arrived, result.arrived_at, by)
    visit.job_type, visit.result, visit.sent_at = job_type, result.text.strip(), at
    _check_proofs(visit, result)
    _keep_files(visit, result, by)
    visit.save()
    _write_readings(visit, values)
    outside = tuple(one.item.code for one in queries.open_readings(visit))
    sent = events.ResultSent(
        **_about(visit), job_type=job_type.code, readings=len(values), outside=outside, photos=len(result.photos)
    )
    record(sent, actor=by, unit=visit.unit_id)
    return _hold(visit, outside, by) if outside else _finish(visit, by)


def _checked(job_type: JobType, result: Result) -> dict[str, Value]:
    """What was entered for each item; Invalid names the fields that are missing or no number."""
    values, wrong = {}, {}
    for item in job_type.items.all():
        try:
            values[item.code] = rules.read_value(item.kind, result.values.get(item.code, ""))
        except rules.NotANumber:
            wrong[f"item-{item.code}"] = _("%(item)s: give a number.") % {"item": item.name}
    names = {item.code: item.name for item in job_type.items.all()}
    for code in rules.missing([item.line for item in job_type.items.all()], values):
        wrong.setdefault(f"item-{code}", _("%(item)s is still empty.") % {"item": names[code]})
    if not result.text.strip():
        wrong["result"] = _("Say what was done.")
    if len(result.photos) > MOST_PHOTOS:
        wrong["photos"] = _("Send at most %(n)s photos.") % {"n": MOST_PHOTOS}
    if wrong:
        raise Invalid(**wrong)
    return {code: value for code, value in values.items() if not value.is_empty}


def _check_proofs(visit: Visit, result: Result) -> None:
    wrong: dict[str, object] = {}
    if visit.job_type.needs_signature and not (result.signature or visit.signature_id):
        wrong["signature"] = _("The customer's signature is missing.")
    if visit.job_type.needs_report and not (result.report or visit.report_id):
        wrong["report"] = _("Attach the technical report of the site test.")
    if wrong:
        raise Invalid(**wrong)


def _keep_files(visit: Visit, result: Result, by: Staff) -> None:
    for photo in result.photos:
        keep(photo, subject=visit.subject, by=by, field="photos")
    if result.signature:
        visit.signature = keep(result.signature, subject=visit.subject, by=by, field="signature")
    if result.report:
        visit.report = keep(result.report, subject=visit.subject, by=by, field="report")


def _write_readings(visit: Visit, values: dict[str, Value]) -> None:
    """The new readings; one that was accepted outside its limit and is the same keeps its acceptance."""
    before = {one.item_id: one for one in visit.readings.all()}
    Reading.objects.filter(visit=visit).delete()
    for item in visit.job_type.items.filter(code__in=values):
        value, old = values[item.code], before.get(item.pk)
        row = Reading(visit=visit, item=item, number=value.number, yes=value.yes, text=value.text)
        row.lower, row.upper, row.is_outside = item.lower, item.upper, rules.is_outside(item.line, value)
        if old and row.is_outside and (old.number, old.yes) == (row.number, row.yes):
            row.excused_by, row.excused_at, row.excuse = old.excused_by, old.excused_at, old.excuse
        row.save()


def _hold(visit: Visit, outside: tuple[str, ...], by: Staff) -> Visit:
    visit.state = State.HELD
    visit.save(update_fields=["state"])
    record(events.VisitHeld(**_about(visit), outside=outside), actor=by, unit=visit.unit_id)
    for person in holders_of(Right.EXCUSE_READINGS, visit.ticket.unit):
        notify(
            person,
            f"工单 {visit.ticket.number} 上门测试超限，待您决定",
            f"Ticket {visit.ticket.number}: readings outside their limits wait for your decision",
            level="warning",
            link=f"/visits/record/{visit.public_id}/",
        )
    return visit


def _finish(visit: Visit, by: Staff) -> Visit:
    """Report the work order done in the technician's name; the visit is its evidence."""
    visit.state, visit.finished_at = State.FINISHED, now()
    visit.save(update_fields=["state", "finished_at"])
    dispatch.finish_work_order(visit.order_id, result=visit.result, by=visit.technician)
    is_excused = visit.readings.filter(is_outside=True).exists()
    record(events.VisitFinished(**_about(visit), is_excused=is_excused), actor=by, unit=visit.unit_id)
    return visit


@transaction.atomic
def excuse_reading(public_id: str, item: str, *, reason: str, by: Staff) -> Visit:
    """Accept a reading outside its limit and say why; after the last one the work order is finished."""
    found = queries.visit(public_id, by)
    if not queries.may_excuse(found, by):
        raise Forbidden(_("Somebody else with the right to decide about readings must do this."))
    tickets.locked_ticket(found.ticket_id)
    visit = locked(Visit.objects.select_related("ticket", "technician"), found.pk)
    reading = next((one for one in queries.open_readings(visit) if one.item.code == item), None)
    if visit.state != State.HELD or reading is None:
        raise NotAllowed(_("Nothing waits for a decision here."))
    reason = reason.strip()[:300]
    if not reason:
        raise Invalid(reason=_("Say why it is accepted."))
    reading.excused_by, reading.excused_at, reading.excuse = by, now(), reason
    reading.save(update_fields=["excused_by", "excused_at", "excuse"])
    record(events.ReadingExcused(**_about(visit), item=item, reason=reason), actor=by, unit=visit.unit_id)
    if not queries.open_readings(visit):
        _finish(visit, by)
        _tell_technician(visit, by)
    return visit


def _tell_technician(visit: Visit, by: Staff) -> None:
    zh = f"派单 {visit.order.number} 的超限读数已放行，已回单"
    notify(visit.technician, zh, f"Work order {visit.order.number}: accepted and finished", link="/visits/")
