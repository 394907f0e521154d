"""Messages to a real receiver: signed, sent again when refused, given up at last; private addresses are refused."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories.accounts import make_staff, make_unit
from tests.factories.alerts import make_alert, make_rule, make_webhook
from tests.receiver import Receiver, receiving
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.deliveries import gateways
from wanhao.foundation.deliveries.sending import LEASE, MOST_ATTEMPTS
from wanhao.management.alerts import actions
from wanhao.management.alerts.models import Delivery, Webhook
from wanhao.management.alerts.webhooks import OUTBOX

pytestmark = pytest.mark.django_db
LOOPBACK = ("127.0.0.0/8",)


@pytest.fixture
def _loopback_allowed() -> Iterator[None]:
    with override_settings(WANHAO=replace(settings.WANHAO, webhook_networks=LOOPBACK)):
        yield


def sent_by(receiver: Receiver) -> Delivery:
    """An alert whose rule tells the receiver; its message."""
    unit = make_unit()
    make_alert(rule=make_rule(unit, webhook=make_webhook(unit, receiver.url)))
    return Delivery.objects.get()


def due_now(delivery: Delivery) -> None:
    """As if the pause were over."""
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now())


def jobs() -> int:
    """How many deliveries are waiting to be done."""
    return ProcrastinateJob.objects.filter(task_name="alerts.deliver", status="todo").count()


@pytest.mark.usefixtures("_loopback_allowed")
def test_a_message_is_signed_and_says_what_happened() -> None:
    with receiving() as receiver:
        delivery = sent_by(receiver)
        assert jobs() == 1
        OUTBOX.deliver(delivery.pk)
    ((headers, body),) = receiver.got
    secret = Webhook.objects.get().secret
    expected = hmac.new(secret.encode(), f"{headers['x-wanhao-timestamp']}.".encode() + body, sha256).hexdigest()
    assert headers["x-wanhao-signature"] == f"sha256={expected}"
    assert headers["x-wanhao-delivery"] == delivery.public_id
    facts = json.loads(body)
    assert (facts["event"], facts["figure"], facts["value"], facts["threshold"]) == ("alert.opened", "waiting", 12, 10)
    delivery.refresh_from_db()
    assert (delivery.answer, delivery.attempts, bool(delivery.sent_at)) == (200, 1, True)


@pytest.mark.usefixtures("_loopback_allowed")
def test_a_refused_message_is_sent_again_later_under_the_same_number() -> None:
    with receiving(503, 302) as receiver:
        delivery = sent_by(receiver)
        OUTBOX.deliver(delivery.pk)
        delivery.refresh_from_db()
        assert delivery.problem.startswith("HTTP 503")
        assert timedelta(seconds=3) < delivery.due_at - timezone.now() <= timedelta(seconds=4)
        OUTBOX.deliver(delivery.pk)  # its time has not come
        assert len(receiver.got) == 1
        for _attempt in range(2):  # a redirection is not followed: it counts as refused
            due_now(delivery)
            OUTBOX.deliver(delivery.pk)
        OUTBOX.deliver(delivery.pk)  # a job that is done twice sends nothing twice
    assert len(receiver.got) == 3
    assert len({headers["x-wanhao-delivery"] for headers, _body in receiver.got}) == 1
    delivery.refresh_from_db()
    assert delivery.sent_at


@pytest.mark.usefixtures("_loopback_allowed")
def test_after_the_last_attempt_it_is_given_up_and_said() -> None:
    with receiving(*[500] * 20) as receiver:
        delivery = sent_by(receiver)
        for _attempt in range(10):
            due_now(delivery)
            OUTBOX.deliver(delivery.pk)
    assert len(receiver.got) == MOST_ATTEMPTS
    delivery.refresh_from_db()
    assert delivery.given_up_at
    assert StoredEvent.objects.filter(name="alerts.WebhookGaveUp").count() == 1


@pytest.mark.usefixtures("_loopback_allowed")
def test_a_message_being_sent_is_sent_by_nobody_else_until_the_lease_is_over() -> None:
    with receiving() as receiver:
        delivery = sent_by(receiver)
        assert OUTBOX.take(delivery.pk)  # a worker took it, and was killed
        OUTBOX.deliver(delivery.pk)
        OUTBOX.take_up_again()
        assert (len(receiver.got), jobs()) == (0, 1)
        long_ago = timezone.now() - LEASE * 2
        Delivery.objects.filter(pk=delivery.pk).update(taken_at=long_ago, due_at=long_ago)
        OUTBOX.take_up_again()
        assert jobs() == 2
        OUTBOX.deliver(delivery.pk)
        OUTBOX.deliver(delivery.pk)
    assert len(receiver.got) == 1


def test_without_the_setting_a_private_address_is_never_asked() -> None:
    with receiving() as receiver:
        delivery = sent_by(receiver)
        OUTBOX.deliver(delivery.pk)
    assert receiver.got == []
    delivery.refresh_from_db()
    assert delivery.given_up_at
    assert "127.0.0.1" in delivery.problem


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",  # IPv4 in disguise
        "http://[64:ff9b::10.0.0.1]/",
        "http://[2002:a00:1::1]/",
        "http://[::10.0.0.1]/",
        "http://[fec0::1]/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://2130706433/",  # 127.0.0.1 as one number
        "ftp://192.0.2.1/",
        "file:///etc/passwd",
        "http://somebody:secret@192.0.2.1/",
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    person = make_staff(Role.SYSTEM_MANAGER)
    with pytest.raises(gateways.AddressRefused):
        gateways.checked(url)
    with pytest.raises(Invalid):
        actions.write_webhook({"name": "x", "unit": person.unit, "url": url, "is_active": True}, by=person)


def test_a_public_address_may_be_asked() -> None:
    _parts, address = gateways.checked("https://8.8.8.8/hook")
    assert address == "8.8.8.8"
    assert gateways.is_allowed("2606:4700::1111")


@pytest.mark.usefixtures("_loopback_allowed")
@pytest.mark.parametrize("path", ["/通知", "/a b", "?q=通知"])
def test_any_spelling_of_a_path_is_asked_or_answered(path: str) -> None:
    with receiving() as receiver:
        answer = gateways.post(receiver.url.partition("/hooks")[0] + path, b"{}", {})
    assert answer.is_taken or answer.problem


@pytest.mark.parametrize("url", ["http://8.8.8.8:99999/", "http://8.8.8.8:x/", "http://[::1", f"http://{'a' * 70}.cn/"])
def test_what_is_no_address_at_all_is_given_up_at_once(url: str) -> None:
    assert gateways.post(url, b"{}", {}).is_final


def test_the_secret_is_sealed_and_can_be_renewed() -> None:
    person = make_staff(Role.SYSTEM_MANAGER)
    row = actions.write_webhook(
        {"name": "值班群", "unit": person.unit, "url": "https://8.8.8.8/", "is_active": True}, by=person
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select secret from alerts_webhook")
        assert row.secret not in cursor.fetchone()[0]
    before = row.secret
    assert actions.renew_secret(row.public_id, by=person) != before
    assert before not in str(list(StoredEvent.objects.values_list("data", flat=True)))


def test_a_switched_off_webhook_is_not_told() -> None:
    unit = make_unit()
    hook = make_webhook(unit)
    Webhook.objects.filter(pk=hook.pk).update(is_active=False)
    hook.refresh_from_db()
    make_alert(rule=make_rule(unit, webhook=hook))
    assert not Delivery.objects.exists()
