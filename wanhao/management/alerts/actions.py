"""What people do with alerts, rules and webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.deliveries import gateways
from wanhao.foundation.deliveries.sending import new_secret
from wanhao.management.alerts import events, queries, rules, webhooks
from wanhao.management.alerts.figures import FIGURES
from wanhao.management.alerts.models import Alert, AlertRule, AlertStep, Delivery, Watching, Webhook

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.audit.events import Actor

Kind = AlertStep.Kind


@transaction.atomic
def acknowledge(public_id: str, *, by: Staff) -> Alert:
    """I have seen it and I am on it: it escalates no further."""
    alert = queries.alert_to_change(public_id, by)
    _check_open(alert)
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = timezone.now(), by
        alert.save(update_fields=["acknowledged_at", "acknowledged_by"])
        _step(alert, Kind.ACKNOWLEDGED, by)
        webhooks.announce(alert, "acknowledged", at=alert.acknowledged_at)
        event = events.AlertAcknowledged(alert_id=alert.pk, rule_id=alert.rule_id, staff_id=by.pk)
        record(event, actor=by, unit=alert.unit_id)
    return alert


@transaction.atomic
def add_note(public_id: str, words: str, *, by: Staff) -> Alert:
    """Write something down about the alert."""
    alert = queries.alert_to_change(public_id, by)
    if not words.strip():
        raise Invalid(words=_("Write what you want to keep."))
    _step(alert, Kind.NOTE, by, words)
    record(events.AlertNoted(alert_id=alert.pk, rule_id=alert.rule_id), actor=by, unit=alert.unit_id)
    return alert


@transaction.atomic
def close_alert(public_id: str, words: str, *, by: Staff) -> Alert:
    """Close it by hand, saying why; it opens again only after the figure was good once."""
    alert = queries.alert_to_change(public_id, by)
    _check_open(alert)
    if not words.strip():
        raise Invalid(words=_("Say why the alert is closed: others will read it."))
    alert.closed_at, alert.closed_by = timezone.now(), by
    alert.save(update_fields=["closed_at", "closed_by"])
    _step(alert, Kind.CLOSED, by, words)
    Watching.objects.update_or_create(rule=alert.rule, subject=alert.subject, defaults={"is_muted": True})
    webhooks.announce(alert, "closed", at=alert.closed_at)
    seconds = (alert.closed_at - alert.opened_at).total_seconds()
    event = events.AlertClosed(alert_id=alert.pk, rule_id=alert.rule_id, by_itself=False, seconds=seconds)
    record(event, actor=by, unit=alert.unit_id)
    return alert


def _check_open(alert: Alert) -> None:
    if alert.closed_at:
        raise NotAllowed(_("This alert is closed already."))


def _step(alert: Alert, kind: str, by: Staff, words: str = "") -> None:
    AlertStep.objects.create(
        alert=alert, kind=kind, at=timezone.now(), by=by, value=alert.value, words=words.strip()[:500]
    )


@transaction.atomic
def write_rule(facts: dict[str, Any], *, by: Staff | Actor, public_id: str = "") -> AlertRule:
    """Write a new rule, or change one."""
    rule = queries.rule_to_change(public_id, _person(by)) if public_id else AlertRule()
    changed = tuple(name for name, value in facts.items() if getattr(rule, name, None) != value)
    for name, value in facts.items():
        setattr(rule, name, value)
    _check_rule(rule)
    _check_right(rule.unit, by, Right.EDIT_ALERTS)
    rule.save()
    record(events.AlertRuleChanged(rule.pk, changed), actor=by, unit=rule.unit_id)
    return rule


def _check_rule(rule: AlertRule) -> None:
    if rule.figure not in FIGURES:
        raise Invalid(figure=_("There is no such figure."))
    if not rules.may_clear_at(rules.Comparison(rule.comparison), rule.threshold, rule.clear_at):
        raise Invalid(clear_at=_("The alert closes on the good side of the threshold, or on it."))
    if rule.scope == AlertRule.Scope.QUEUE and rule.queue_id is None:
        raise Invalid(queue=_("Choose the queue."))
    if rule.queue is not None and not rule.queue.unit.path.startswith(rule.unit.path):
        raise Invalid(queue=_("This queue belongs to another unit."))
    if rule.webhook is not None and not rule.unit.path.startswith(rule.webhook.unit.path):
        raise Invalid(webhook=_("This webhook belongs to another unit."))


def _check_right(unit: Any, by: Staff | Actor, right: Right) -> None:
    may = getattr(by, "may", None)
    if may is not None and not may(right, unit):
        raise Forbidden(_("Your roles do not reach this unit."))


def _person(by: Staff | Actor) -> Staff:
    if not hasattr(by, "may"):
        raise Forbidden(_("Only a member of staff changes what is there."))
    return by  # type: ignore[return-value]


@transaction.atomic
def write_webhook(facts: dict[str, Any], *, by: Staff, public_id: str = "") -> Webhook:
    """Write a new webhook with a secret of its own, or change one."""
    row = queries.webhook_to_change(public_id, by) if public_id else Webhook(secret=new_secret())
    changed = tuple(name for name, value in facts.items() if getattr(row, name, None) != value)
    for name, value in facts.items():
        setattr(row, name, value)
    _check_right(row.unit, by, Right.EDIT_REFERENCE)
    _check_address(row.url)
    row.save()
    record(events.WebhookChanged(row.pk, changed), actor=by, unit=row.unit_id)
    return row


def _check_address(url: str) -> None:
    try:
        gateways.checked(url)
    except gateways.AddressRefused as refused:
        raise Invalid(url=str(refused)) from refused
    except (OSError, ValueError) as error:
        raise Invalid(url=_("This address leads nowhere: check the name.")) from error


@transaction.atomic
def renew_secret(public_id: str, *, by: Staff) -> str:
    """Give the webhook a new secret; it is shown once."""
    row = queries.webhook_to_change(public_id, by)
    row.secret = new_secret()
    row.save(update_fields=["secret"])
    record(events.WebhookChanged(row.pk, ("secret",)), actor=by, unit=row.unit_id)
    return row.secret


@transaction.atomic
def test_webhook(public_id: str, *, by: Staff) -> Delivery:
    """Send a message that says it is a test."""
    row = queries.webhook_to_change(public_id, by)
    return webhooks.write(row, "test", {"text": {"zh-hans": "测试消息", "en": "A test message"}}, at=timezone.now())
