"""How events of appeals are told."""

from __future__ import annotations

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import Kind, add_kind, numbered
from wanhao.service.appeals import events
from wanhao.service.appeals.models import Appeal


def find_appeal(public_id: str) -> int | None:
    """An appeal by its public id."""
    return Appeal.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def appeal_key(row: int) -> str | None:
    """The public id of an appeal."""
    return Appeal.objects.filter(pk=row).values_list("public_id", flat=True).first()


add_kind(Kind("appeal", "申诉", "Appeal", find_appeal, appeal_key, "/appeals/{key}/"))
numbered("evidence", "证据包", "Evidence pack")

NUMBER = ("{regulator_number}", "{regulator_number}")
declare(events.AppealRecorded, ("登记申诉", "Appeal recorded"), ("{regulator} {regulator_number}",) * 2)
declare(events.AppealAccepted, ("受理申诉", "Appeal accepted"), NUMBER)
declare(events.AppealAnswered, ("答复申诉", "Appeal answered"), NUMBER)
declare(
    events.AppealEnded,
    ("申诉结案", "Appeal ended"),
    ("{regulator_number}：{state}", "{regulator_number}: {state}"),
    state=Appeal.State,
)
declare(events.EvidencePackAsked, ("申请证据包", "Evidence pack asked for"), NUMBER)
declare(
    events.EvidencePackMade,
    ("证据包已生成", "Evidence pack made"),
    (
        "{regulator_number}：{files} 个文件，{recordings} 段录音，SHA-256 {sha256}",
        "{regulator_number}: {files} files, {recordings} recordings, SHA-256 {sha256}",
    ),
)
declare(events.EvidencePackFailed, ("证据包生成失败", "Evidence pack failed"), NUMBER)
declare(events.EvidencePackExpired, ("证据包到期删除", "Evidence pack expired"), NUMBER)
