"""Work orders: sent by the ticket's owner, accepted, given back, asked back or finished by the department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.files.actions import keep
from wanhao.service.dispatch import events, evidence, moving, queries, rules
from wanhao.service.dispatch.models import OrderLine, OrderType, WorkOrder
from wanhao.service.dispatch.moving import By, Kind, State
from wanhao.service.dispatch.pingpong import note_turns
from wanhao.service.tickets import actions as tickets
from wanhao.service.tickets import queries as ticket_queries
from wanhao.service.tickets.models import Ticket


@dataclass(frozen=True)
class OrderDetails:
    """What is written down when a work order is sent; the assignee may be left to the department."""

    department: Unit
    type: OrderType
    text: str
    assignee: Staff | None = None


@transaction.atomic
def send_work_order(ticket_id: int, details: OrderDetails, *, by: Staff, at: datetime | None = None) -> WorkOrder:
    """Hand a piece of the ticket to a department: its clock starts now. The ticket keeps its owner."""
    at = at or now()
    moving.must(by.may(Right.SEND_WORK_ORDERS), _("You have no right to send work orders."))
    ticket = ticket_queries.ticket_to_change(ticket_id, by)
    _check(ticket, details)
    if ticket.status == Ticket.Status.OPEN:
        tickets.begin_ticket(ticket.pk, version=ticket.version, by=by)
    order = WorkOrder.objects.create(
        number=rules.order_number(localtime(at), _next_serial()),
        ticket=ticket,
        type=details.type,
        department=details.department,
        region_id=ticket.region_id,
        text=moving.words(details.text, "text"),
        sent_by=by,
        sent_at=at,
        moved_at=at,
        assignee=details.assignee,
    )
    moving.start_clock(order, by, at)
    order.save(update_fields=["due_at"])
    moving.line(order, Kind.SENT, at, by=by, text=order.text, to=order.assignee)
    record(events.WorkOrderSent(**moving.about(order), order_type=order.type.code), actor=by, unit=order.department_id)
    receivers = [order.assignee] if order.assignee else queries.leaders_of(order.department)
    moving.tell(receivers, order, f"新派单 {order.number}", f"New work order {order.number}", but=by)
    note_turns(ticket, order, at)
    return order


def _check(ticket: Ticket, details: OrderDetails) -> None:
    if ticket.status not in Ticket.UNFINISHED:
        raise NotAllowed(_("This ticket is finished. Reopen it first."))
    wrong: dict[str, object] = {}
    if details.department.kind != Unit.Kind.DEPARTMENT:
        wrong["department"] = _("Choose a department.")
    if not details.type.is_active:
        wrong["type"] = _("Choose a type that is in use.")
    if details.assignee and queries.worker(details.assignee.staff_number, details.department) is None:
        wrong["assignee"] = _("Nobody of this department has this staff number.")
    if wrong:
        raise Invalid(**wrong)


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('work_order_number')")
        row = cursor.fetchone()
    assert row is not None  # nextval gives one row
    return int(row[0])


@transaction.atomic
def assign_work_order(order_id: int, *, to: Staff, by: Staff, version: int | None = None) -> WorkOrder:
    """Hand the order to a person of the department, who accepts it; one in work goes on in the new hands."""
    order = queries.order_to_change(order_id, by, version)
    moving.must(queries.is_leader(order, by), _("Only who hands out the department's work may do this."))
    if order.state not in (State.SENT, State.ACCEPTED):
        raise NotAllowed(_("Only an order that waits or is in work can be handed to somebody."))
    if to.pk == order.assignee_id:
        raise NotAllowed(_("The order is in these hands already."))
    if queries.worker(to.staff_number, order.department) is None:
        raise Invalid(to=_("Nobody of this department has this staff number."))
    at = now()
    order.assignee = to
    moving.save(order, at, "assignee")
    moving.line(order, Kind.ASSIGNED, at, by=by, to=to)
    record(events.WorkOrderAssigned(**moving.about(order)), actor=by, unit=order.department_id)
    moving.tell([to], order, f"派单 {order.number} 已派给您", f"Work order {order.number} is yours", but=by)
    return order


@transaction.atomic
def accept_work_order(order_id: int, *, by: Staff, version: int | None = None, at: datetime | None = None) -> WorkOrder:
    """Take the order to work on it; of two who try, one does."""
    order = queries.order_to_change(order_id, by, version=None)
    moving.must(queries.is_worker(order, by), _("This work order belongs to another department."))
    if order.state == State.ACCEPTED and order.assignee:
        raise Conflict(_("%(name)s accepted this work order already.") % {"name": order.assignee.display_name})
    if version is not None and version != order.version:
        raise Conflict(_("Somebody changed this work order meanwhile. Read what is new and send again."))
    theirs = order.assignee_id not in (None, by.pk) and not queries.is_leader(order, by)
    moving.must(not theirs, _("This work order was handed to somebody else."))
    at = at or now()
    moving.become(order, State.ACCEPTED)
    order.accepted_at, order.assignee = at, by
    moving.save(order, at, "state", "accepted_at", "assignee")
    moving.line(order, Kind.ACCEPTED, at, by=by)
    record(events.WorkOrderAccepted(**moving.about(order)), actor=by, unit=order.department_id)
    return order


@transaction.atomic
def refuse_work_order(
    order_id: int, *, reason: str, by: Staff, version: int | None = None, at: datetime | None = None
) -> WorkOrder:
    """The department does not take it, and says why; counted."""
    order = queries.order_to_change(order_id, by, version)
    moving.must(queries.is_worker(order, by), _("This work order belongs to another department."))
    return _give_back(order, State.REFUSED, reason, by, at or now())


@transaction.atomic
def bounce_work_order(
    order_id: int, *, reason: str, by: Staff, version: int | None = None, at: datetime | None = None
) -> WorkOrder:
    """The department took it and sends it back unfinished, and says why; counted."""
    order = queries.order_to_change(order_id, by, version)
    moving.must_work(order, by)
    return _give_back(order, State.BOUNCED, reason, by, at or now())


def _give_back(order: WorkOrder, state: str, reason: str, by: Staff, at: datetime) -> WorkOrder:
    is_refused = state == State.REFUSED
    moving.become(order, state)
    order.reason, order.ended_at = moving.words(reason, "reason"), at
    moving.stop_clock(order, by, at, is_cancelled=True)
    moving.save(order, at, "state", "reason", "ended_at", "is_late")
    moving.line(order, Kind.REFUSED if is_refused else Kind.BOUNCED, at, by=by, text=order.reason)
    event = events.WorkOrderRefused if is_refused else events.WorkOrderBounced
    record(event(**moving.about(order)), actor=by, unit=order.department_id)
    name = order.department
    zh = f"{name.name_zh}{'拒收' if is_refused else '退回'}派单 {order.number}"
    en = f"{name.name_en or name.name_zh} {'refused' if is_refused else 'sent back'} work order {order.number}"
    moving.tell(_owners(order), order, zh, en, but=by, is_bad=True)
    note_turns(order.ticket, order, at)
    return order


def _owners(order: WorkOrder) -> list[Staff]:
    return [order.ticket.owner]


@transaction.atomic
def ask_back(
    order_id: int, *, question: str, by: Staff, version: int | None = None, at: datetime | None = None
) -> WorkOrder:
    """Ask the ticket's owner; the department's clock stands still until the answer, the customer's does not."""
    order = queries.order_to_change(order_id, by, version)
    if order.state == State.SENT:
        moving.must(queries.is_worker(order, by), _("This work order belongs to another department."))
    else:
        moving.must_work(order, by)
    at = at or now()
    moving.become(order, State.ASKED_BACK)
    order.question = moving.words(question, "question")
    moving.pause_clock(order, by, at)
    moving.save(order, at, "state", "question", "due_at")
    moving.line(order, Kind.ASKED, at, by=by, text=order.question)
    record(events.WorkOrderAskedBack(**moving.about(order)), actor=by, unit=order.department_id)
    moving.tell(
        _owners(order),
        order,
        f"派单 {order.number} 有疑问待您答复",
        f"Work order {order.number}: a question waits",
        but=by,
    )
    return order


