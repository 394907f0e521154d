"""What happens to alerts and webhooks. Codes and figures, never texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class AlertEvent(Event):
    """Something about one alert; wakes its page, the list and the wallboards."""

    subject_kind: ClassVar[str] = "alert"
    alert_id: int
    rule_id: int


@dataclass(frozen=True, kw_only=True)
class AlertOpened(AlertEvent):
    figure: str
    severity: str
    threshold: float
    value: float | None


@dataclass(frozen=True, kw_only=True)
class AlertAcknowledged(AlertEvent):
    staff_id: int


@dataclass(frozen=True, kw_only=True)
class AlertEscalated(AlertEvent):
    seconds: float


@dataclass(frozen=True, kw_only=True)
class AlertNoted(AlertEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class AlertClosed(AlertEvent):
    by_itself: bool
    seconds: float


@dataclass(frozen=True)
class RuleEvent(Event):
    """Something about a rule."""

    subject_kind: ClassVar[str] = "alert_rule"
    alert_rule_id: int


@dataclass(frozen=True)
class AlertRuleChanged(RuleEvent):
    """A rule was written or changed: the names of the fields."""

    changed_fields: tuple[str, ...]


@dataclass(frozen=True)
class WebhookEvent(Event):
    """Something about a webhook."""

    subject_kind: ClassVar[str] = "webhook"
    webhook_id: int


@dataclass(frozen=True)
class WebhookChanged(WebhookEvent):
    """A webhook was written or changed: the names of the fields, never the secret."""

    changed_fields: tuple[str, ...]


@dataclass(frozen=True)
class WebhookGaveUp(WebhookEvent):
    """A message was not taken after all attempts."""

    delivery: str
    attempts: int
