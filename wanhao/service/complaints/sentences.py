"""How events of complaints are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.service.complaints import events
from wanhao.service.complaints.models import Answer, CrisisStep, Level, LevelChange, Mediation


def step_name(code: str) -> str:
    """A step of the crisis checklist by its code."""
    step = CrisisStep.objects.filter(code=code).first()
    return step.name if step else code


declare(
    events.ComplaintBegun,
    ("投诉受理", "Complaint begun"),
    ("{number}，{level}", "{number}, {level}"),
    level=Level,
)
declare(
    events.LevelRaised,
    ("投诉升级", "Complaint raised"),
    ("{number}：{level_before} → {level}，{why}", "{number}: {level_before} → {level}, {why}"),
    level_before=Level,
    level=Level,
    why=LevelChange.Why,
)
declare(
    events.RepeatJoined,
    ("并入重复投诉", "Joined as a repeat"),
    ("{number} 重复 {repeats}", "{number} repeats {repeats}"),
)
declare(
    events.RepeatParted,
    ("解除重复投诉", "No repeat after all"),
    ("{number} 不再重复 {repeats}", "{number} does not repeat {repeats}"),
)
declare(
    events.CrisisStepDone,
    ("完成危机处置步骤", "Crisis step done"),
    ("{number}：{step}", "{number}: {step}"),
    step=step_name,
)
declare(
    events.MediationRecorded,
    ("记录第三方调解", "Mediation recorded"),
    ("{number}：{result}", "{number}: {result}"),
    result=Mediation.Result,
)
declare(
    events.CompensationProposed,
    ("提出补偿", "Compensation proposed"),
    ("{number}：¥{amount}", "{number}: ¥{amount}"),
)
declare(
    events.CompensationApproved,
    ("批准补偿", "Compensation approved"),
    ("{number}：¥{amount}", "{number}: ¥{amount}"),
)
declare(
    events.CompensationRefused,
    ("驳回补偿", "Compensation refused"),
    ("{number}：¥{amount}", "{number}: ¥{amount}"),
)
declare(
    events.ClosingBegun,
    ("安排回访", "Closing call planned"),
    ("{number}，{next_at}", "{number}, {next_at}"),
)
declare(
    events.ClosingCallAsked,
    ("发起回访", "Closing call asked for"),
    ("{number}，第 {number_of_try} 次", "{number}, try {number_of_try}"),
)
declare(
    events.ClosingCallEnded,
    ("回访结果", "Closing call ended"),
    ("{number}：{result}", "{number}: {result}"),
    result=Answer,
)
declare(events.ClosingEnded, ("回访结束", "Closing ended"), ("{number}：{result}", "{number}: {result}"), result=Answer)
declare(
    events.ClosureContradicted,
    ("客户否认已解决（虚假回单）", "Closure contradicted"),
    ("{number}，责任人 {charged_to_id}", "{number}, charged to {charged_to_id}"),
)