@transaction.atomic
def answer_question(order_id: int, *, answer: str, by: Staff, version: int | None = None) -> WorkOrder:
    """Answer the department; its clock goes on."""
    order = queries.order_to_change(order_id, by, version)
    moving.must_own(order, by)
    at = now()
    if order.state != State.ASKED_BACK:
        raise NotAllowed(_("Nobody asked anything about this work order."))
    moving.become(order, State.ACCEPTED if order.accepted_at else State.SENT)
    order.question = ""
    moving.resume_clock(order, by, at)
    moving.save(order, at, "state", "question", "due_at")
    moving.line(order, Kind.ANSWERED, at, by=by, text=moving.words(answer, "answer"))
    record(events.WorkOrderAnswered(**moving.about(order)), actor=by, unit=order.department_id)
    people = [order.assignee] if order.assignee else queries.leaders_of(order.department)
    moving.tell(people, order, f"派单 {order.number} 的疑问已答复", f"Work order {order.number}: answered", but=by)
    return order


@transaction.atomic
def finish_work_order(
    order_id: int,
    *,
    result: str,
    by: Staff,
    version: int | None = None,
    uploads: Sequence[UploadedFile] = (),
    at: datetime | None = None,
) -> WorkOrder:
    """Report the work done; a type that demands evidence is refused without any."""
    order = queries.order_to_change(order_id, by, version)
    at = at or now()
    moving.become(order, State.FINISHED)
    moving.must_work(order, by)
    order.result, order.ended_at, order.finished_by = moving.words(result, "result"), at, by
    for upload in uploads:
        keep(upload, subject=order.subject, by=by, field="uploads")
    pieces = evidence.pieces(order)
    if order.type.needs_evidence and not pieces:
        raise Invalid(uploads=_("This type of work order needs evidence: add a photo, a reading or a report."))
    moving.stop_clock(order, by, at)
    moving.save(order, at, "state", "result", "ended_at", "finished_by", "is_late")
    moving.line(order, Kind.FINISHED, at, by=by, text=order.result)
    done = events.WorkOrderFinished(**moving.about(order), is_late=order.is_late, evidence=pieces)
    record(done, actor=by, unit=order.department_id)
    moving.tell(_owners(order), order, f"派单 {order.number} 已回单", f"Work order {order.number} is finished", but=by)
    return order


