"""Messages to systems outside: signed, sent by jobs, sent again when refused, each attempt on record.

A message is sent at least once. `X-Wanhao-Delivery` is the same in every attempt, so the receiver can drop repeats;
`X-Wanhao-Signature` is `sha256=` and the HMAC-SHA256 over `TIMESTAMP.BODY` with the webhook's secret.
"""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone, translation
from procrastinate.contrib.django import app

from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.deferral import defer
from wanhao.foundation.audit.events import Actor
from wanhao.management.alerts import events, gateways, words
from wanhao.management.alerts.models import Alert, Delivery, Webhook

if TYPE_CHECKING:
    from wanhao.management.alerts.gateways import Answer

WORKER = Actor.system("alerts")
MOST_ATTEMPTS = 8
FIRST_PAUSE_SECONDS = 4
LEASE = timedelta(seconds=60)  # longer than any attempt lasts
TASK = "alerts.deliver"


def new_secret() -> str:
    """A secret for signing."""
    return secrets.token_urlsafe(32)


def signature(secret: str, timestamp: str, body: str) -> str:
    """What a receiver recomputes: HMAC-SHA256 over the moment and the body."""
    return "sha256=" + hmac.new(secret.encode(), f"{timestamp}.{body}".encode(), sha256).hexdigest()


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
    delivery = Delivery.objects.create(webhook=webhook, alert=alert, event=event, body=body, asked_at=at, due_at=at)
    _defer(delivery.pk)
    return delivery


def _defer(delivery_id: int, at: datetime | None = None) -> None:
    defer(app.tasks[TASK], {"delivery_id": delivery_id}, at=at)


def deliver(delivery_id: int) -> None:
    """Send it, unless it was sent, was given up, or is being sent now."""
    delivery = take(delivery_id)
    if delivery is None:
        return
    timestamp = str(int(timezone.now().timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Wanhao-Webhook/1",
        "X-Wanhao-Delivery": delivery.public_id,
        "X-Wanhao-Event": f"alert.{delivery.event}",
        "X-Wanhao-Timestamp": timestamp,
        "X-Wanhao-Signature": signature(delivery.webhook.secret, timestamp, delivery.body),
    }
    answer = gateways.post(delivery.webhook.url, delivery.body.encode(), headers)
    note(delivery, answer)


@transaction.atomic
def take(delivery_id: int) -> Delivery | None:
    """Claim one attempt; a claim older than the lease is that of a dead worker."""
    now = timezone.now()
    row = Delivery.objects.select_for_update(of=("self",)).select_related("webhook").filter(pk=delivery_id).first()
    if row is None or row.sent_at or row.given_up_at or row.due_at > now + timedelta(seconds=1):
        return None
    if row.taken_at and now - row.taken_at < LEASE:
        return None
    row.taken_at, row.attempts = now, row.attempts + 1
    row.save(update_fields=["taken_at", "attempts"])
    return row


@transaction.atomic
def note(delivery: Delivery, answer: Answer) -> None:
    """Keep how the attempt went; try again later when it was refused, give up after the last."""
    now = timezone.now()
    delivery.answer, delivery.problem, delivery.taken_at = answer.status, answer.problem[:200], None
    if answer.is_taken:
        delivery.sent_at = now
    elif delivery.attempts >= MOST_ATTEMPTS or answer.is_final:
        delivery.given_up_at = now
        event = events.WebhookGaveUp(delivery.webhook_id, delivery.public_id, delivery.attempts)
        record(event, actor=WORKER, unit=delivery.webhook.unit_id)
    else:
        delivery.due_at = now + timedelta(seconds=pause_seconds(delivery.attempts))
        _defer(delivery.pk, delivery.due_at)
    delivery.save(update_fields=["answer", "problem", "taken_at", "sent_at", "given_up_at", "due_at"])


def pause_seconds(attempts: int) -> int:
    """How long to wait after so many attempts: 4 s, 8 s … 4 min 16 s, doubled each time."""
    return int(FIRST_PAUSE_SECONDS * 2 ** (attempts - 1))


def take_up_again() -> None:
    """Defer messages whose job was lost: due for longer than a lease and not being sent."""
    limit = timezone.now() - LEASE
    left = Delivery.objects.filter(sent_at=None, given_up_at=None, due_at__lt=limit).exclude(taken_at__gt=limit)
    for delivery_id in list(left.values_list("pk", flat=True)[:100]):
        _defer(delivery_id)
