"""The emergency team of the demo operator and its plan."""

from __future__ import annotations

from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.audit.events import Actor
from wanhao.management.alerts.models import AlertRule
from wanhao.management.contingency import writing

LAB = Actor.system("demo")

# staff number, task
MEMBERS = [
    ("8101", "现场指挥，调配综合席"),
    ("8103", "调配宽带专席，核实故障范围"),
    ("8701", "到机房排查设备"),
    ("8501", "准备统一口径，更新公告"),
]

# Chinese, English, whose, within minutes
STEPS = [
    ("核实现象与影响范围，记入日志", "Verify what happens and how far it reaches, write it in the log", "值班长", 5),
    ("在语音导航前插播故障公告", "Put an announcement in front of the voice menu", "值班长", 10),
    ("中止培训与会议，全员就绪", "End trainings and meetings, everybody ready", "班长", 10),
    ("通知网络部并取得预计恢复时间", "Tell the network department and get the expected time of repair", "后台", 15),
    ("向管理层通报首次情况", "First report to the management", "值班长", 30),
    ("恢复后撤下公告，回访重点客户", "Afterwards take the announcement down, call key customers", "后台", None),
]


def load_emergency_plan(units: dict[str, Unit], staff: dict[str, Staff]) -> int:
    """One team and one plan of the centre; it is offered when arrivals surge or waits grow too long."""
    centre = units["dj-centre"]
    team = writing.write_team(
        {"name_zh": "东江应急小组", "name_en": "Dongjiang emergency team", "unit": centre},
        [{"staff": staff[number], "task": task} for number, task in MEMBERS],
        by=LAB,
    )
    rules = AlertRule.objects.filter(unit=centre, figure__in=("arrivals", "longest_wait"))
    writing.write_plan(
        {
            "title_zh": "大面积宽带故障应急预案",
            "title_en": "Mass broadband failure",
            "unit": centre,
            "team": team,
            "rules": list(rules),
        },
        [{"text_zh": zh, "text_en": en, "owner": owner, "within_minutes": within} for zh, en, owner, within in STEPS],
        by=LAB,
    )
    return len(MEMBERS)
