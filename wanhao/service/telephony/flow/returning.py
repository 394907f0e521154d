"""The agent's line broke in mid-call: the caller is told, and the same agent is rung again."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext

import structlog

from softswitch.conversation import Conversation
from softswitch.dialog import Dialog
from softswitch.errors import DialFailed
from wanhao.service.calls import calls, events
from wanhao.service.calls.queueing import Ring
from wanhao.service.telephony.flow.live_call import LiveCall
from wanhao.service.telephony.flow.ringing import DECLINED, dial_agent, rung

PAUSE_SECONDS = 0.5  # between two tries to reach a telephone that is just coming back
log = structlog.get_logger(__name__)


async def bring_agent_back(call: LiveCall, ring: Ring, conversation: Conversation, notice: str) -> bool:
    """Ring the same agent for as long as the policy says; True when the two talk again.

    Without a notice there is somebody else with the caller, or music, and it stays so.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    call.exchange.later(calls.note, events.AgentLegLost(call.contact_id, ring.staff_id))
    await conversation.agent.hangup()
    async with call.hearing(notice=notice) if notice else nullcontext():
        agent = await until_back(call, ring.user, began + call.exchange.policy.ring_again_seconds)
    if agent is None:
        return False
    call.agent = agent
    await conversation.replace_agent(agent, resumes=bool(notice))
    seconds = round(loop.time() - began)
    call.exchange.later(calls.note, events.AgentLegRecovered(call.contact_id, ring.staff_id, seconds))
    return True


async def until_back(call: LiveCall, user: str, deadline: float) -> Dialog | None:
    """The agent's new line; None when they did not come in time or refused. Raises CallEnded."""
    loop = asyncio.get_running_loop()
    while (left := deadline - loop.time()) > 0:
        if not await call.or_gone(call.exchange.phones.wait_for(user, left)):
            return None
        try:
            return await rung(call, dial_agent(call, user, max(1.0, deadline - loop.time()), is_again=True))
        except DialFailed as failed:
            log.info("agent not back yet", contact=call.public_id, staff=user, code=failed.code)
            if failed.code in DECLINED:
                return None
            await call.or_gone(asyncio.sleep(PAUSE_SECONDS))
    return None
