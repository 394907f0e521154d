"""How events of clocks are told."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import override

from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.audit.sentences import declare, spell_seconds
from wanhao.service.clocks import events
from wanhao.service.clocks.models import Clock, PauseReason, Policy, Target, Whom


def policy_name(code: str) -> str:
    """The policy by its code; without one, somebody agreed on a moment."""
    if not code:
        return by_language("约定时间", "agreed moment")
    return str(Policy.objects.filter(code=code).first() or code)


def reason_name(code: str) -> str:
    """The reason to pause by its code."""
    return str(PauseReason.objects.filter(code=code).first() or code)


def moment_of(text: str | None) -> str:
    """A moment of an event's data; nothing is due while there is none."""
    found = parse_datetime(text) if text else None
    return f"{localtime(found):%Y-%m-%d %H:%M}" if found else "–"


declare(
    events.ClockStarted,
    ("开始计时", "Clock started"),
    ("{target}：{policy}，{target_seconds}", "{target}: {policy}, {target_seconds}"),
    target=Target,
    policy=policy_name,
    target_seconds=spell_seconds,
)
declare(
    events.ClockPaused,
    ("暂停计时", "Clock paused"),
    ("{target}：{reason}", "{target}: {reason}"),
    target=Target,
    reason=reason_name,
)
declare(events.ClockResumed, ("恢复计时", "Clock resumed"), ("{target}", "{target}"), target=Target)
declare(
    events.ClockRetargeted,
    ("时限变更", "Promise changed"),
    ("{target}：{policy}，{target_seconds}", "{target}: {policy}, {target_seconds}"),
    target=Target,
    policy=policy_name,
    target_seconds=spell_seconds,
)
declare(
    events.PromiseTakenOver,
    ("接续并入工单的时限", "Promise taken over"),
    ("{target}：按 {source} 的承诺，{due_at} 到期", "{target}: as promised for {source}, due {due_at}"),
    target=Target,
    due_at=moment_of,
)
declare(
    events.PromiseGivenBack,
    ("交还接续的时限", "Promise given back"),
    ("{target}：{source} 的承诺已交还，{due_at} 到期", "{target}: {source} has its promise again, due {due_at}"),
    target=Target,
    due_at=moment_of,
)
declare(
    events.ClockFollowedCalendar,
    ("日历变更，时限重算", "Calendar changed"),
    ("{target}：{was_due_at} → {due_at}", "{target}: {was_due_at} → {due_at}"),
    target=Target,
    was_due_at=moment_of,
    due_at=moment_of,
)
declare(
    events.ClockStopped,
    ("停止计时", "Clock stopped"),
    ("{target}：{outcome}，用时 {spent_seconds}", "{target}: {outcome}, spent {spent_seconds}"),
    target=Target,
    outcome=Clock.Outcome,
    spent_seconds=spell_seconds,
)
declare(
    events.ClockWarned,
    ("时限预警", "Promise close"),
    ("{target}：已用 {percent}%", "{target}: {percent} % used"),
    target=Target,
)
declare(
    events.PromiseBroken,
    ("超时", "Promise broken"),
    ("{target}：{policy}", "{target}: {policy}"),
    target=Target,
    policy=policy_name,
)
declare(
    events.ClockEscalated,
    ("超时升级", "Escalated"),
    ("{target}：第 {level} 级，{whom}", "{target}: step {level}, {whom}"),
    target=Target,
    whom=Whom,
)


def in_both(word: TextChoices) -> tuple[str, str]:
    """A choice in Chinese and in English, for notices."""
    with override("zh-hans"):
        chinese = str(word.label)
    with override("en"):
        return chinese, str(word.label)
