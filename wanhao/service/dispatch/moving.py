"""What every move of a work order does: its state, its line, its clock, what is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.notices.models import Notice
from wanhao.service.clocks import actions as clocks
from wanhao.service.clocks import queries as clock_queries
from wanhao.service.clocks.models import Clock
from wanhao.service.clocks.policies import reason_to_pause
from wanhao.service.dispatch import queries, rules
from wanhao.service.dispatch.models import OrderLine, StuckOrder, WorkOrder

State, Kind = WorkOrder.State, OrderLine.Kind
By = Staff | Actor


def become(order: WorkOrder, wanted: str) -> None:
    """Take a state; NotAllowed when the order cannot."""
    if not rules.may_become(order.state, wanted):
        raise NotAllowed(
            _("A work order in the state “%(state)s” cannot become “%(wanted)s”.")
            % {"state": order.get_state_display(), "wanted": State(wanted).label}
        )
    order.state = wanted


def words(text: str, field: str) -> str:
    """What was typed; Invalid when it is nothing or too long."""
    text = text.strip()
    if not 0 < len(text) <= rules.TEXT_LIMIT:
        raise Invalid(**{field: _("Write at most 4000 characters, and not nothing.")})
    return text


def must(is_so: bool, why: str) -> None:
    """Forbidden unless it is so."""
    if not is_so:
        raise Forbidden(why)


def must_work(order: WorkOrder, by: Staff) -> None:
    """Only the person in whose hands it is, or who hands out the department's work."""
    mine = order.assignee_id == by.pk and (queries.is_worker(order, by) or by.pk == order.assignee_id)
    must(mine or queries.is_leader(order, by), _("This work order is in somebody else's hands."))


def must_own(order: WorkOrder, by: Staff) -> None:
    """Only who asks for the work."""
    must(queries.is_owner(order, by), _("Only who works on the ticket may do this."))


def save(order: WorkOrder, at: datetime, *fields: str) -> None:
    """It has moved: keep the fields; what the patrol found of it is done."""
    order.version += 1
    order.moved_at = at
    order.save(update_fields=[*fields, "version", "moved_at"])
    StuckOrder.objects.filter(order=order, moved_at=None).update(moved_at=at)


def line(order: WorkOrder, kind: str, at: datetime, *, by: By, text: str = "", to: Staff | None = None) -> OrderLine:
    """A line of the order's story."""
    author = by if isinstance(by, Staff) else None
    return OrderLine.objects.create(order=order, kind=kind, author=author, text=text, to=to, at=at)


def about(order: WorkOrder) -> dict[str, Any]:
    """What every event of a work order says."""
    return {
        "work_order_id": order.pk,
        "number": order.number,
        "ticket_id": order.ticket_id,
        "department_id": order.department_id,
        "assignee_id": order.assignee_id,
        "customer_id": order.ticket.customer_id,
    }


def tell(
    people: Iterable[Staff], order: WorkOrder, zh: str, en: str, *, but: By | None = None, is_bad: bool = False
) -> None:
    """Notify each of them once, not the one who did it."""
    level = Notice.Level.WARNING if is_bad else Notice.Level.INFORMATION
    for person in {one.pk: one for one in people}.values():
        if not (isinstance(but, Staff) and but.pk == person.pk):
            notify(person, zh, en, level=level, link=address(order))


def address(order: WorkOrder) -> str:
    """Where the order is read."""
    return f"/work-orders/{order.number}/"


def start_clock(order: WorkOrder, by: By, at: datetime) -> None:
    """The department's time begins; the customer's runs on."""
    facts = queries.facts_for_clock(order.ticket, order.department)
    clock = clocks.start(order.subject, queries.HOP, facts, unit_id=order.department_id, by=by, at=at)
    order.due_at = clock.due_at if clock else None


def stop_clock(order: WorkOrder, by: By, at: datetime, *, is_cancelled: bool = False) -> None:
    """The department's time ends; whether it was kept stays with the order."""
    end = clocks.cancel if is_cancelled else clocks.stop
    stopped = end(order.subject, queries.HOP, by=by, at=at)
    if any(clock.outcome == Clock.Outcome.BROKEN for clock in stopped):
        order.is_late = True


QUESTION = "question"


def pause_clock(order: WorkOrder, by: By, at: datetime) -> None:
    """The department waits for the owner's answer."""
    if not clock_queries.running(order.subject):
        return
    reason = reason_to_pause(
        QUESTION,
        name_zh="等待派单人答复",
        name_en="Waiting for the owner's answer",
        targets=[queries.HOP],
        position=5,
    )
    if queries.HOP in reason.targets:
        clocks.pause(order.subject, reason, by=by, at=at)
        order.due_at = None


def resume_clock(order: WorkOrder, by: By, at: datetime) -> None:
    """The answer is there: the department's time goes on."""
    for clock in clocks.resume(order.subject, by=by, at=at):
        order.due_at = clock.due_at
