"""How events of callbacks are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.service.callbacks import events
from wanhao.service.callbacks.models import Callback, CallbackTry


def find_callback(key: str) -> int | None:
    """A callback by its public id."""
    return Callback.objects.filter(public_id=key).values_list("pk", flat=True).first()


def callback_key(row: int) -> str | None:
    """The public id of a callback."""
    return Callback.objects.filter(pk=row).values_list("public_id", flat=True).first()


add_kind(Kind("callback", "回拨", "Callback", find_callback, callback_key, "/callbacks/{key}/"))

declare(
    events.CallbackAsked,
    ("登记回拨", "Callback asked for"),
    ("{source}，应在 {due_at} 前回拨", "{source}, due at {due_at}"),
    source=Callback.Source,
)
declare(
    events.CallbackQueued,
    ("回拨进入队列", "Callback in the queue"),
    ("第 {number_of_try} 次", "try {number_of_try}"),
)
declare(events.CallbackTaken, ("坐席受理回拨", "Callback taken by an agent"), ("{agent_id}", "{agent_id}"))
declare(events.CallbackDialled, ("坐席请求拨号", "Agent asked to dial"), ("{agent_id}", "{agent_id}"))
declare(
    events.CallbackTried,
    ("回拨一次", "Callback tried"),
    ("{result}，共 {tries} 次", "{result}, {tries} in all"),
    result=CallbackTry.Result,
)
declare(
    events.CallbackPutOff,
    ("回拨暂缓", "Callback put off"),
    ("{reason}，不早于 {not_before}", "{reason}, not before {not_before}"),
)
declare(
    events.CallbackMoved,
    ("回拨改期", "Callback moved"),
    ("不早于 {not_before}，应在 {due_at} 前", "not before {not_before}, due at {due_at}"),
)
declare(
    events.CallbackClosed,
    ("回拨结束", "Callback closed"),
    ("{outcome}，按时：{is_in_time}", "{outcome}, in time: {is_in_time}"),
    outcome=Callback.Outcome,
)
declare(events.CallbackOverdue, ("回拨超时", "Callback overdue"), ("应在 {due_at} 前", "due at {due_at}"))
declare(events.NumberProved, ("网页验证号码", "Number proved on the web page"), ("{queue_id}", "{queue_id}"))
