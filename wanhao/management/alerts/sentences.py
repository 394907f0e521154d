"""How events of alerts are told."""

from wanhao.foundation.audit.sentences import declare, field_names
from wanhao.foundation.audit.subjects import Kind, add_kind, numbered
from wanhao.management.alerts import events
from wanhao.management.alerts.models import Alert, AlertRule, Severity, Webhook
from wanhao.management.alerts.words import figure_name


def find_alert(public_id: str) -> int | None:
    """An alert by its public name."""
    return Alert.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def alert_key(row: int) -> str | None:
    """The public name of an alert."""
    return Alert.objects.filter(pk=row).values_list("public_id", flat=True).first()


add_kind(Kind("alert", "告警", "Alert", find_alert, alert_key, "/alerts/{key}/"))
numbered("alert_rule", "告警规则", "Alert rule")
numbered("webhook", "外部通知地址", "Webhook")

declare(
    events.AlertOpened,
    ("告警产生", "Alert opened"),
    ("{figure}，{severity}，当时 {value}，门限 {threshold}", "{figure}, {severity}, value {value}, limit {threshold}"),
    figure=figure_name,
    severity=Severity,
)
declare(events.AlertAcknowledged, ("告警已确认", "Alert acknowledged"), ("{staff_id}", "{staff_id}"))
declare(events.AlertEscalated, ("告警升级", "Alert escalated"), ("产生后 {seconds}", "{seconds} after it opened"))
declare(events.AlertNoted, ("告警备注", "Note on an alert"))
declare(events.AlertClosed, ("告警关闭", "Alert closed"), ("持续 {seconds}", "it lasted {seconds}"))
declare(
    events.AlertRuleChanged,
    ("告警规则变更", "Alert rule changed"),
    ("字段：{changed_fields}", "fields: {changed_fields}"),
    changed_fields=field_names(AlertRule),
)
declare(
    events.WebhookChanged,
    ("外部通知地址变更", "Webhook changed"),
    ("字段：{changed_fields}", "fields: {changed_fields}"),
    changed_fields=field_names(Webhook),
)
declare(
    events.WebhookGaveUp,
    ("外部通知未送达", "Webhook gave up"),
    ("{delivery}，试了 {attempts} 次", "{delivery} after {attempts} attempts"),
)
