"""The scoreboard's counts, public warnings that begin and end, the patrol over orders that do not move."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from tests.factories.accounts import make_staff
from tests.factories.dispatch import make_department, make_leader, make_order, make_worker
from tests.factories.tickets import make_ticket
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.service.dispatch import actions, charges, figures, jobs, patrol, watching
from wanhao.service.dispatch.models import DispatchPolicy, DispatchWarning, Patrol, StuckOrder, WorkOrder
from wanhao.service.dispatch.rules import Score

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def department() -> Unit:
    return make_department()


@pytest.fixture
def worker(department: Unit) -> Staff:
    return make_worker(department)


def finished(department: Unit, worker: Staff, *, is_late: bool = False) -> WorkOrder:
    order = make_order(department=department)
    actions.accept_work_order(order.pk, by=worker)
    WorkOrder.objects.filter(pk=order.pk).update(is_late=is_late)
    return actions.finish_work_order(order.pk, result="已修复", by=worker)


def test_what_the_scoreboard_counts(department: Unit, worker: Staff) -> None:
    finished(department, worker)
    finished(department, worker, is_late=True)
    false = finished(department, worker)
    actions.mark_false(false.pk, reason="没人来过", by=false.sent_by)
    actions.reopen_work_order(false.pk, reason="没人来过", by=false.sent_by)
    actions.refuse_work_order(make_order(department=department).pk, reason="不归我们", by=worker)
    bounced = make_order(department=department)
    actions.accept_work_order(bounced.pk, by=worker)
    actions.bounce_work_order(bounced.pk, reason="缺地址", by=worker)
    late = make_order(department=department)
    WorkOrder.objects.filter(pk=late.pk).update(is_late=True)
    by_mistake = make_order(department=department)
    actions.cancel_work_order(by_mistake.pk, reason="派错", by=by_mistake.sent_by)
    found = figures.scores(now() - DAY, now() + DAY)[department.pk]
    assert found == Score(
        received=6, finished=2, in_time=1, judged=3, refused=1, bounced=1, done=3, reopened=1, false=1
    )
    assert figures.scores(now() - 2 * DAY, now() - DAY) == {}
    assert charges.counted(now() - DAY, now() + DAY)[department.pk] == 1
    (charged,) = charges.lines(worker, now() - DAY, now() + DAY, department=department.code)
    assert (charged.charge.person, charged.charge.why, charged.is_ours) == (worker, "没人来过", True)
    behind = figures.orders_behind(worker, "reopened", now() - DAY, now() + DAY, department=department.code)
    assert [order.pk for order in behind] == [false.pk]


def test_warnings_begin_and_end_and_stay_in_the_history(department: Unit, worker: Staff) -> None:
    DispatchPolicy.objects.create(least_orders=2, on_time_percent=60)
    leader = make_leader(department)
    late = make_order(department=department)
    WorkOrder.objects.filter(pk=late.pk).update(is_late=True, due_at=now() - timedelta(hours=1))
    finished(department, worker)
    assert watching.review_warnings() == (2, 0)
    assert watching.review_warnings() == (0, 0)
    about_order, about_department = sorted(DispatchWarning.objects.all(), key=lambda one: one.order_id is None)
    assert (about_order.kind, about_order.order_id) == ("late_order", late.pk)
    assert (about_department.kind, about_department.numerator, about_department.denominator) == ("on_time", 1, 2)
    assert Notice.objects.filter(staff=leader, link="/work-orders/warnings/").count() == 1
    finished(department, worker)
    assert watching.review_warnings() == (0, 1), "two of three are enough"
    actions.cancel_work_order(late.pk, reason="客户撤诉", by=late.sent_by)
    assert watching.review_warnings() == (0, 1)
    assert watching.warnings_now() == []
    assert {one.kind for one in watching.warnings_before()} == {"late_order", "on_time"}
    names = StoredEvent.objects.filter(name__startswith="dispatch.Warning").order_by("id")
    assert [one.name.split(".")[1] for one in names] == ["WarningBegun"] * 2 + ["WarningEnded"] * 2


def test_a_ticket_sent_to_and_fro_is_on_the_public_list(department: Unit, worker: Staff) -> None:
    ticket = make_ticket()
    for _time in range(3):
        order = make_order(ticket, department=department)
        actions.refuse_work_order(order.pk, reason="不归我们", by=worker)
    jobs.review()
    assert DispatchWarning.objects.get(kind="pingpong").order_id == order.pk


def moved(order: WorkOrder, hours: float) -> None:
    WorkOrder.objects.filter(pk=order.pk).update(moved_at=MORNING - timedelta(hours=hours))


def test_the_patrol_lists_and_tells_what_does_not_move_once_a_day(department: Unit, worker: Staff) -> None:
    leader, owner = make_leader(department), make_staff()
    waiting = make_order(by=owner, department=department)
    in_work = make_order(by=owner, department=department)
    fresh = make_order(by=owner, department=department)
    actions.accept_work_order(in_work.pk, by=worker)
    moved(waiting, 5)
    moved(in_work, 30)
    moved(fresh, 1)
    Notice.objects.all().delete()
    assert patrol.patrol_if_due(MORNING - timedelta(hours=1)) is None, "half past eight has not come"
    made = patrol.patrol_if_due(MORNING)
    assert made is not None
    assert (made.looked_at, made.found) == (3, 2)
    assert patrol.patrol_if_due(MORNING + timedelta(hours=1)) is None
    found = {one.order_id: one.why for one in patrol.stuck_orders(made, leader)}
    assert found == {waiting.pk: "unaccepted", in_work.pk: "unmoved"}
    told = Notice.objects.values_list("staff", flat=True)
    assert sorted(told) == sorted([owner.pk, leader.pk, worker.pk])
    assert f"{waiting.number}、{in_work.number}" in Notice.objects.get(staff=leader).text_zh
    actions.accept_work_order(waiting.pk, by=worker)
    assert StuckOrder.objects.get(order=waiting).moved_at is not None
    assert StuckOrder.objects.get(order=in_work).moved_at is None
    assert patrol.patrol_if_due(MORNING + DAY) is not None
    assert Patrol.objects.count() == 2


def test_the_patrols_limits_are_settings(department: Unit) -> None:
    DispatchPolicy.objects.create(unaccepted_hours=48, stuck_hours=72)
    order = make_order(department=department)
    moved(order, 40)
    made = patrol.patrol_if_due(MORNING)
    assert made is not None
    assert made.found == 0
