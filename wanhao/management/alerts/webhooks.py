"""What systems outside are told of alerts: a signed message to the rule's webhook at every step."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils import translation

from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.deliveries.sending import Outbox, Receiver
from wanhao.management.alerts import events, words
from wanhao.management.alerts.models import Alert, Delivery, Webhook

WORKER = Actor.system("alerts")


def announce(alert: Alert, event: str, *, at: datetime) -> None:
    """Tell the rule's webhook, if it has one in use, as part of the caller's transaction."""
    webhook = alert.rule.webhook
    if webhook is not None and webhook.is_active:
        write(webhook, event, told(alert), at=at, alert=alert)


def told(alert: Alert) -> dict[str, Any]:
    """An alert as systems outside see it: codes and figures, both languages, no private data."""
    texts = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts[language] = words.headline(alert)
    return {
        "alert": alert.public_id,
        "rule": alert.rule.public_id,
        "figure": alert.figure,
        "subject": alert.queue.code if alert.queue else alert.subject,
        "unit": alert.unit.code,
        "severity": alert.severity,
        "comparison": alert.comparison,
        "threshold": alert.threshold,
        "value": alert.value,
        "detail": alert.detail,
        "opened_at": alert.opened_at.isoformat(),
        "closed_at": alert.closed_at.isoformat() if alert.closed_at else None,
        "text": texts,
    }


def write(webhook: Webhook, event: str, facts: dict[str, Any], *, at: datetime, alert: Alert | None = None) -> Delivery:
    """Put a message on its way."""
    body = json.dumps({"event": f"alert.{event}", "at": at.isoformat(), **facts}, ensure_ascii=False)
    return OUTBOX.write(Delivery(webhook=webhook, alert=alert, event=event, body=body, asked_at=at))


def _receiver(delivery: Delivery) -> Receiver:
    return Receiver(delivery.webhook.url, delivery.webhook.secret, f"alert.{delivery.event}")


def _gave_up(delivery: Delivery) -> None:
    event = events.WebhookGaveUp(delivery.webhook_id, delivery.public_id, delivery.attempts)
    record(event, actor=WORKER, unit=delivery.webhook.unit_id)


OUTBOX = Outbox(Delivery, "alerts.deliver", _receiver, _gave_up)
