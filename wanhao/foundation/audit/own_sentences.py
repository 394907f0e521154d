"""How the trail's own events are told: who looked, who took a copy, who checked."""

from wanhao.foundation.audit import events
from wanhao.foundation.audit.models import Verification
from wanhao.foundation.audit.sentences import declare

declare(events.AuditSearched, ("查阅审计记录", "Trail looked at"), ("{filters}", "{filters}"))
declare(events.AuditExported, ("导出审计记录", "Trail exported"), ("{form}：{filters}", "{form}: {filters}"))
declare(
    events.AuditVerified,
    ("校验审计记录", "Trail verified"),
    ("{events} 条事件。{problem} {at_fault}", "{events} events. {problem} {at_fault}"),
    problem=Verification.Problem,
)
