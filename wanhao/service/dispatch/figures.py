"""The scoreboard: what each department made of the orders it received in a time, and the orders behind a figure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, QuerySet

from wanhao.foundation.accounts.models import Unit
from wanhao.service.dispatch import queries
from wanhao.service.dispatch.models import WorkOrder
from wanhao.service.dispatch.rules import Score

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

FINISHED, LATE = Q(state="finished"), Q(is_late=True)
COUNTED: dict[str, Q] = {
    "received": Q(),
    "finished": FINISHED,
    "in_time": FINISHED & ~LATE,
    "judged": FINISHED | Q(ended_at=None) & LATE,
    "refused": Q(state="refused"),
    "bounced": Q(state="bounced"),
    "done": FINISHED | Q(reopened_count__gt=0),
    "reopened": Q(reopened_count__gt=0),
    "false": Q(false_at__isnull=False),
    "late": LATE & (FINISHED | Q(ended_at=None)),
}


def received(begin: datetime, end: datetime) -> QuerySet[WorkOrder]:
    """Orders departments received in a time; those the owner took back do not count."""
    return WorkOrder.objects.filter(sent_at__gte=begin, sent_at__lt=end).exclude(state="cancelled")


def orders_of_the_ticket() -> QuerySet[WorkOrder]:
    """Work orders of the ticket in the outer row, for conditions on tickets."""
    return WorkOrder.objects.filter(ticket=OuterRef("pk"))


def scores(begin: datetime, end: datetime) -> dict[int, Score]:
    """What each department made of what it received, by its row."""
    names = [name for name in COUNTED if name != "late"]
    counted = {f"n_{name}": Count("pk", filter=COUNTED[name]) for name in names}
    rows: Any = received(begin, end).order_by().values("department").annotate(**counted)
    return {row["department"]: Score(**{name: row[f"n_{name}"] for name in names}) for row in rows}


def departments(rows: Iterable[int] = ()) -> list[Unit]:
    """All departments in the order of the organisation, and those of these rows."""
    wanted = Q(kind=Unit.Kind.DEPARTMENT) | Q(pk__in=list(rows))
    return list(Unit.objects.filter(wanted).select_related("region").order_by("path"))


def orders_behind(
    viewer: Staff, figure: str, begin: datetime, end: datetime, *, department: str = "", before_id: int | None = None
) -> list[WorkOrder]:
    """The orders a figure counts, as far as this person may see them, newest first."""
    rows = queries.work_orders(viewer).filter(pk__in=received(begin, end).filter(COUNTED[figure]).values("pk"))
    if department:
        rows = rows.filter(department__code=department)
    if before_id:
        rows = rows.filter(pk__lt=before_id)
    return list(rows.select_related(*queries.FACTS).order_by("-pk")[: queries.PAGE + 1])
