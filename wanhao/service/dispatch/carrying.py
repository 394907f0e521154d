"""Work orders go along when their ticket is merged into another, with their clocks, stories and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.audit.actions import record
from wanhao.service.dispatch import events, moving
from wanhao.service.dispatch.models import WorkOrder
from wanhao.service.tickets.carrying import Carried, register

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket


def carry(source: Ticket, target: Ticket, by: Staff) -> list[int]:
    """All work orders of the one ticket become those of the other."""
    return _hang(list(WorkOrder.objects.filter(ticket=source).values_list("pk", flat=True)), source, target, by)


def bring_back(rows: list[int], source: Ticket, target: Ticket, by: Staff) -> None:
    """Those that went along, whatever became of them meanwhile; work orders sent since stay."""
    _hang(rows, target, source, by)


def _hang(rows: list[int], here: Ticket, there: Ticket, by: Staff) -> list[int]:
    orders = list(WorkOrder.objects.select_for_update(of=("self",)).filter(pk__in=rows, ticket=here).order_by("pk"))
    for order in orders:
        order.ticket = there
        order.version += 1
        order.save(update_fields=["ticket", "version"])
        carried = events.WorkOrderCarried(**moving.about(order), came_from=here.number, went_to=there.number)
        record(carried, actor=by, unit=order.department_id)
    return [order.pk for order in orders]


def register_carrying() -> None:
    """With every merge."""
    register(Carried("work-orders", carry, bring_back))
