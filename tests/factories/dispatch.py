"""Departments, types and work orders for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.factories.accounts import make_staff, make_unit
from tests.factories.tickets import make_ticket
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.service.dispatch import actions
from wanhao.service.dispatch.actions import OrderDetails
from wanhao.service.dispatch.models import OrderType, WorkOrder
from wanhao.service.tickets.models import Ticket

_numbers = count(1)


def make_department(parent: Unit | None = None, **names: str) -> Unit:
    """A department below `parent`, or below a new region."""
    return make_unit(Unit.Kind.DEPARTMENT, parent=parent, **names)


def make_order_type(*, needs_evidence: bool = False, code: str = "") -> OrderType:
    """A type of work, by default one that needs no evidence."""
    code = code or f"work-{next(_numbers)}"
    return OrderType.objects.create(
        code=code, name_zh=f"类型 {code}", name_en=f"Type {code}", needs_evidence=needs_evidence
    )


def make_worker(department: Unit) -> Staff:
    """Somebody who does the department's work."""
    return make_staff(Role.TECHNICIAN, unit=department)


def make_leader(department: Unit) -> Staff:
    """Somebody who hands it out."""
    return make_staff(Role.BACK_OFFICE, unit=department)


def make_order(
    ticket: Ticket | None = None,
    *,
    department: Unit | None = None,
    by: Staff | None = None,
    assignee: Staff | None = None,
    order_type: OrderType | None = None,
) -> WorkOrder:
    """A work order just sent by the ticket's owner."""
    ticket = ticket or make_ticket(by)
    details = OrderDetails(
        department or make_department(), order_type or make_order_type(), "请现场测试并修复线路", assignee
    )
    return actions.send_work_order(ticket.pk, details, by=by or ticket.owner)


def order_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The page of an order to a department of the unit."""
    return {"number": make_order(make_ticket(make_staff(unit=unit)), department=make_department(unit)).number}


def order_act_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """Refusing an order to a department of the unit."""
    return order_address(unit, viewer) | {"name": "refusal"}
