"""The patrol: once a day every open work order is looked at; those that do not move are listed and told."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime, now

from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.actions import News, notify_all
from wanhao.foundation.notices.models import Notice
from wanhao.service.dispatch import events, moving, queries, rules
from wanhao.service.dispatch.models import DispatchPolicy, Patrol, StuckOrder, WorkOrder

WORKER = Actor.system("dispatch")
NAMED = 3  # orders named in one notice


def patrol_if_due(at: datetime | None = None) -> Patrol | None:
    """Make the day's round once its hour has come; None when it is not due or was made."""
    at = at or now()
    policy = queries.policy()
    here = localtime(at)
    if here.time() < policy.patrol_at or Patrol.objects.filter(day=here.date()).exists():
        return None
    return _make_patrol(here.date(), at, policy)


@transaction.atomic
def _make_patrol(day: date, at: datetime, policy: DispatchPolicy) -> Patrol:
    patrol = Patrol.objects.create(day=day, at=at)
    limits = {"unmoved": timedelta(hours=policy.stuck_hours), "unaccepted": timedelta(hours=policy.unaccepted_hours)}
    orders = WorkOrder.objects.filter(queries.OPEN).select_related(*queries.FACTS).order_by("pk")
    told: dict[Staff, list[WorkOrder]] = defaultdict(list)
    leaders: dict[int, list[Staff]] = {}
    for order in orders.iterator(chunk_size=500):
        patrol.looked_at += 1
        stuck = rules.stuck_since(order.state, order.moved_at, at, **limits)
        if stuck:
            patrol.found += 1
            _note(patrol, order, stuck, at)
            if order.department_id not in leaders:
                leaders[order.department_id] = queries.leaders_of(order.department)
            for person in {*_hands(order), order.ticket.owner, *leaders[order.department_id]}:
                told[person].append(order)
    patrol.save(update_fields=["looked_at", "found"])
    made = events.PatrolMade(patrol_id=patrol.pk, day=day, looked_at=patrol.looked_at, found=patrol.found)
    record(made, actor=WORKER)
    notify_all(_news(person, stuck_ones) for person, stuck_ones in told.items())
    return patrol


def _hands(order: WorkOrder) -> list[Staff]:
    return [order.assignee] if order.assignee else []


def _note(patrol: Patrol, order: WorkOrder, stuck: tuple[str, datetime], at: datetime) -> None:
    why, since = stuck
    StuckOrder.objects.create(patrol=patrol, order=order, why=why, since=since, owner=order.ticket.owner)
    hours = int((at - since).total_seconds() // 3600)
    record(events.WorkOrderStuck(**moving.about(order), why=why, hours=hours), actor=WORKER, unit=order.department_id)


def _news(person: Staff, orders: list[WorkOrder]) -> News:
    some = "、".join(order.number for order in orders[:NAMED]) + ("…" if len(orders) > NAMED else "")
    link = moving.address(orders[0]) if len(orders) == 1 else "/work-orders/patrol/"
    zh, en = f"憋单 {len(orders)} 张：{some}", f"{len(orders)} stuck work orders: {some.replace('、', ', ')}"
    return News(person, zh, en, Notice.Level.WARNING, link)


def patrol_of(day: date) -> Patrol | None:
    """The round of one day."""
    return Patrol.objects.filter(day=day).first()


def stuck_orders(patrol: Patrol, viewer: Staff) -> QuerySet[StuckOrder]:
    """What a round found, as far as this person may see it; what still stands first, the longest first."""
    rows = patrol.stuck.filter(order__in=queries.work_orders(viewer).values("pk"))
    facts = ("order__department", "order__assignee", "order__ticket", "owner")
    return rows.select_related(*facts).order_by("moved_at", "since")


def days_patrolled(count: int = 14) -> list[Patrol]:
    """The latest rounds, newest first."""
    return list(Patrol.objects.order_by("-day")[:count])
