"""The usual promises of a service centre: what an installation begins with, to be changed by the administrator."""

from __future__ import annotations

from django.db import transaction

from wanhao.service.clocks.models import Policy, Target, Whom
from wanhao.service.clocks.policies import (
    DAY,
    HOUR,
    WORKING_DAYS,
    Escalations,
    Promise,
    reason_to_pause,
    write_policies,
)

LEADERS: Escalations = ((15, Whom.TEAM_LEADER), (HOUR, Whom.DUTY_LEADER))
RESOLVED = Target.RESOLUTION
PROMISES = (
    Promise(
        "first-response",
        Target.FIRST_RESPONSE,
        30,
        ("30 分钟内首次响应", "First response in 30 min"),
        warn_percents=(50, 80),
        escalations=LEADERS,
    ),
    Promise("next-update", Target.NEXT_UPDATE, DAY, ("24 小时内告知进展", "News every 24 h"), escalations=LEADERS),
    Promise("major", RESOLVED, DAY, ("重大 24 小时办结", "Major: 24 h"), severity="major", position=10),
    Promise("hard", RESOLVED, 3 * DAY, ("疑难 72 小时办结", "Hard case: 72 h"), severity="serious", position=20),
    Promise(
        "consultation", RESOLVED, DAY, ("咨询 24 小时办结", "Consultation: 24 h"), kind="consultation", position=30
    ),
    Promise("complaint", RESOLVED, DAY, ("投诉 24 小时办结", "Complaint: 24 h"), kind="complaint", position=30),
    Promise("ordinary", RESOLVED, 2 * DAY, ("一般问题 48 小时办结", "Ordinary: 48 h")),
    Promise("hop", Target.HOP, DAY, ("部门 24 小时回单", "Department: 24 h")),
    Promise("appeal-answer", Target.APPEAL_ANSWER, 15 * DAY, ("申诉 15 日内答复", "Appeal: answer in 15 days")),
    Promise(
        "appeal-acceptance",
        Target.APPEAL_ACCEPTANCE,
        5 * DAY,
        ("申诉 5 个工作日内受理", "Appeal: accepted in 5 working days"),
        hours=WORKING_DAYS,
    ),
    Promise("appeal-handling", Target.APPEAL_HANDLING, 30 * DAY, ("申诉 30 日内办结", "Appeal: 30 days")),
)
PAUSED = [Target.NEXT_UPDATE, RESOLVED, Target.HOP]


@transaction.atomic
def promise_the_usual() -> int:
    """Write them down where nothing is promised yet; how many."""
    if Policy.objects.filter(category="").exists():
        return 0
    reason_to_pause("customer", name_zh="等待客户", name_en="Waiting for the customer", targets=PAUSED)
    reason_to_pause(
        "appointment", name_zh="已预约时间", name_en="Appointment ahead", targets=PAUSED, position=1, needs_moment=True
    )
    return write_policies(PROMISES)
