"""How events of emergencies are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import Kind, add_kind, numbered
from wanhao.management.contingency import events
from wanhao.management.contingency.models import Emergency, Summons
from wanhao.service.calls.models import AnnouncementCall


def find_emergency(public_id: str) -> int | None:
    """An emergency by its public name."""
    return Emergency.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def emergency_key(row: int) -> str | None:
    """The public name of an emergency."""
    return Emergency.objects.filter(pk=row).values_list("public_id", flat=True).first()


add_kind(Kind("emergency", "应急事件", "Emergency", find_emergency, emergency_key, "/contingency/{key}/"))
numbered("plan", "应急预案", "Contingency plan")
numbered("emergency_team", "应急小组", "Emergency team")

declare(events.EmergencyBegan, ("启动应急", "Emergency began"), ("召集 {members} 人", "{members} called"))
declare(
    events.MemberCalled, ("电话召集", "Member called"), ("{staff_id}，第 {attempt} 次", "{staff_id}, attempt {attempt}")
)
declare(
    events.MemberNotReached,
    ("未能召集", "Member not reached"),
    ("{staff_id}，{outcome}", "{staff_id}, {outcome}"),
    outcome=AnnouncementCall.Outcome,
)
declare(
    events.MemberConfirmed,
    ("成员确认", "Member confirmed"),
    ("{staff_id}，{how}，{after_seconds} 后", "{staff_id}, {how}, after {after_seconds}"),
    how=Summons.How,
)
declare(
    events.MemberInPlace,
    ("成员到位", "Member in place"),
    ("{staff_id}，{after_seconds} 后", "{staff_id}, after {after_seconds}"),
)
declare(events.EmergencyStepDone, ("预案步骤", "Step of the plan"), ("第 {step} 步", "step {step}"))
declare(events.EmergencyLogged, ("应急日志", "Emergency log"))
declare(events.EmergencyEnded, ("应急结束", "Emergency ended"), ("历时 {seconds}", "after {seconds}"))
declare(events.EmergencyReviewed, ("应急复盘", "Emergency reviewed"), ("{actions} 项改进", "{actions} actions"))
declare(events.ReviewActionDone, ("改进事项", "Action of a review"))
declare(events.PlanChanged, ("应急预案变更", "Contingency plan changed"), ("{steps} 步", "{steps} steps"))
declare(events.TeamChanged, ("应急小组变更", "Emergency team changed"), ("{members} 人", "{members} members"))
