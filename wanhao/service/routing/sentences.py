"""How decisions of routing are told."""

from typing import Any

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.service.routing import events
from wanhao.service.routing.models import Agent, Offer, Place, Queue


def queue_name(number: Any) -> str:
    """A queue by row number."""
    queue = Queue.objects.filter(pk=number).first() if number else None
    return queue.name if queue else "–"


def find_queue(code: str) -> int | None:
    """A queue by its code."""
    return Queue.objects.filter(code=code).values_list("pk", flat=True).first()


def queue_code(number: int) -> str | None:
    """The code of a queue."""
    return Queue.objects.filter(pk=number).values_list("code", flat=True).first()


add_kind(Kind("queue", "队列", "Queue", find_queue, queue_code))

declare(
    events.ContactQueued,
    ("进入队列", "Waits in a queue"),
    ("{queue_id}，优先 {head_start_seconds}", "{queue_id}, head start {head_start_seconds}"),
    queue_id=queue_name,
)
declare(
    events.ContactOffered,
    ("派给坐席", "Offered to an agent"),
    ("{agent_id}，已等待 {wait_seconds}", "{agent_id}, waited {wait_seconds}"),
)
declare(
    events.OfferAccepted,
    ("坐席接听", "Agent answered"),
    ("{agent_id}，等待 {wait_seconds}", "{agent_id}, waited {wait_seconds}"),
)
declare(
    events.OfferFailed,
    ("派单未成", "Offer failed"),
    ("{agent_id}：{outcome}，振铃 {rang_seconds}", "{agent_id}: {outcome}, rang {rang_seconds}"),
    outcome=Offer.Outcome,
)
declare(
    events.ContactLeftQueue,
    ("离开队列", "Left the queue"),
    ("{queue_id}：{outcome}，等待 {wait_seconds}", "{queue_id}: {outcome}, waited {wait_seconds}"),
    queue_id=queue_name,
    outcome=Place.Outcome,
)
declare(
    events.ServiceEnded,
    ("服务结束", "Service ended"),
    ("{agent_id}，通话 {talk_seconds}", "{agent_id}, talked {talk_seconds}"),
)
declare(
    events.WrapUpEnded,
    ("话后处理结束", "Wrap-up ended"),
    ("{agent_id}，用时 {wrap_up_seconds}", "{agent_id}, took {wrap_up_seconds}"),
)
declare(
    events.WrapUpProlonged,
    ("话后处理延长", "Wrap-up prolonged"),
    ("{agent_id}，延长 {seconds}", "{agent_id}, by {seconds}"),
)
declare(
    events.AgentStateChanged,
    ("坐席状态变更", "Agent state changed"),
    ("{before} {before_seconds} → {state} {reason}", "{before} {before_seconds} → {state} {reason}"),
    state=Agent.State,
    before=Agent.State,
)
declare(
    events.AgentStateWanted,
    ("预约坐席状态", "Next agent state chosen"),
    ("{state} {reason}", "{state} {reason}"),
    state=Agent.State,
)
declare(events.AgentEnrolled, ("登记为坐席", "Enrolled as an agent"), ("{unit_id}", "{unit_id}"))
declare(events.OwnWrapUpSet, ("坐席话后时长", "Agent's own wrap-up time"), ("{seconds}", "{seconds}"))
declare(
    events.MembershipChanged,
    ("队列技能变更", "Queue membership changed"),
    ("{queue_id}，等级 {level}，等待 {after_seconds} 后", "{queue_id}, level {level}, after {after_seconds}"),
    queue_id=queue_name,
)
declare(events.MembershipEnded, ("移出队列", "Taken out of a queue"), ("{queue_id}", "{queue_id}"), queue_id=queue_name)
