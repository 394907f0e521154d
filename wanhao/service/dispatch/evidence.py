"""What shows a result: files at the order, and what contexts above keep for it, such as a visit with its readings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wanhao.foundation.files import queries as files
from wanhao.foundation.files.subjects import FileSubject
from wanhao.service.dispatch import queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.dispatch.models import WorkOrder

Counter = Callable[["WorkOrder"], int]
COUNTERS: list[Counter] = []


def register(counter: Counter) -> None:
    """Let a context above say how many pieces of evidence it keeps for an order."""
    COUNTERS.append(counter)


def pieces(order: WorkOrder) -> int:
    """How many pieces of evidence there are; after a reopening only new ones count."""
    since = order.accepted_at if order.reopened_count and order.accepted_at else order.sent_at
    kept = [file for file in files.files_of(order.subject) if file.kept_by and file.kept_at >= since]
    own = sum(file.kept_by is not None and queries.is_worker(order, file.kept_by) for file in kept)
    return own + sum(counter(order) for counter in COUNTERS)


def may_see(order_id: int, viewer: Staff) -> bool:
    """May this person see the files of the order?"""
    return queries.work_orders(viewer).filter(pk=order_id).exists()


def may_add(order_id: int, viewer: Staff) -> bool:
    """May this person add files: who does the work, and who asks for it?"""
    order = queries.work_orders(viewer).select_related("department").filter(pk=order_id).first()
    return order is not None and (queries.is_worker(order, viewer) or queries.is_owner(order, viewer))


FILES = FileSubject(
    may_see=may_see, may_add=may_add, facts=lambda order_id: {"customer_id": queries.customer_of(order_id)}
)
