"""How events of themes and improvements are told."""

from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import Kind, add_kind, numbered
from wanhao.management.improvement import events
from wanhao.management.improvement.models import Improvement, Theme
from wanhao.service.tickets import queries as tickets

VERDICTS = {
    "better": ("有改善", "fewer"),
    "worse": ("变差", "more"),
    "chance": ("未见显著变化", "no more than chance"),
    "early": ("为时尚早", "too early"),
    "nothing": ("无法计算", "nothing to compare"),
}


def find_theme(public_id: str) -> int | None:
    """A theme by its public id."""
    return Theme.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def theme_key(row: int) -> str | None:
    """The public id of a theme."""
    return Theme.objects.filter(pk=row).values_list("public_id", flat=True).first()


def find_improvement(public_id: str) -> int | None:
    """An improvement by its public id."""
    return Improvement.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def improvement_key(row: int) -> str | None:
    """The public id of an improvement."""
    return Improvement.objects.filter(pk=row).values_list("public_id", flat=True).first()


def punctuality(is_on_time: bool) -> str:
    """In time or late."""
    return by_language("按期", "in time") if is_on_time else by_language("超期", "late")


def verdict(code: str) -> str:
    """What was found, in words."""
    return by_language(*VERDICTS[code])


def theme_name(row: int) -> str:
    """A theme by its name."""
    return Theme.objects.filter(pk=row).values_list("name", flat=True).first() or str(row)


def ticket_number(row: int) -> str:
    """A ticket by its number."""
    return tickets.ticket_number(row) or str(row)


numbered("mining", "主题挖掘", "Mining of themes")
add_kind(Kind("theme", "主题", "Theme", find_theme, theme_key, "/themes/{key}/"))
add_kind(Kind("improvement", "改进事项", "Improvement", find_improvement, improvement_key, "/improvements/{key}/"))

declare(events.MiningAsked, ("要求立即挖掘主题", "Mining of themes asked for"))
declare(
    events.MiningDone,
    ("主题挖掘完成", "Themes mined"),
    (
        "阅读工单 {texts} 件，归入主题 {placed} 件，新主题 {themes_new} 个",
        "{texts} tickets read, {placed} of them in a theme, {themes_new} new themes",
    ),
)
declare(events.MiningStopped, ("中止主题挖掘", "Mining of themes stopped"))
declare(events.MiningFailed, ("主题挖掘失败", "Mining of themes failed"), ("{problem}", "{problem}"))
declare(events.ThemeFound, ("发现新主题", "New theme found"), ("{tickets} 件工单", "{tickets} tickets"))
declare(events.ThemeNamed, ("主题改名", "Theme named"))
declare(events.ThemeSeen, ("已查看新主题", "New theme looked into"))
declare(events.ThemeHidden, ("隐藏主题", "Theme hidden"))
declare(events.ThemeShown, ("恢复显示主题", "Theme shown again"))
declare(events.ThemeMerged, ("合并主题", "Theme merged"), ("并入 {into_id}", "into {into_id}"), into_id=theme_name)
declare(
    events.ThemeTicketMoved,
    ("工单改归其他主题", "Ticket moved to another theme"),
    ("工单 {ticket_id} 改归 {into_id}", "ticket {ticket_id} into {into_id}"),
    into_id=theme_name,
    ticket_id=ticket_number,
)
declare(events.ThemeParted, ("撤销主题合并", "Theme parted again"))
declare(
    events.ImprovementProposed,
    ("提出改进", "Improvement proposed"),
    ("{owner_id}，{due_on} 前", "{owner_id}, by {due_on}"),
)
declare(events.ImprovementBegun, ("开始改进", "Improvement begun"))
declare(
    events.ImprovementChanged,
    ("变更改进事项", "Improvement changed"),
    ("{owner_id}，{due_on} 前", "{owner_id}, by {due_on}"),
)
declare(
    events.ImprovementDone,
    ("改进完成", "Improvement done"),
    ("{done_on}，{is_on_time}", "{done_on}, {is_on_time}"),
    is_on_time=punctuality,
)
declare(events.ImprovementDropped, ("放弃改进", "Improvement dropped"))
declare(events.ImprovementResumed, ("重新改进", "Improvement taken up again"))
declare(events.ImprovementCommented, ("改进事项备注", "Improvement commented"))
declare(
    events.ImprovementOverdue,
    ("改进事项超期", "Improvement overdue"),
    ("{owner_id}，{days} 天", "{owner_id}, {days} d"),
)
declare(
    events.EffectMeasured,
    ("改进效果已测算", "Effect measured"),
    (
        "此前 {before_count}/{before_total}，此后 {after_count}/{after_total}：{verdict}",
        "{before_count}/{before_total} before, {after_count}/{after_total} after: {verdict}",
    ),
    verdict=verdict,
)
