"""What complaints begin with in a new installation, to be changed by the administrator."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from wanhao.foundation.accounts.rights import Role
from wanhao.service.clocks import queries as clocks
from wanhao.service.clocks.models import Target, Whom
from wanhao.service.clocks.policies import HOUR, Promise, let_pause, write_policies
from wanhao.service.complaints.models import ApprovalLimit, ComplaintPolicy, CrisisStep

LEVELS = (
    ("level-1", Target.FRONT_DESK_LEVEL, 8 * HOUR, ("投诉前台 8 小时", "Complaint at the front desk: 8 h")),
    ("level-2", Target.REVIEW_LEVEL, 12 * HOUR, ("投诉后台复核 12 小时", "Complaint in review: 12 h")),
    ("level-3", Target.MANAGEMENT_LEVEL, 24 * HOUR, ("投诉管理层 24 小时", "Complaint with management: 24 h")),
)
PAUSED_BY = ("customer", "appointment")
LIMITS = (
    (Role.TEAM_LEADER, Decimal(200)),
    (Role.BACK_OFFICE, Decimal(500)),
    (Role.DUTY_LEADER, Decimal(2000)),
    (Role.EXECUTIVE, None),
)
CRISIS = (
    ("name-lead", "指定负责人并在 10 分钟内到位", "Name a lead, in place within 10 minutes", 10),
    ("call-customer", "负责人亲自致电客户，说明处理安排", "The lead calls the customer and says what happens next", 30),
    ("secure-evidence", "封存录音、工单、系统日志等证据", "Secure recordings, tickets and logs", 60),
    ("report-up", "书面上报管理层与公关部门", "Report in writing to management and public relations", 60),
    ("one-voice", "统一对外口径，通知前台坐席", "Agree on one wording and tell the seats", 90),
    ("watch-media", "跟踪舆情，每两小时通报一次", "Watch the media, report every two hours", 120),
    ("plan-remedy", "确定补救与补偿方案并告知客户", "Decide on remedy and compensation, tell the customer", 480),
    ("review", "结案后三日内完成复盘", "Review within three days after the end", 4320),
)


@transaction.atomic
def set_the_usual() -> int:
    """Write down what is missing altogether: limits of levels, of approval, the crisis checklist; how many rows."""
    return _limits_of_levels() + _limits_of_approval() + _checklist() + _policy()


def _limits_of_levels() -> int:
    targets = [target for _code, target, _minutes, _names in LEVELS]
    if clocks.are_promised(targets):
        return 0
    let_pause(PAUSED_BY, targets)
    return write_policies(
        [
            Promise(code, target, minutes, names, kind="complaint", escalations=((0, Whom.TEAM_LEADER),))
            for code, target, minutes, names in LEVELS
        ]
    )


def _limits_of_approval() -> int:
    if ApprovalLimit.objects.exists():
        return 0
    return len(ApprovalLimit.objects.bulk_create(ApprovalLimit(role=role, up_to=up_to) for role, up_to in LIMITS))


def _checklist() -> int:
    if CrisisStep.objects.exists():
        return 0
    steps = [
        CrisisStep(code=code, name_zh=zh, name_en=en, within_minutes=minutes, position=position)
        for position, (code, zh, en, minutes) in enumerate(CRISIS)
    ]
    return len(CrisisStep.objects.bulk_create(steps))


def _policy() -> int:
    _row, is_new = ComplaintPolicy.objects.get_or_create(pk=1)
    return int(is_new)
