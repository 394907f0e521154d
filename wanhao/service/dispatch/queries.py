"""Reading work orders within the reader's reach: inbox, one with its story, those of a ticket."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, NotFound
from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.locks import locked
from wanhao.service.clocks.models import Target
from wanhao.service.clocks.queries import Account
from wanhao.service.clocks.queries import accounts as clock_accounts
from wanhao.service.clocks.rules import Facts
from wanhao.service.dispatch.models import DispatchPolicy, OrderLine, OrderType, PingPong, WorkOrder
from wanhao.service.tickets import promises
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets import rules as tickets_rules

if TYPE_CHECKING:
    from wanhao.service.tickets.models import Ticket

PAGE = 50
OPEN = Q(ended_at=None)
FACTS = ("ticket__category", "ticket__owner", "ticket__customer", "department", "assignee", "type", "sent_by")
State = WorkOrder.State


def policy() -> DispatchPolicy:
    """The limits in force."""
    return DispatchPolicy.current()


def work_orders(viewer: Staff) -> QuerySet[WorkOrder]:
    """Work orders the viewer may see."""
    return WorkOrder.objects.visible_to(viewer)


def work_order(number: str, viewer: Staff) -> WorkOrder:
    """One work order with its facts; NotFound beyond the viewer's reach."""
    found = work_orders(viewer).select_related(*FACTS).filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no such work order within your reach."))
    return found


def orders_of(assignee: Staff) -> QuerySet[WorkOrder]:
    """Work orders in this person's hands, now or when they were finished."""
    return WorkOrder.objects.filter(assignee=assignee)


def order_by_id(order_id: int) -> WorkOrder:
    """One work order, for a part of the programme."""
    return WorkOrder.objects.select_related(*FACTS).get(pk=order_id)


def order_to_change(order_id: int, by: Staff, version: int | None = None) -> WorkOrder:
    """The work order, locked, if this person may see it; Conflict when it is no longer of this version."""
    if not work_orders(by).filter(pk=order_id).exists():
        raise NotFound(_("There is no such work order within your reach."))
    found = order_locked(order_id)
    if version is not None and found.version != version:
        raise Conflict(
            _("Somebody changed this work order meanwhile. What you typed is kept: read what is new and send again.")
        )
    return found


def order_locked(order_id: int) -> WorkOrder:
    """The work order, locked, whoever asks."""
    return locked(WorkOrder.objects.select_related("ticket", "department", "assignee", "type"), order_id)


def is_worker(order: WorkOrder, person: Staff) -> bool:
    """Does this person do work of the order's department?"""
    return person.may(Right.DO_WORK_ORDERS, order.department)


def is_leader(order: WorkOrder, person: Staff) -> bool:
    """Does this person hand out the work of the order's department?"""
    return person.may(Right.ASSIGN_WORK_ORDERS, order.department)


def is_owner(order: WorkOrder, person: Staff) -> bool:
    """Does this person ask for the work: may they send orders and change the ticket?"""
    return may_send(order.ticket, person)


def may_send(ticket: Ticket, person: Staff) -> bool:
    """May this person send a piece of the ticket to a department?"""
    return person.may(Right.SEND_WORK_ORDERS) and tickets.may_change(ticket.pk, person)


@dataclass(frozen=True)
class OrderFilter:
    """What the inbox is narrowed to; empty means any."""

    box: str = ""
    department: str = ""
    type: str = ""
    term: str = ""
    before_id: int | None = None

    @property
    def is_empty(self) -> bool:
        """True when nothing narrows the list."""
        return replace(self, before_id=None) == OrderFilter()


def boxes(viewer: Staff, at: datetime) -> dict[str, Q]:
    """The compartments of the inbox."""
    soon = at + timedelta(hours=policy().due_soon_hours)
    late = Q(is_late=True) | Q(due_at__lt=at)
    return {
        "incoming": OPEN & Q(state=State.SENT),
        "mine": OPEN & Q(assignee=viewer),
        "soon": OPEN & Q(due_at__gte=at, due_at__lt=soon, is_late=False),
        "overdue": OPEN & late,
        "asked": OPEN & Q(state=State.ASKED_BACK),
        "ended": ~OPEN,
    }


def inbox(viewer: Staff, right: Right = Right.SEE_WORK_ORDERS) -> QuerySet[WorkOrder]:
    """Orders to departments within this person's reach, in their hands, or sent by them."""
    mine = Q(assignee=viewer) | Q(sent_by=viewer) | Q(ticket__owner=viewer)
    departments = Q(department__in=departments_within(viewer, right))
    return WorkOrder.objects.filter(mine | departments)


def departments_within(viewer: Staff, right: Right = Right.SEE_WORK_ORDERS) -> QuerySet[Unit]:
    """Departments over which this person holds the right."""
    return accounts.units_within_reach(viewer, right).filter(kind=Unit.Kind.DEPARTMENT)


