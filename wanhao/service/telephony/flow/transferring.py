"""A caller is passed on: to a queue, to another agent, or to a number outside."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from softswitch.conversation import Conversation
from softswitch.dialog import Dialog
from softswitch.errors import DialFailed
from wanhao.common.errors import Refused
from wanhao.service.calls import calls, endings, events, queueing, targets
from wanhao.service.calls.queueing import TRANSFER, Ring, Wish
from wanhao.service.calls.targets import Target, TargetKind
from wanhao.service.telephony.flow.commands import NO_ANSWER, CommandFailed
from wanhao.service.telephony.flow.live_call import LiveCall
from wanhao.service.telephony.flow.ringing import rung

NO_QUEUE = gettext_noop("This colleague serves no queue in which the caller could wait for them.")


@dataclass(frozen=True)
class Passed:
    """The agent's part is over; the wish says where the caller waits next, none: nowhere."""

    wish: Wish | None
    talks_outside: bool = False  # the caller talks on with somebody outside


async def pass_on(
    call: LiveCall, ring: Ring, conversation: Conversation, text: str, language: str = "zh-hans"
) -> Passed:
    """Blind transfer; raises CommandFailed when the target is none or cannot be reached."""
    target = await checked_target(call, text, language)
    if target.kind is TargetKind.OUTSIDE:
        await connect_outside(call, ring, conversation, target)
        return Passed(None, talks_outside=True)
    queue_code = target.name
    if is_agent(target):
        queue_code = await call.exchange.database(queueing.home_queue, ring, target.row_id or 0)
    if not queue_code:
        raise CommandFailed(NO_QUEUE)
    await call.exchange.database(calls.note, transferred(call, target))
    await conversation.agent.hangup()
    return Passed(Wish(queue_code, also=(TRANSFER,), preferred_agent_id=target.row_id if is_agent(target) else None))


def is_agent(target: Target) -> bool:
    """Is it a colleague, and no queue?"""
    return target.kind is TargetKind.AGENT


async def checked_target(call: LiveCall, text: str, language: str) -> Target:
    """What a target stands for; raises CommandFailed."""
    try:
        return await call.exchange.database(targets.check_for, text, language)
    except Refused as refused:
        raise CommandFailed(str(refused)) from refused


async def connect_outside(call: LiveCall, ring: Ring, conversation: Conversation, target: Target) -> None:
    """Ring the number while the caller hears music; when it answers, the agent is free."""
    await conversation.hold()
    try:
        async with call.hearing(notice="transferring"):
            other = await rung(call, dial_outside(call, target.name))
    except DialFailed as failed:
        await conversation.resume()
        raise CommandFailed(NO_ANSWER) from failed
    call.agent = other
    await conversation.replace_agent(other)
    await call.exchange.database(calls.note, transferred(call, target))
    await call.exchange.database(endings.end_part, call.contact_id, ring)
    call.outcome = "served"


async def dial_outside(call: LiveCall, number: str) -> Dialog:
    """The answered line of a number behind the trunk."""
    exchange = call.exchange
    return await exchange.switch.dial(
        exchange.outside(number),
        caller=call.shows,
        ring_seconds=exchange.policy.ring_outside_seconds,
        codec=call.dialog.codec,
    )


def transferred(call: LiveCall, target: Target) -> events.CallTransferred:
    """The event; an outside number is a person's, so only its masked form is kept."""
    return events.CallTransferred(call.contact_id, target.kind.value, targets.shown(target))
