"""Rules against a real floor: alerts open, escalate and close, and say what they are about."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit
from tests.factories.alerts import make_rule
from tests.factories.callbacks import make_callback
from tests.factories.contacts import TEST, make_contact
from tests.factories.routing import make_agent, make_queue
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.foundation.processes import actions as processes
from wanhao.foundation.processes.models import Process
from wanhao.management.alerts import actions, reading, words
from wanhao.management.alerts.models import Alert, AlertStep, WatchRound
from wanhao.management.alerts.watching import watch_all
from wanhao.service.callbacks.models import Callback
from wanhao.service.contacts import actions as contacts
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Place, Queue

pytestmark = pytest.mark.django_db
BEGIN = timezone.now()


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_kept", {})
    monkeypatch.setattr(sys.modules[__name__], "BEGIN", timezone.now())  # figures reach back from now


def arrive(queue: Queue, many: int = 1) -> list[int]:
    """Contacts that wait in the queue."""
    found = []
    for _number in range(many):
        contact = make_contact(unit=queue.unit)
        contacts.ask_for_person(contact.pk, queue_code=queue.code, by=TEST)
        routing.enqueue(contact.pk, queue)
        found.append(contact.pk)
    return found


def after(seconds: float) -> datetime:
    """A moment of the test."""
    return BEGIN + timedelta(seconds=seconds)


def watch(*, until: float, since: float = 0, every: float = 5) -> None:
    """Rounds of watching."""
    at = since
    while at <= until:
        assert watch_all(after(at))
        at += every


def test_an_alert_opens_is_told_escalates_and_closes_by_itself() -> None:
    unit = make_unit()
    queue = make_queue(unit=unit)
    leader, duty = make_staff(Role.TEAM_LEADER, unit=unit), make_staff(Role.DUTY_LEADER, unit=unit)
    make_rule(
        unit,
        threshold=2,
        clear_at=1,
        tell_roles=[Role.TEAM_LEADER],
        escalate_seconds=60,
        escalate_roles=[Role.DUTY_LEADER],
    )
    waiting = arrive(queue, 3)
    watch(until=25)
    assert not Alert.objects.exists()  # not long enough yet
    watch(since=30, until=85)
    alert = Alert.objects.get()
    assert (alert.value, alert.queue, alert.breached_since) == (3, None, after(0))
    assert [notice.staff for notice in Notice.objects.all()] == [leader]
    assert "3 (limit 2)" in Notice.objects.get().text_en
    watch(since=90, until=90)
    alert.refresh_from_db()
    assert alert.escalated_at == after(90)
    assert Notice.objects.filter(staff=duty, text_en__startswith="Escalated: ").count() == 1
    for contact_id in waiting[:2]:
        routing.leave_queue(contact_id, "abandoned")
    watch(since=95, until=160)
    alert.refresh_from_db()
    assert alert.closed_at == after(155)
    assert (alert.worst, alert.closed_by) == (3, None)
    kinds = list(AlertStep.objects.values_list("kind", flat=True))
    assert kinds == ["opened", "told", "escalated", "closed_itself"]
    readings = list(alert.readings.values_list("value", flat=True))
    assert readings[0] == 3  # from the first breach on, before it opened
    assert readings[-1] == 1
    names = list(StoredEvent.objects.filter(name__startswith="alerts.").order_by("id").values_list("name", flat=True))
    assert names == ["alerts.AlertOpened", "alerts.AlertEscalated", "alerts.AlertClosed"]


def test_an_acknowledged_alert_does_not_escalate() -> None:
    unit = make_unit()
    arrive(make_queue(unit=unit), 3)
    make_rule(unit, threshold=2, clear_at=2, hold_seconds=0, escalate_seconds=60, escalate_roles=[Role.DUTY_LEADER])
    watch(until=5)
    actions.acknowledge(Alert.objects.get().public_id, by=make_staff(Role.TEAM_LEADER, unit=unit))
    watch(since=10, until=200, every=30)
    assert Alert.objects.get().escalated_at is None


def test_closed_by_hand_it_stays_closed_until_the_figure_was_good() -> None:
    unit = make_unit()
    waiting = arrive(make_queue(unit=unit), 3)
    make_rule(unit, threshold=2, clear_at=2, hold_seconds=0, clear_seconds=5)
    watch(until=0)
    actions.close_alert(Alert.objects.get().public_id, "演练", by=make_staff(Role.TEAM_LEADER, unit=unit))
    watch(since=5, until=60)
    assert Alert.objects.count() == 1
    routing.leave_queue(waiting.pop(), "abandoned")
    watch(since=65, until=75)
    arrive(Queue.objects.get(), 1)
    watch(since=80, until=85)
    assert Alert.objects.count() == 2


def test_each_queue_has_an_alert_of_its_own() -> None:
    unit = make_unit()
    crowded, calm = make_queue(unit=unit), make_queue(unit=unit)
    make_queue()  # of another unit
    arrive(crowded, 3)
    arrive(calm, 1)
    make_rule(unit, scope="each_queue", threshold=2, clear_at=2, hold_seconds=0)
    watch(until=5)
    assert Alert.objects.get().queue == crowded


def test_a_share_is_made_of_sums() -> None:
    unit = make_unit()
    first, second = make_queue(unit=unit), make_queue(unit=unit)
    make_rule(unit, figure="abandoned", threshold=30, clear_at=20, hold_seconds=0)
    for contact_id in arrive(first, 1):
        routing.leave_queue(contact_id, "abandoned")
    for contact_id in arrive(second, 1):
        routing.leave_queue(contact_id, "closed")
    assert watch_all()
    alert = Alert.objects.get()
    assert (alert.value, alert.detail) == (50, {"numerator": 1, "denominator": 2})


def test_agents_ready_count_each_agent_once() -> None:
    unit = make_unit()
    queues = make_queue(unit=unit), make_queue(unit=unit)
    agent = make_agent(*queues, staff=make_staff(unit=unit))
    make_rule(unit, figure="agents_ready", comparison="below", threshold=2, clear_at=2, hold_seconds=0)
    watch(until=0)
    assert Alert.objects.get().value == 1
    routing.set_state(agent.pk, "meeting", by=agent.staff)
    watch(since=5, until=5)
    assert Alert.objects.get().value == 0


def test_callbacks_overdue_are_counted_by_queue() -> None:
    queue = make_queue()
    callback = make_callback(queue)
    make_rule(queue.unit, figure="callbacks_overdue", scope="each_queue", threshold=0, clear_at=0, hold_seconds=0)
    watch(until=0)
    assert not Alert.objects.exists()
    Callback.objects.filter(pk=callback.pk).update(due_at=BEGIN - timedelta(minutes=1))
    watch(since=5, until=5)
    assert (Alert.objects.get().value, Alert.objects.get().queue) == (1, queue)


def came(queue: Queue, many: int, at: datetime) -> None:
    """Contacts of another day."""
    for contact_id in arrive(queue, many):
        routing.leave_queue(contact_id, "closed")
        Place.objects.filter(contact_id=contact_id).update(queued_at=at, rank_at=at, left_at=at)


def test_arrivals_far_above_the_usual_say_what_is_usual() -> None:
    unit = make_unit()
    queue = make_queue(unit=unit)
    for week, many in enumerate((4, 5, 6, 5), start=1):
        came(queue, many, BEGIN - timedelta(weeks=week, minutes=5))
        came(queue, 30, BEGIN - timedelta(weeks=week, days=1))  # another weekday says nothing about this one
    came(queue, 20, BEGIN - timedelta(minutes=5))
    make_rule(unit, figure="arrivals", threshold=4, clear_at=2, hold_seconds=0)
    watch(until=0)
    alert = Alert.objects.get()
    assert words.state_of(alert) in ("usual 1–9, now 20", "常态 1–9，现为 20")
    assert alert.value == pytest.approx((20 - 5) / 5**0.5, abs=0.01)


def test_a_young_house_says_nothing_about_arrivals() -> None:
    queue = make_queue()
    came(queue, 50, BEGIN - timedelta(minutes=5))
    make_rule(queue.unit, figure="arrivals", threshold=4, clear_at=2, hold_seconds=0)
    watch(until=0)
    assert not Alert.objects.exists()


def test_a_silent_process_opens_an_alert_and_its_return_closes_it() -> None:
    row = processes.begin("web")
    make_rule(figure="process_silent", threshold=15, clear_at=5, hold_seconds=0, clear_seconds=0)
    assert watch_all()
    assert not Alert.objects.exists()
    Process.objects.filter(pk=row.pk).update(beat_at=timezone.now() - timedelta(seconds=40))
    assert watch_all()
    alert = Alert.objects.get()
    assert words.subject_name(alert) == row.name
    processes.beat(row.pk)
    assert watch_all()
    assert Alert.objects.get().closed_at


def test_a_process_that_ended_as_asked_is_not_missed() -> None:
    row = processes.begin("web")
    processes.end(row.pk)
    Process.objects.filter(pk=row.pk).update(beat_at=timezone.now() - timedelta(seconds=40))
    make_rule(figure="process_silent", threshold=15, clear_at=5, hold_seconds=0)
    assert watch_all()
    assert not Alert.objects.exists()


def test_a_successor_takes_the_row_of_a_dead_process() -> None:
    first = processes.begin("worker")
    second = processes.begin("worker")  # the first still lives: it is this very process
    assert (first.number, second.number) == (1, 2)
    Process.objects.filter(pk=first.pk).update(process_id=2**22 + 1)  # beyond the largest process number
    assert processes.begin("worker").pk == first.pk


def test_switching_a_rule_off_closes_its_alert() -> None:
    unit = make_unit()
    arrive(make_queue(unit=unit), 3)
    rule = make_rule(unit, threshold=2, clear_at=2, hold_seconds=0)
    watch(until=0)
    rule.is_active = False
    rule.save()
    watch(since=5, until=5)
    assert Alert.objects.get().closed_at


def test_one_read_of_each_figure_for_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = make_unit()
    make_queue(unit=unit)
    make_rule(unit)
    watch(until=0)
    with CaptureQueriesContext(connection) as one:
        watch(since=5, until=5)
    for _number in range(10):
        make_rule(unit, threshold=20)
    with CaptureQueriesContext(connection) as eleven:
        watch(since=10, until=10)
    assert len(eleven) == len(one)


def test_a_figure_that_cannot_be_read_spares_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from wanhao.management.alerts.figures import FIGURES

    def broken(_minutes: int) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("select 1 / 0")

    monkeypatch.setitem(FIGURES, "longest_wait", replace(FIGURES["longest_wait"], read=broken))
    unit = make_unit()
    arrive(make_queue(unit=unit), 3)
    make_rule(unit, figure="longest_wait", hold_seconds=0)
    make_rule(unit, threshold=2, clear_at=2, hold_seconds=0)
    watch(until=0)
    assert Alert.objects.get().figure == "waiting"
    assert WatchRound.objects.get().at == after(0)