def found_orders(viewer: Staff, wanted: OrderFilter, limit: int = PAGE) -> list[WorkOrder]:
    """Open ones, the first due first; ended ones newest first, at most `limit` below `before_id`."""
    rows = inbox(viewer).select_related(*FACTS)
    if wanted.term:
        rows = rows.filter(ticket__number=tickets_rules.as_ticket_number(wanted.term) or "none")
    rows = rows.filter(boxes(viewer, now()).get(wanted.box, OPEN))
    exact = {"department__code": wanted.department, "type__code": wanted.type}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.box == "ended":
        rows = rows.filter(pk__lt=wanted.before_id) if wanted.before_id else rows
        return list(rows.order_by("-pk")[:limit])
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "pk")[:limit])


def listed(
    viewer: Staff, *, state: str = "", department: str = "", ticket: str = "", before: int | None = None, limit: int
) -> list[WorkOrder]:
    """All within reach, newest first; `state` "open" means still to be done."""
    rows = work_orders(viewer)
    if state == "open":
        rows, state = rows.filter(OPEN), ""
    exact = {"state": state, "department__code": department, "ticket__number": ticket, "pk__lt": before}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return list(rows.select_related(*FACTS).order_by("-pk")[:limit])


def box_counts(viewer: Staff) -> dict[str, int]:
    """How many orders lie in each compartment but the ended ones."""
    rows = inbox(viewer)
    return {name: rows.filter(which).count() for name, which in boxes(viewer, now()).items() if name != "ended"}


def orders_of_ticket(ticket_id: int) -> list[WorkOrder]:
    """All hops of a ticket already fetched within reach, the first one first."""
    return list(WorkOrder.objects.filter(ticket=ticket_id).select_related(*FACTS).order_by("pk"))


def open_orders_of_ticket(ticket_id: int) -> list[WorkOrder]:
    """Hops of a ticket that are still to be done."""
    return list(WorkOrder.objects.filter(OPEN, ticket=ticket_id).select_related("department").order_by("pk"))


def story_of_ticket(ticket_id: int) -> list[OrderLine]:
    """Everything that happened to all hops of a ticket, as one story."""
    lines = OrderLine.objects.filter(order__ticket=ticket_id)
    return list(lines.select_related("order__department", "author", "to").order_by("pk"))


def story(order: WorkOrder) -> list[OrderLine]:
    """What happened to one order, oldest first."""
    return list(order.lines.select_related("author", "to"))


def clocks_of(order: WorkOrder) -> list[Account]:
    """The department's clocks for this order with their arithmetic."""
    return clock_accounts([order.subject], now())


def customer_of(order_id: int) -> int | None:
    """The customer whose ticket an order belongs to."""
    return WorkOrder.objects.filter(pk=order_id).values_list("ticket__customer", flat=True).first()


def facts_for_clock(ticket: Ticket, department: Unit) -> Facts:
    """By what the promise for a department's part is chosen: the ticket's facts, the department's units."""
    return replace(promises.facts_of(ticket), unit_ids=promises.units_above(department))


HOP = Target.HOP


def order_types() -> list[OrderType]:
    """Types one may choose."""
    return list(OrderType.objects.filter(is_active=True))


def departments_for(ticket: Ticket) -> list[Unit]:
    """Departments a ticket may be sent to: those of its region and of the whole operator first."""
    rows = list(Unit.objects.filter(kind=Unit.Kind.DEPARTMENT).select_related("region"))
    near = {ticket.region_id, None}
    return sorted(rows, key=lambda one: (one.region_id not in near, one.path))


def people_of(department: Unit) -> list[Staff]:
    """Staff who do the work of a department, by number."""
    return list(_workers(department).select_related("unit")[:300])


def people_led(viewer: Staff) -> list[Staff]:
    """People to whom this person may hand work, by number."""
    found: dict[int, Staff] = {}
    for department in departments_within(viewer, Right.ASSIGN_WORK_ORDERS):
        found |= {one.pk: one for one in people_of(department)}
    return sorted(found.values(), key=lambda one: one.staff_number)


def _workers(department: Unit) -> QuerySet[Staff]:
    return accounts.posted(accounts.roles_with(Right.DO_WORK_ORDERS), accounts.at_or_below(department))


def worker(staff_number: str, department: Unit) -> Staff | None:
    """Somebody who does the department's work, by staff number; those posted above it too."""
    person = accounts.staff_named(staff_number)
    if person is None:
        return None
    belongs = _workers(department).filter(pk=person.pk).exists() or person.may(Right.DO_WORK_ORDERS, department)
    return person if belongs else None


def leaders_of(department: Unit) -> list[Staff]:
    """Who leads a department: those posted in it; without any, those posted above it."""
    found = accounts.holders_of(Right.ASSIGN_WORK_ORDERS, department)
    own = [one for one in found if one.unit_id == department.pk]
    return own or found


def leaders_of_owner(ticket: Ticket) -> list[Staff]:
    """Who leads the unit that owns the ticket."""
    return accounts.holders_of(Right.STEER_FLOOR, ticket.unit)


def pingpong_of(ticket_id: int) -> PingPong | None:
    """The mark of a ticket that was sent to and fro beyond the limit."""
    return PingPong.objects.filter(ticket=ticket_id).first()


def turns_of(ticket_ids: Collection[int]) -> dict[int, int]:
    """How often each of these tickets went to and fro, if it was beyond the limit."""
    return dict(PingPong.objects.filter(ticket__in=ticket_ids).values_list("ticket_id", "turns"))
