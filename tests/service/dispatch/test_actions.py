"""Work orders from sending to their end: state, clock, event, story, refusal; two who accept at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from tests.factories.accounts import make_staff
from tests.factories.clocks import make_policy
from tests.factories.dispatch import make_department, make_leader, make_order, make_order_type, make_worker
from tests.factories.files import upload
from tests.factories.tickets import make_ticket
from wanhao.common.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound, Refused
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.files import vault
from wanhao.foundation.notices.models import Notice
from wanhao.service.clocks import firing
from wanhao.service.clocks.models import Clock, Target, Whom
from wanhao.service.dispatch import actions, evidence, queries, reactions
from wanhao.service.dispatch.models import PingPong, WorkOrder
from wanhao.service.tickets import actions as tickets
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of the test's own."""
    monkeypatch.setattr(vault, "folder", lambda: tmp_path)


@pytest.fixture
def department() -> Unit:
    """One with a promise of an hour."""
    unit = make_department()
    make_policy(Target.HOP, 60, warn_percents=[50], escalations=[(30, Whom.TEAM_LEADER)], unit=unit)
    return unit


@pytest.fixture
def worker(department: Unit) -> Staff:
    return make_worker(department)


@pytest.fixture
def pieces() -> Iterator[list[int]]:
    """Evidence that a context above keeps."""
    kept: list[int] = []

    def counter(order: WorkOrder) -> int:
        return kept.count(order.pk)

    evidence.register(counter)
    yield kept
    evidence.COUNTERS.remove(counter)


def events() -> list[str]:
    names = StoredEvent.objects.filter(name__startswith="dispatch.").order_by("id").values_list("name", flat=True)
    return [name.removeprefix("dispatch.") for name in names]


def clock(order: WorkOrder) -> Clock:
    found = Clock.objects.filter(subject=order.subject).order_by("-pk").first()
    assert found is not None
    return found


def fresh(order: WorkOrder) -> WorkOrder:
    return queries.order_by_id(order.pk)


def test_from_sending_to_the_end(department: Unit, worker: Staff) -> None:
    leader = make_leader(department)
    order = make_order(department=department)
    ticket = Ticket.objects.get(pk=order.ticket_id)
    assert (ticket.owner, ticket.status) == (order.sent_by, "in_progress"), "the owner keeps the ticket"
    assert order.due_at == order.sent_at + HOUR
    assert Notice.objects.filter(staff=leader, link=f"/work-orders/{order.number}/").exists()
    actions.assign_work_order(order.pk, to=worker, by=leader)
    actions.accept_work_order(order.pk, by=worker)
    actions.finish_work_order(order.pk, result="更换皮线光缆，测速正常", by=worker)
    order = fresh(order)
    assert (order.state, order.finished_by, order.is_late) == ("finished", worker, False)
    assert clock(order).outcome == Clock.Outcome.KEPT
    assert [line.kind for line in queries.story(order)] == ["sent", "assigned", "accepted", "finished"]
    assert events() == ["WorkOrderSent", "WorkOrderAssigned", "WorkOrderAccepted", "WorkOrderFinished"]
    assert "光缆" not in str(list(StoredEvent.objects.values_list("data", flat=True)))


def test_what_a_department_may_not_do(department: Unit, worker: Staff) -> None:
    order = make_order(department=department)
    with pytest.raises(NotFound):
        actions.accept_work_order(order.pk, by=make_worker(make_department()))
    with pytest.raises(Forbidden):
        actions.accept_work_order(order.pk, by=order.sent_by)
    with pytest.raises(NotAllowed):
        actions.finish_work_order(order.pk, result="好了", by=make_leader(department))
    with pytest.raises(Invalid):
        actions.refuse_work_order(order.pk, reason=" ", by=worker)
    with pytest.raises(Forbidden):
        actions.cancel_work_order(order.pk, reason="不做了", by=worker)
    actions.accept_work_order(order.pk, by=worker)
    with pytest.raises(NotAllowed):
        actions.refuse_work_order(order.pk, reason="不归我们", by=worker)
    with pytest.raises(Forbidden):
        actions.finish_work_order(order.pk, result="好了", by=make_worker(department))
    with pytest.raises(Conflict):
        actions.finish_work_order(order.pk, result="好了", by=worker, version=1)
    assert fresh(order).state == "accepted"


def test_who_may_send_and_to_whom(department: Unit) -> None:
    owner = make_staff()
    ticket = make_ticket(owner)
    with pytest.raises(Forbidden):
        make_order(ticket, department=department, by=make_staff(Role.TECHNICIAN))
    with pytest.raises(NotFound):
        make_order(ticket, department=department, by=make_staff())
    with pytest.raises(Invalid) as wrong:
        make_order(ticket, department=owner.unit, assignee=make_worker(make_department()))
    assert set(wrong.value.fields) == {"department", "assignee"}


def test_a_result_without_evidence_is_refused_when_the_type_demands_it(
    department: Unit, worker: Staff, pieces: list[int]
) -> None:
    order = make_order(department=department, order_type=make_order_type(needs_evidence=True))
    actions.accept_work_order(order.pk, by=worker)
    with pytest.raises(Invalid) as wrong:
        actions.finish_work_order(order.pk, result="好了", by=worker)
    assert list(wrong.value.fields) == ["uploads"]
    assert fresh(order).state == "accepted"
    with pytest.raises(Invalid):
        actions.finish_work_order(
            order.pk, result="好了", by=worker, uploads=[upload("a.exe", b"\x00\x01\x02 no picture")]
        )
    actions.finish_work_order(order.pk, result="好了", by=worker, uploads=[upload("光衰.png")])
    order = actions.reopen_work_order(order.pk, reason="又断了", by=order.sent_by)
    with pytest.raises(Invalid):
        actions.finish_work_order(order.pk, result="好了", by=worker)  # the old picture shows nothing new
    pieces.append(order.pk)
    assert actions.finish_work_order(order.pk, result="好了", by=worker).state == "finished"


