"""Rules, alerts and webhooks for tests."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.factories.accounts import make_unit
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.management.alerts import opening
from wanhao.management.alerts.figures import Reading
from wanhao.management.alerts.models import Alert, AlertRule, Webhook


def make_rule(unit: Unit | None = None, **facts: Any) -> AlertRule:
    """More than 10 waiting for half a minute, unless told otherwise."""
    usual = {
        "name_zh": "排队过多",
        "name_en": "Too many waiting",
        "figure": "waiting",
        "comparison": "above",
        "threshold": 10.0,
        "clear_at": 8.0,
        "hold_seconds": 30,
        "clear_seconds": 60,
        "tell_roles": [],
        "escalate_roles": [],
    }
    return AlertRule.objects.create(unit=unit or make_unit(), **(usual | facts))


def make_alert(unit: Unit | None = None, rule: AlertRule | None = None, *, value: float = 12.0) -> Alert:
    """An open alert."""
    now = timezone.now()
    return opening.open_alert(rule or make_rule(unit), "unit", Reading(value), breached_since=now, at=now)


def make_webhook(unit: Unit | None = None, url: str = "https://hooks.example.net/wanhao") -> Webhook:
    """A system outside."""
    return Webhook.objects.create(unit=unit or make_unit(), name="值班群", url=url, secret="a-secret-for-signing")


def alert_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """An open alert of the unit."""
    return {"public_id": make_alert(unit).public_id}


def alert_rule_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A rule of the unit."""
    return {"public_id": make_rule(unit).public_id}


def webhook_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A webhook of the unit."""
    return {"public_id": make_webhook(unit).public_id}
