"""Clocks of work orders: how they are locked, and whom a warning, a missed time or an escalation is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.service.clocks.keepers import Reached
from wanhao.service.clocks.models import Clock, Whom
from wanhao.service.clocks.rules import MarkKind
from wanhao.service.dispatch import moving, queries
from wanhao.service.dispatch.models import WorkOrder


class WorkOrderKeeper:
    """What clocks ask of work orders."""

    def lock(self, ids: Sequence[int]) -> set[int]:
        """Lock these orders without waiting."""
        rows = WorkOrder.objects.select_for_update(of=("self",), skip_locked=True, no_key=True).filter(pk__in=ids)
        return set(rows.values_list("pk", flat=True))

    def moved(self, clocks: Sequence[Clock]) -> None:
        """A pause ended by itself: the order is due again."""
        for clock in clocks:
            WorkOrder.objects.filter(pk=int(clock.subject.partition(":")[2])).update(due_at=clock.due_at)

    def tell(self, reached: Sequence[Reached]) -> None:
        """Mark what is late, and tell who must know."""
        ids = {one.thing_id for one in reached}
        orders = {one.pk: one for one in WorkOrder.objects.filter(pk__in=ids).select_related(*queries.FACTS)}
        for one in reached:
            _tell(orders[one.thing_id], one)


def _tell(order: WorkOrder, reached: Reached) -> None:
    mark = reached.mark
    match mark.kind:
        case MarkKind.WARNING:
            zh, en = (
                f"派单 {order.number} 时限已用 {mark.percent}%",
                f"Work order {order.number}: {mark.percent} % of its time is used",
            )
            people: Iterable[Staff] = _hands(order)
        case MarkKind.DUE:
            WorkOrder.objects.filter(pk=order.pk).update(is_late=True)
            zh, en = f"派单 {order.number} 已超时", f"Work order {order.number} is late"
            people = [*_hands(order), *queries.leaders_of(order.department), order.ticket.owner]
        case _:
            zh = f"派单 {order.number} 超时升级（第 {mark.level} 级）"
            en = f"Work order {order.number} is late: escalation {mark.level}"
            people = _escalated_to(order, mark.whom)
    moving.tell(people, order, zh, en, is_bad=True)


def _hands(order: WorkOrder) -> list[Staff]:
    return [order.assignee] if order.assignee else queries.leaders_of(order.department)


def _escalated_to(order: WorkOrder, whom: str) -> list[Staff]:
    if whom == Whom.OWNER:
        return [order.ticket.owner]
    if whom == Whom.TEAM_LEADER:
        return queries.leaders_of(order.department)
    if whom == Whom.EXECUTIVE:
        return accounts.in_role(Role.EXECUTIVE, order.department)
    return queries.leaders_of_owner(order.ticket)
