"""An agent's browser or telephone is rung for a caller, who may leave at any moment."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import structlog

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, DialFailed, NotRegistered
from wanhao.service.calls import queueing
from wanhao.service.calls.queueing import Ring
from wanhao.service.telephony.flow.live_call import LiveCall

BACKSTOP_SECONDS = 2.0
DECLINED = frozenset({486, 600, 603})
NO_ANSWER = frozenset({408, 487})
CONTACT_HEADER = "X-Wanhao-Contact"
RESUME_HEADER = "X-Wanhao-Resume"

log = structlog.get_logger(__name__)


async def ring_agent(call: LiveCall, ring: Ring, changed: asyncio.Event) -> Dialog | None:
    """Ring until the agent answers; None when they do not, or when the offer was withdrawn meanwhile."""
    if ring.is_late:
        in_full = await call.exchange.database(queueing.in_full, ring)
        if in_full is None:
            return None
        ring = in_full
    dialling = asyncio.create_task(dial_agent(call, ring.user, ring.seconds_left))
    call.exchange.later(queueing.note_ringing, ring)
    agent: Dialog | None = None
    try:
        agent = call.agent = await answered_or_withdrawn(call, ring, dialling, changed)
    except DialFailed as failed:
        log.info("agent not reached", contact=call.public_id, staff=ring.user, code=failed.code)
        await call.exchange.database(queueing.refuse, ring, outcome_of(failed))
        return None
    finally:
        await give_up(dialling, keep=agent)
    if agent is None:
        return None
    if not await call.exchange.database(queueing.accept, call.contact_id, ring):
        await agent.hangup()
        return None
    return agent


async def answered_or_withdrawn(
    call: LiveCall, ring: Ring, dialling: asyncio.Task[Dialog], changed: asyncio.Event
) -> Dialog | None:
    """The answered dialog; None when routing took the offer back. Raises CallEnded, DialFailed."""
    gone = asyncio.create_task(call.dialog.wait_ended())
    try:
        while True:
            wake = asyncio.create_task(changed.wait())
            await asyncio.wait({dialling, gone, wake}, timeout=BACKSTOP_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            wake.cancel()
            if gone.done():
                raise CallEnded(str(call.dialog.end_reason))
            if dialling.done():
                return dialling.result()
            changed.clear()
            if not await call.exchange.database(queueing.is_running, ring.offer_id):
                return None
    finally:
        gone.cancel()


async def give_up(dialling: asyncio.Task[Dialog], *, keep: Dialog | None = None) -> None:
    """Stop ringing; an agent who answered in the same moment as the caller left is hung up."""
    dialling.cancel()
    with suppress(asyncio.CancelledError, DialFailed):
        agent = await dialling
        if agent is not keep:
            await agent.hangup()


async def rung(call: LiveCall, dialling: Coroutine[Any, Any, Dialog]) -> Dialog:
    """The dialled party's answered line; raises DialFailed, and CallEnded when the caller leaves first."""
    task = asyncio.create_task(dialling)
    answered: Dialog | None = None
    try:
        answered = await call.or_gone(asyncio.shield(task))
        return answered
    finally:
        await give_up(task, keep=answered)


async def dial_agent(call: LiveCall, user: str, seconds: float, *, is_again: bool = False) -> Dialog:
    """The agent's answered dialog. They see the caller's masked number and which contact it is."""
    exchange = call.exchange
    headers = {CONTACT_HEADER: call.facts.public_id}
    if is_again:
        headers[RESUME_HEADER] = "1"
    began = asyncio.get_running_loop().time()
    await exchange.phones.wait_while_young(user, seconds / 2)
    left = seconds - (asyncio.get_running_loop().time() - began)
    return await exchange.switch.dial(
        user,
        caller=call.shows,
        caller_name=call.facts.shown_number,
        ring_seconds=max(1.0, left),
        headers=headers,
        codec=call.dialog.codec,
    )


def outcome_of(failed: DialFailed) -> str:
    """What routing is told of an agent who was not reached."""
    if isinstance(failed, NotRegistered):
        return "unreachable"
    if failed.code in DECLINED:
        return "declined"
    return "not_answered" if failed.code in NO_ANSWER else "unreachable"
