"""How work orders look in lists and on pages: the meaning of their state and of their time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from wanhao.common.masking import mask_name
from wanhao.service.dispatch import queries
from wanhao.service.dispatch.models import WorkOrder

MEANINGS = {
    "sent": "info",
    "accepted": "info",
    "asked_back": "close",
    "finished": "good",
    "refused": "missed",
    "bounced": "missed",
    "cancelled": "quiet",
}
SEVERITIES = {"ordinary": "quiet", "serious": "close", "major": "missed"}


def due_meaning(order: WorkOrder, at: datetime, soon: timedelta) -> str:
    """How its time stands: missed, close or good; '' when nothing is promised or it was given back."""
    if order.is_open:
        if order.is_overdue(at):
            return "missed"
        if order.due_at is None:
            return ""
        return "close" if order.due_at - at < soon else "good"
    if order.state == WorkOrder.State.FINISHED and order.due_at is not None:
        return "missed" if order.is_late else "good"
    return ""


def row_of(order: WorkOrder, at: datetime, soon: timedelta, turns: int) -> dict[str, Any]:
    """An order with its meanings, and how often its ticket went to and fro (0 within the limit)."""
    customer = order.ticket.customer
    return {
        "order": order,
        "turns": turns,
        "state": MEANINGS[order.state],
        "severity": SEVERITIES[order.ticket.severity],
        "due": due_meaning(order, at, soon),
        "customer_name": mask_name(customer.name) if customer else "",
    }


def rows_of(orders: Sequence[WorkOrder]) -> list[dict[str, Any]]:
    """Orders with their meanings."""
    at, soon = now(), timedelta(hours=queries.policy().due_soon_hours)
    turns = queries.turns_of({order.ticket_id for order in orders})
    return [row_of(order, at, soon, turns.get(order.ticket_id, 0)) for order in orders]
