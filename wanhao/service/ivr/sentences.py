"""How events of voice menus are told."""

from wanhao.foundation.audit.sentences import declare, spell_list, spell_moment, unit_names
from wanhao.foundation.audit.subjects import Kind, add_kind, numbered
from wanhao.service.ivr import events
from wanhao.service.ivr.models import Flow


def find_flow(code: str) -> int | None:
    """A voice menu by its code."""
    return Flow.objects.filter(code=code).values_list("pk", flat=True).first()


def flow_key(number: int) -> str | None:
    """The code of a voice menu."""
    return Flow.objects.filter(pk=number).values_list("code", flat=True).first()


add_kind(Kind("flow", "语音导航", "Voice menu", find_flow, flow_key, "/voice-menu/{key}/"))
numbered("announcement", "公告", "Announcement")

declare(events.FlowMade, ("新建语音导航", "Voice menu made"), ("{code}", "{code}"))
declare(
    events.FlowPublished,
    ("发布语音导航", "Voice menu published"),
    ("第 {version} 版，{differences} 处变更。{note}", "version {version}, {differences} changes. {note}"),
)
declare(
    events.FlowRolledBack,
    ("回退语音导航", "Voice menu rolled back"),
    ("第 {version} 版，恢复到第 {restores} 版。{note}", "version {version}, back to version {restores}. {note}"),
)
declare(events.DraftTaken, ("草稿取自旧版本", "Draft taken from a version"), ("第 {version} 版", "version {version}"))
declare(
    events.AnnouncementMade,
    ("发布语音公告", "Announcement made"),
    (
        "{flow} {step}，号码区域 {prefixes}，客户区域 {regions}，至 {ends_at}",
        "{flow} {step}, numbers {prefixes}, regions {regions}, until {ends_at}",
    ),
    prefixes=spell_list,
    regions=unit_names,
    ends_at=spell_moment,
)
declare(
    events.AnnouncementEnded,
    ("结束语音公告", "Announcement ended"),
    ("{ends_at}", "{ends_at}"),
    ends_at=spell_moment,
)
