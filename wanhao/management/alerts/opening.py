"""The life of an alert as the watching leads it: opened, escalated, closed by itself. Each in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import locked
from wanhao.management.alerts import events, telling, webhooks
from wanhao.management.alerts.figures import Reading
from wanhao.management.alerts.models import Alert, AlertReading, AlertRule, AlertStep

WATCH = Actor.system("alerts")
Kind = AlertStep.Kind


@transaction.atomic
def open_alert(
    rule: AlertRule,
    subject: str,
    reading: Reading,
    *,
    breached_since: datetime,
    at: datetime,
    queue_id: int | None = None,
) -> Alert:
    """Open an alert and tell those the rule names."""
    alert = Alert.objects.create(
        rule=rule,
        unit=rule.unit,
        queue_id=queue_id,
        subject=subject,
        figure=rule.figure,
        window_minutes=rule.window_minutes,
        comparison=rule.comparison,
        threshold=rule.threshold,
        clear_at=rule.clear_at,
        severity=rule.severity,
        breached_since=breached_since,
        opened_at=at,
        value=reading.value,
        worst=reading.value,
        detail=reading.detail,
    )
    AlertStep.objects.create(alert=alert, kind=Kind.OPENED, at=at, value=reading.value)
    if told := telling.tell(alert, rule.tell_roles):
        AlertStep.objects.create(alert=alert, kind=Kind.TOLD, at=at, told=told)
    webhooks.announce(alert, "opened", at=at)
    opened = events.AlertOpened(
        alert_id=alert.pk,
        rule_id=rule.pk,
        figure=rule.figure,
        severity=rule.severity,
        threshold=rule.threshold,
        value=reading.value,
    )
    record(opened, actor=WATCH, unit=alert.unit_id)
    return alert


@transaction.atomic
def escalate(alert: Alert, *, at: datetime) -> bool:
    """Nobody acknowledged it: tell the next ones. False when somebody did meanwhile."""
    alert = locked(Alert.objects.select_related("rule", "unit", "queue"), alert.pk)
    if alert.escalated_at or alert.acknowledged_at or alert.closed_at:
        return False
    alert.escalated_at = at
    alert.save(update_fields=["escalated_at"])
    told = telling.tell(alert, alert.rule.escalate_roles, "升级：", "Escalated: ")
    AlertStep.objects.create(alert=alert, kind=Kind.ESCALATED, at=at, value=alert.value, told=told)
    webhooks.announce(alert, "escalated", at=at)
    seconds = (at - alert.opened_at).total_seconds()
    record(
        events.AlertEscalated(alert_id=alert.pk, rule_id=alert.rule_id, seconds=seconds),
        actor=WATCH,
        unit=alert.unit_id,
    )
    return True


@transaction.atomic
def close_by_itself(alert: Alert, reading: Reading, *, at: datetime) -> bool:
    """The figure is good again. False when somebody closed it meanwhile."""
    alert = locked(Alert.objects.select_related("rule", "unit", "queue"), alert.pk)
    if alert.closed_at:
        return False
    note_value(alert, reading, at=at)
    alert.closed_at = at
    alert.save(update_fields=["closed_at"])
    AlertStep.objects.create(alert=alert, kind=Kind.CLOSED_ITSELF, at=at, value=reading.value)
    webhooks.announce(alert, "closed", at=at)
    seconds = (at - alert.opened_at).total_seconds()
    record(
        events.AlertClosed(alert_id=alert.pk, rule_id=alert.rule_id, by_itself=True, seconds=seconds),
        actor=WATCH,
        unit=alert.unit_id,
    )
    return True


def note_value(alert: Alert, reading: Reading, *, at: datetime) -> None:
    """Keep the value of this moment, and the worst so far."""
    worse = max if alert.comparison == AlertRule.Comparison.ABOVE else min
    known = [value for value in (alert.worst, reading.value) if value is not None]
    alert.value, alert.worst = reading.value, worse(known) if known else None
    alert.detail = reading.detail or alert.detail
    alert.save(update_fields=["value", "worst", "detail"])
    AlertReading.objects.create(alert=alert, at=at, value=reading.value)
