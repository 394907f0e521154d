"""An alert opens by itself and is told outside; the worker is killed between two attempts and nothing is sent twice."""

from __future__ import annotations

import json

from tests.house import House, ask, until
from tests.journeys.furnishing import LEADER
from tests.journeys.people import People
from tests.receiver import receiving
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.models import Notice
from wanhao.management.alerts import actions
from wanhao.management.alerts.models import Alert, AlertRule, Delivery, Webhook

TEST = Actor.system("test")


def write_rule(url: str) -> AlertRule:
    """Somebody waits: the leader and a system outside are told at once."""
    unit = Staff.objects.get(staff_number=LEADER).unit
    webhook = Webhook.objects.create(unit=unit, name="值班群", url=url, secret="a-secret-for-signing")
    facts = {
        "name_zh": "有人在等",
        "name_en": "Somebody waits",
        "unit": unit,
        "figure": "waiting",
        "comparison": "above",
        "threshold": 0,
        "clear_at": 0,
        "hold_seconds": 0,
        "clear_seconds": 0,
        "tell_roles": ["team_leader"],
        "webhook": webhook,
    }
    return actions.write_rule(facts, by=TEST)


def switch_off(rule: AlertRule) -> None:
    """The other journeys are not watched."""
    AlertRule.objects.filter(pk=rule.pk).update(is_active=False)


async def test_an_alert_is_told_once_also_when_the_worker_dies(people: People, house: House) -> None:
    with receiving(503) as receiver:
        rule = await ask(write_rule, receiver.url)
        try:
            caller = await people.asks_for_person()
            alert = await until(lambda: Alert.objects.filter(rule=rule).first(), seconds=30, what="an alert")
            assert alert.value == 1
            assert await ask(Notice.objects.filter(staff__staff_number=LEADER, link__contains=alert.public_id).exists)
            await until(lambda: len(receiver.got) == 1, seconds=20, what="the first attempt")
            await until(lambda: Delivery.objects.filter(alert=alert, answer=503).exists(), what="its refusal kept")
            house.kill("worker")
            house.restart("worker", "worker started")
            opened = await until(
                lambda: Delivery.objects.filter(alert=alert, event="opened", sent_at__isnull=False).first(), seconds=40
            )
            assert opened.attempts == 2
            await caller.hangup()
            await until(lambda: Alert.objects.filter(pk=alert.pk, closed_at__isnull=False).exists(), seconds=30)
            await until(lambda: Delivery.objects.filter(alert=alert, sent_at=None).count() == 0, seconds=20)
        finally:
            await ask(switch_off, rule)
    told = [(headers["x-wanhao-delivery"], json.loads(body)["event"]) for headers, body in receiver.got]
    first, second, third = told
    assert first == second == (opened.public_id, "alert.opened")
    assert third[1] == "alert.closed"
