"""Alerts, rules and webhooks as others read them, within the viewer's units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.locks import locked_first
from wanhao.management.alerts.models import Alert, AlertRule, AlertStep, Delivery, WatchRound, Webhook
from wanhao.management.alerts.words import headline as headline

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

PAGE = 50
ASLEEP = timedelta(seconds=30)


@dataclass(frozen=True)
class AlertFilter:
    """What the history is narrowed to."""

    severity: str = ""
    figure: str = ""
    rule: str = ""
    days: int = 0
    before_id: int | None = None


def reach(viewer: Staff, right: Right = Right.SEE_FLOOR) -> Q:
    """Alerts of units the viewer holds the right in, and those they were told of."""
    if not viewer.units_for(right):
        return Q(pk__in=[])
    told = AlertStep.objects.filter(told__contains=[viewer.staff_number]).values("alert")
    return within_reach(viewer, right) | Q(pk__in=told)


def alerts(viewer: Staff, right: Right = Right.SEE_FLOOR) -> QuerySet[Alert]:
    """Alerts within reach, newest first, with what is shown of them."""
    rows = Alert.objects.filter(reach(viewer, right))
    return rows.select_related("rule", "unit", "queue", "acknowledged_by", "closed_by")


SEVEREST = ("critical", "warning", "notice")


def open_alerts(viewer: Staff) -> list[Alert]:
    """What is open, the severest and oldest first."""
    rows = list(alerts(viewer).filter(closed_at=None))
    return sorted(rows, key=lambda alert: (SEVEREST.index(alert.severity), alert.opened_at))


def past_alerts(viewer: Staff, wanted: AlertFilter) -> list[Alert]:
    """A page of closed alerts, newest first; one more than a page when there are more."""
    rows = alerts(viewer).filter(closed_at__isnull=False)
    if wanted.severity:
        rows = rows.filter(severity=wanted.severity)
    if wanted.figure:
        rows = rows.filter(figure=wanted.figure)
    if wanted.rule:
        rows = rows.filter(rule__public_id=wanted.rule)
    if wanted.days:
        rows = rows.filter(opened_at__gte=timezone.now() - timedelta(days=wanted.days))
    if wanted.before_id:
        rows = rows.filter(pk__lt=wanted.before_id)
    return list(rows.order_by("-pk")[: PAGE + 1])


def alert(public_id: str, viewer: Staff) -> Alert:
    """One alert within reach."""
    found = alerts(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such alert within your reach."))
    return found


def alert_to_change(public_id: str, by: Staff) -> Alert:
    """One alert, locked, for those who steer the floor of its unit."""
    found = locked_first(alerts(by).filter(public_id=public_id))
    if found is None:
        raise NotFound(_("There is no such alert within your reach."))
    if not by.may(Right.STEER_FLOOR, found.unit):
        raise Forbidden(_("Only those who steer this floor can do this."))
    return found


def alert_rules(viewer: Staff) -> QuerySet[AlertRule]:
    """Rules within reach."""
    rows = AlertRule.objects.visible_to(viewer, Right.SEE_FLOOR)
    return rows.select_related("unit", "queue", "webhook")


def rule_to_change(public_id: str, by: Staff) -> AlertRule:
    """One rule, locked."""
    rows = AlertRule.objects.visible_to(by, Right.EDIT_ALERTS).select_related("unit", "queue")
    found = locked_first(rows.filter(public_id=public_id))
    if found is None:
        raise NotFound(_("There is no such rule within your reach."))
    return found


def webhooks(viewer: Staff, right: Right = Right.EDIT_REFERENCE) -> QuerySet[Webhook]:
    """Webhooks within reach."""
    return Webhook.objects.visible_to(viewer, right).select_related("unit")


def webhook(public_id: str, viewer: Staff) -> Webhook:
    """One webhook within reach."""
    found = webhooks(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such webhook within your reach."))
    return found


def webhook_to_change(public_id: str, by: Staff) -> Webhook:
    """One webhook, locked."""
    found = locked_first(webhooks(by).filter(public_id=public_id))
    if found is None:
        raise NotFound(_("There is no such webhook within your reach."))
    return found


def deliveries(webhook: Webhook) -> QuerySet[Delivery]:
    """Its messages, newest first."""
    return Delivery.objects.filter(webhook=webhook).select_related("alert").order_by("-pk")


def asleep_since() -> datetime | None:
    """When the figures were looked at last, if that is too long ago; None when they are being watched."""
    last = WatchRound.objects.filter(id=1).first()
    if last is None or timezone.now() - last.at < ASLEEP:
        return None
    return last.at


def opened(alert_id: int) -> Alert | None:
    """An alert by its row, if it is still open; for a part of the programme."""
    rows = Alert.objects.filter(pk=alert_id, closed_at=None)
    return rows.select_related("rule", "unit", "queue").first()
