"""Public warnings: departments and orders beyond a limit, begun and ended by themselves, kept as history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.notices.models import Notice
from wanhao.service.dispatch import events, figures, queries, rules
from wanhao.service.dispatch.models import DispatchPolicy, DispatchWarning, PingPong, WorkOrder
from wanhao.service.tickets.models import Ticket

WORKER = Actor.system("dispatch")
Kind = DispatchWarning.Kind
Key = tuple[str, int, int | None]


@dataclass(frozen=True)
class Beyond:
    """A limit that is passed now."""

    kind: str
    department_id: int
    order_id: int | None = None
    numerator: int = 0
    denominator: int = 0
    limit_percent: int = 0

    @property
    def key(self) -> Key:
        """What tells it from the others."""
        return self.kind, self.department_id, self.order_id


def found_now(at: datetime) -> Iterator[Beyond]:
    """Everything that is beyond its limit at this moment."""
    policy = queries.policy()
    yield from _late_orders(policy, at)
    yield from _sent_to_and_fro()
    yield from _departments(policy, at)


def _late_orders(policy: DispatchPolicy, at: datetime) -> Iterator[Beyond]:
    until = at - timedelta(hours=policy.warned_after_hours)
    late = Q(is_late=True, due_at=None) | Q(due_at__lte=until)
    rows = WorkOrder.objects.filter(queries.OPEN & late)
    for order_id, department_id in rows.values_list("pk", "department_id"):
        yield Beyond(Kind.LATE_ORDER, department_id, order_id)


def _sent_to_and_fro() -> Iterator[Beyond]:
    marks = PingPong.objects.filter(ticket__status__in=Ticket.UNFINISHED)
    for ticket_id, turns in marks.values_list("ticket_id", "turns"):
        last = WorkOrder.objects.filter(ticket=ticket_id).order_by("-pk").only("pk", "department_id").first()
        if last:
            yield Beyond(Kind.PINGPONG, last.department_id, last.pk, numerator=turns)


def _departments(policy: DispatchPolicy, at: datetime) -> Iterator[Beyond]:
    least = policy.least_orders
    for department_id, score in figures.scores(at - timedelta(days=policy.window_days), at).items():
        limit = policy.on_time_percent
        if score.judged >= least and rules.below(score.in_time, score.judged, least_percent=limit):
            yield Beyond(Kind.ON_TIME, department_id, None, score.in_time, score.judged, limit)
        limit = policy.given_back_percent
        if score.received >= least and rules.beyond(score.given_back, score.received, most_percent=limit):
            yield Beyond(Kind.GIVEN_BACK, department_id, None, score.given_back, score.received, limit)
        limit = policy.false_percent
        if score.done >= least and rules.beyond(score.false, score.done, most_percent=limit):
            yield Beyond(Kind.FALSE, department_id, None, score.false, score.done, limit)


@transaction.atomic
def review_warnings(at: datetime | None = None) -> tuple[int, int]:
    """Begin what is beyond its limit now and end what no longer is; how many of each."""
    at = at or now()
    found = {one.key: one for one in found_now(at)}
    open_ones = DispatchWarning.objects.filter(ended_at=None).select_related("department", "order")
    standing: dict[Key, DispatchWarning] = {(one.kind, one.department_id, one.order_id): one for one in open_ones}
    over = [one for key, one in standing.items() if key not in found]
    for warning in over:
        warning.ended_at = at
        warning.save(update_fields=["ended_at"])
        record(events.WarningEnded(**_about(warning)), actor=WORKER, unit=warning.department_id)
    for key in found.keys() & standing.keys():
        _refresh(standing[key], found[key])
    fresh = [one for key, one in found.items() if key not in standing]
    for one in fresh:
        _begin(one, at)
    return len(fresh), len(over)


def _about(warning: DispatchWarning) -> dict[str, Any]:
    return {
        "department_id": warning.department_id,
        "kind": warning.kind,
        "number": warning.order.number if warning.order else "",
        "numerator": warning.numerator,
        "denominator": warning.denominator,
    }


def _refresh(warning: DispatchWarning, found: Beyond) -> None:
    if (warning.numerator, warning.denominator) != (found.numerator, found.denominator):
        warning.numerator, warning.denominator = found.numerator, found.denominator
        warning.save(update_fields=["numerator", "denominator"])


def _begin(found: Beyond, at: datetime) -> None:
    warning = DispatchWarning.objects.create(
        kind=found.kind,
        department_id=found.department_id,
        order_id=found.order_id,
        numerator=found.numerator,
        denominator=found.denominator,
        limit_percent=found.limit_percent,
        begun_at=at,
    )
    record(events.WarningBegun(**_about(warning)), actor=WORKER, unit=warning.department_id)
    if warning.order is None:  # of an order its clock and its turns have told already
        _tell(warning, warning.department)


WORDS = {
    Kind.ON_TIME: ("按时率低于 {limit}%", "fewer than {limit} % on time"),
    Kind.GIVEN_BACK: ("拒收退回率高于 {limit}%", "more than {limit} % refused or sent back"),
    Kind.FALSE: ("虚假回单率高于 {limit}%", "more than {limit} % false"),
}


def _tell(warning: DispatchWarning, department: Unit) -> None:
    zh, en = (words.format(limit=warning.limit_percent) for words in WORDS[Kind(warning.kind)])
    share = f"{warning.numerator}/{warning.denominator}"
    text_zh = f"{department.name_zh}预警公示：{zh}（{share}）"
    text_en = f"{department.name_en or department.name_zh}: {en} ({share})"
    for leader in queries.leaders_of(department):
        notify(leader, text_zh, text_en, level=Notice.Level.WARNING, link="/work-orders/warnings/")


def warnings_now(department: str = "") -> list[DispatchWarning]:
    """What is beyond its limit now, departments first, the longest first."""
    rows = DispatchWarning.objects.filter(ended_at=None)
    if department:
        rows = rows.filter(department__code=department)
    return list(rows.select_related("department", "order__ticket", "order__assignee").order_by("order_id", "begun_at"))


def warnings_before(department: str = "", before_id: int | None = None) -> list[DispatchWarning]:
    """What was beyond its limit and is no longer, the latest first."""
    rows = DispatchWarning.objects.exclude(ended_at=None)
    if department:
        rows = rows.filter(department__code=department)
    if before_id:
        rows = rows.filter(pk__lt=before_id)
    return list(rows.select_related("department", "order").order_by("-pk")[: queries.PAGE + 1])