def test_a_question_stops_the_departments_clock_and_not_the_customers(department: Unit, worker: Staff) -> None:
    order = make_order(department=department)
    due = Ticket.objects.get(pk=order.ticket_id).due_at
    actions.accept_work_order(order.pk, by=worker)
    actions.ask_back(order.pk, question="客户哪天在家？", by=worker)
    paused = clock(order)
    assert paused.paused_for is not None
    assert paused.paused_for.code == "question"
    assert (fresh(order).state, fresh(order).due_at) == ("asked_back", None)
    assert Ticket.objects.get(pk=order.ticket_id).due_at == due
    with pytest.raises(Forbidden):
        actions.answer_question(order.pk, answer="周三", by=worker)
    order = actions.answer_question(order.pk, answer="周三下午", by=order.sent_by)
    assert (order.state, clock(order).paused_for, order.due_at) == ("accepted", None, clock(order).due_at)
    with pytest.raises(NotAllowed):
        actions.answer_question(order.pk, answer="周三", by=order.sent_by)


def test_a_department_that_is_late_is_told_marked_and_escalated(department: Unit) -> None:
    leader = make_leader(department)
    order = make_order(department=department)
    for minutes, notices in ((31, 1), (61, 2), (91, 3)):
        firing.fire(order.sent_at + timedelta(minutes=minutes))
        assert Notice.objects.filter(staff=leader, level="warning").count() == notices
    assert fresh(order).is_late
    assert [row.pk for row in queries.found_orders(leader, queries.OrderFilter(box="overdue"))] == [order.pk]


def test_reopened_and_false_are_charged_to_who_finished(department: Unit, worker: Staff) -> None:
    order = make_order(department=department)
    actions.accept_work_order(order.pk, by=worker)
    with pytest.raises(NotAllowed):
        actions.mark_false(order.pk, reason="客户说没人来过", by=order.sent_by)
    actions.finish_work_order(order.pk, result="已修复", by=worker)
    actions.mark_false(order.pk, reason="客户说没人来过", by=order.sent_by)
    actions.mark_false(order.pk, reason="再说一次", by=order.sent_by)  # once is enough
    order = actions.reopen_work_order(order.pk, reason="仍然断网", by=order.sent_by)
    assert (order.charged_to, order.false_reason, order.reopened_count) == (worker, "客户说没人来过", 1)
    assert (order.state, order.assignee, order.finished_by) == ("accepted", worker, None)
    assert Clock.objects.filter(subject=order.subject).count() == 2, "the second try has a clock of its own"
    assert events()[-2:] == ["WorkOrderFoundFalse", "WorkOrderReopened"]


def test_a_ticket_sent_to_and_fro_is_marked_and_told(department: Unit, worker: Staff) -> None:
    ticket = make_ticket()
    team_leader = make_staff(Role.TEAM_LEADER, unit=ticket.unit)
    for time in (1, 2, 3):
        assert not PingPong.objects.exists()
        order = make_order(ticket, department=department)
        actions.refuse_work_order(order.pk, reason=f"不归我们 {time}", by=worker)
    assert PingPong.objects.get().turns == 3
    assert events()[-1] == "TicketSentToAndFro"
    assert Notice.objects.filter(staff=team_leader, level="warning").count() == 1
    assert Ticket.objects.get(pk=ticket.pk).owner == ticket.owner


def test_a_ticket_is_not_closed_while_a_department_works_for_it(department: Unit) -> None:
    order = make_order(department=department)
    ticket = Ticket.objects.get(pk=order.ticket_id)
    with pytest.raises(NotAllowed):
        tickets.close_ticket(ticket.pk, version=ticket.version, reason="客户已知", by=ticket.owner)
    actions.cancel_work_order(order.pk, reason="客户自行恢复", by=ticket.owner)
    assert tickets.close_ticket(ticket.pk, version=ticket.version, reason="客户已知", by=ticket.owner).closed_at


def test_a_graver_ticket_has_graver_hops(department: Unit) -> None:
    make_policy(Target.HOP, 30, severity="major", position=1)
    order = make_order(department=department)
    ticket = Ticket.objects.get(pk=order.ticket_id)
    ticket.severity = "major"
    ticket.save()
    reactions.retarget(ticket.pk)
    assert fresh(order).due_at == order.sent_at + HOUR / 2


def test_the_database_refuses_what_cannot_be_true(department: Unit) -> None:
    order = make_order(department=department)
    for broken in (
        {"state": "finished", "ended_at": now()},
        {"state": "accepted"},
        {"state": "refused", "ended_at": now()},
        {"state": "asked_back"},
        {"ended_at": now()},
        {"false_at": now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkOrder.objects.filter(pk=order.pk).update(**broken)


@pytest.mark.django_db(transaction=True)
def test_two_accept_at_once_and_one_does() -> None:
    department = make_department()
    people = [make_worker(department), make_worker(department)]
    order = make_order(department=department)
    together, said = Barrier(2), []

    def accept(person: Staff) -> None:
        together.wait(5)
        try:
            actions.accept_work_order(order.pk, by=person)
            said.append("accepted")
        except Refused as refused:
            said.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=accept, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(said) == ["accepted", "conflict"]
    assert len(queries.story(order)) == 2
