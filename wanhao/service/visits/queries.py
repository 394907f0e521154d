"""Reading visits: today's jobs of a technician, the checklist of a job, what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.locks import locked_first
from wanhao.service.appointments import queries as appointments
from wanhao.service.appointments.models import Appointment
from wanhao.service.dispatch import queries as dispatch
from wanhao.service.dispatch.models import WorkOrder
from wanhao.service.tickets import promises
from wanhao.service.tickets import queries as tickets
from wanhao.service.visits import rules
from wanhao.service.visits.models import CheckItem, JobType, Reading, Visit
from wanhao.service.visits.rules import JobFacts

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket

IN_HAND = (WorkOrder.State.SENT, WorkOrder.State.ACCEPTED)
JOB_FACTS = ("ticket__category", "ticket__customer", "ticket__subscription", "ticket__contact", "department", "type")


@dataclass(frozen=True)
class Job:
    """A work order in a technician's hands, with its appointment and visit if there are."""

    order: WorkOrder
    appointment: Appointment | None
    visit: Visit | None


def jobs_of(technician: Staff, today: date) -> list[Job]:
    """Today's jobs in order: by the window promised, those without one last; finished ones of today too."""
    begin = make_aware(datetime.combine(today, time(0)))
    orders = dispatch.orders_of(technician).filter(
        Q(state__in=IN_HAND) | Q(state="finished", ended_at__gte=begin, visits__technician=technician)
    )
    found = [_job(order) for order in orders.select_related(*JOB_FACTS).distinct().order_by("due_at", "pk")]
    tomorrow = begin + timedelta(days=1)
    mine = [job for job in found if job.appointment is None or job.appointment.slot.begins_at < tomorrow]
    return sorted(mine, key=lambda job: (job.appointment is None, job.appointment and job.appointment.slot.begins_at))


def later_jobs(technician: Staff, today: date) -> list[Job]:
    """Jobs with an appointment after today, the next first."""
    tomorrow = make_aware(datetime.combine(today + timedelta(days=1), time(0)))
    ahead = appointments.booked_from(tomorrow)
    rows = dispatch.orders_of(technician).filter(state__in=IN_HAND, ticket__in=ahead.values("ticket"))
    found = [_job(order) for order in rows.select_related(*JOB_FACTS).order_by("pk")]
    return sorted(found, key=lambda job: job.appointment.slot.begins_at if job.appointment else tomorrow)


def _job(order: WorkOrder) -> Job:
    return Job(order, appointment_of(order), order.visits.order_by("-pk").select_related("job_type").first())


def appointment_of(order: WorkOrder) -> Appointment | None:
    """The appointment this order is done in: the booked one, else the last that was due."""
    rows = appointments.of_ticket(order.ticket_id)
    living = [row for row in rows if row.status == "booked"]
    return next(iter(living or [row for row in rows if row.status in ("kept", "broken")]), None)


def job(number: str, technician: Staff) -> Job:
    """One job in this technician's hands, or finished by them; NotFound otherwise."""
    order = dispatch.orders_of(technician).filter(number=number).select_related(*JOB_FACTS).first()
    if order is None or order.state not in (*IN_HAND, "finished"):
        raise NotFound(_("This job is not in your hands any more. Look at today's jobs."))
    return _job(order)


def job_types_for(ticket: Ticket) -> list[JobType]:
    """Checklists that fit a ticket, the usual one first."""
    facts = JobFacts(
        kind=ticket.kind,
        service=ticket.subscription.service if ticket.subscription else "",
        categories=promises.categories_above(ticket.category),
    )
    return [one for one in _job_types() if rules.fits(one.terms, facts)]


def _job_types() -> QuerySet[JobType]:
    items = Prefetch("items", CheckItem.objects.order_by("position", "pk"))
    return JobType.objects.filter(is_active=True).select_related("category").prefetch_related(items)


def job_type_of(ticket: Ticket, code: str) -> JobType:
    """The checklist chosen, if it fits the ticket; the usual one without a choice."""
    fitting = job_types_for(ticket)
    found = next((one for one in fitting if one.code == code), None) if code else next(iter(fitting), None)
    if found is None:
        raise NotFound(_("There is no checklist for this job: the administrator adds it to the job types."))
    return found


def unfinished_visit(order: WorkOrder) -> Visit | None:
    """The visit under way or held, locked."""
    rows = Visit.objects.filter(order=order).exclude(state=Visit.State.FINISHED)
    return locked_first(rows.select_related("job_type"))


def visits(viewer: Staff) -> QuerySet[Visit]:
    """Visits the viewer may see: own ones, and those of tickets within reach."""
    return Visit.objects.filter(Q(technician=viewer) | Q(ticket__in=tickets.tickets(viewer).values("pk")))


def visit(public_id: str, viewer: Staff) -> Visit:
    """One visit with its facts; NotFound beyond the viewer's reach."""
    facts = ("order", "ticket__unit", "technician", "job_type", "signature", "report")
    found = visits(viewer).select_related(*facts).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such visit within your reach."))
    return found


def readings_of(one: Visit) -> list[Reading]:
    """What was entered, in the order of the checklist."""
    return list(one.readings.select_related("item", "excused_by"))


def may_excuse(one: Visit, person: Staff) -> bool:
    """May this person decide about its readings: a leader of the unit whose ticket it is, never its technician?"""
    return person.may(Right.EXCUSE_READINGS, one.ticket.unit) and one.technician_id != person.pk


def open_readings(one: Visit) -> list[Reading]:
    """Readings outside their limits that nobody has accepted."""
    return list(one.readings.select_related("item").filter(is_outside=True, excused_at=None))


def of_ticket(ticket_id: int) -> list[Visit]:
    """Visits of a ticket already fetched within reach, the newest first."""
    rows = Visit.objects.filter(ticket=ticket_id).select_related("technician", "job_type", "order")
    return list(rows.order_by("-pk"))


def waiting_for_decision(viewer: Staff) -> list[Visit]:
    """Visits held, the longest waiting first."""
    rows = visits(viewer).filter(state=Visit.State.HELD).select_related("ticket", "technician", "job_type", "order")
    return list(rows.order_by("sent_at")[:100])


def lately(viewer: Staff, days: int = 7) -> list[Visit]:
    """Visits of the last days, the newest first."""
    since = make_aware(datetime.combine(localdate() - timedelta(days=days), time(0)))
    rows = visits(viewer).filter(arrived_at__gte=since).exclude(state=Visit.State.HELD)
    return list(rows.select_related("ticket", "technician", "job_type", "order").order_by("-arrived_at")[:100])


def evidence_of(order: WorkOrder) -> int:
    """How many visits show the result of an order; after a reopening only new ones count."""
    since = order.accepted_at if order.reopened_count and order.accepted_at else order.sent_at
    return Visit.objects.filter(order=order, sent_at__gte=since).count()


def finished_of_ticket(ticket_id: int) -> QuerySet[Visit]:
    """Visits of a ticket that are over; for a part of the programme."""
    return Visit.objects.filter(ticket=ticket_id, state=Visit.State.FINISHED)


def may_see_files(visit_id: int, viewer: Staff) -> bool:
    """May this person see photos and signature of the visit?"""
    return visits(viewer).filter(pk=visit_id).exists()


def may_add_files(visit_id: int, viewer: Staff) -> bool:
    """Only the technician's own sending adds files, so that the evidence is theirs."""
    return False


def customer_of(visit_id: int) -> int | None:
    """The customer visited."""
    return Visit.objects.filter(pk=visit_id).values_list("ticket__customer", flat=True).first()