@transaction.atomic
def cancel_work_order(
    order_id: int, *, reason: str, by: Staff, version: int | None = None, at: datetime | None = None
) -> WorkOrder:
    """The owner no longer asks for it."""
    order = queries.order_to_change(order_id, by, version)
    moving.must_own(order, by)
    at = at or now()
    moving.become(order, State.CANCELLED)
    order.reason, order.ended_at = moving.words(reason, "reason"), at
    moving.stop_clock(order, by, at, is_cancelled=True)
    moving.save(order, at, "state", "reason", "ended_at", "is_late")
    moving.line(order, Kind.CANCELLED, at, by=by, text=order.reason)
    record(events.WorkOrderCancelled(**moving.about(order)), actor=by, unit=order.department_id)
    if order.assignee:
        moving.tell(
            [order.assignee], order, f"派单 {order.number} 已撤销", f"Work order {order.number} is cancelled", but=by
        )
    return order


@transaction.atomic
def reopen_work_order(
    order_id: int, *, reason: str, by: Staff, version: int | None = None, at: datetime | None = None
) -> WorkOrder:
    """The result did not hold: back into the hands of who finished it, with a clock of its own; counted."""
    order = queries.order_to_change(order_id, by, version)
    moving.must_own(order, by)
    if order.state != State.FINISHED or order.finished_by is None:
        raise NotAllowed(_("Only a finished work order can be reopened."))
    at, finisher = at or now(), order.finished_by
    moving.become(order, State.ACCEPTED)
    order.assignee, order.accepted_at, order.finished_by, order.ended_at = finisher, at, None, None
    order.reopened_count += 1
    moving.start_clock(order, by, at)
    moving.save(order, at, "state", "assignee", "accepted_at", "finished_by", "ended_at", "reopened_count", "due_at")
    moving.line(order, Kind.REOPENED, at, by=by, text=moving.words(reason, "reason"), to=finisher)
    again = events.WorkOrderReopened(
        **moving.about(order), reopened_count=order.reopened_count, charged_to_id=finisher.pk
    )
    record(again, actor=by, unit=order.department_id)
    people = [finisher, *queries.leaders_of(order.department)]
    moving.tell(
        people, order, f"派单 {order.number} 被重开", f"Work order {order.number} was reopened", but=by, is_bad=True
    )
    return order


@transaction.atomic
def mark_false(work_order_id: int, *, reason: str, by: By, at: datetime | None = None) -> WorkOrder:
    """Reported done and contradicted later: charged once to who finished it, whatever becomes of the order."""
    order = queries.order_locked(work_order_id)
    finisher = order.finished_by
    if order.state != State.FINISHED or finisher is None:
        raise NotAllowed(_("Only a finished work order can turn out false."))
    if order.false_at is not None:
        return order
    at = at or now()
    order.false_at, order.false_reason, order.charged_to = at, moving.words(reason, "reason"), finisher
    order.version += 1
    order.save(update_fields=["false_at", "false_reason", "charged_to", "version"])
    moving.line(order, Kind.FALSE, at, by=by, text=order.false_reason, to=finisher)
    found = events.WorkOrderFoundFalse(**moving.about(order), charged_to_id=finisher.pk)
    record(found, actor=by, unit=order.department_id)
    people = [finisher, *queries.leaders_of(order.department)]
    moving.tell(
        people, order, f"派单 {order.number} 被认定虚假回单", f"Work order {order.number} was found false", is_bad=True
    )
    return order


@transaction.atomic
def add_note(order_id: int, text: str, *, by: Staff, at: datetime | None = None) -> OrderLine:
    """Add to the story; whoever may see the order may. A note is no movement."""
    order = queries.order_to_change(order_id, by)
    note = moving.line(order, Kind.NOTE, at or now(), by=by, text=moving.words(text, "text"))
    record(events.WorkOrderNoted(**moving.about(order)), actor=by, unit=order.department_id)
    return note
