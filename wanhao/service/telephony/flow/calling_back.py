"""Calls customers back: the agent is rung first, looks or not, then the customer is dialled and the two talk."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, DialFailed
from wanhao.common.logs import about_contact
from wanhao.service.callbacks import actions as callbacks
from wanhao.service.callbacks import queries
from wanhao.service.callbacks.rules import Result, result_of_code
from wanhao.service.calls import callback_lines, queueing
from wanhao.service.telephony.flow.dialled import customers_call, serve_dialled
from wanhao.service.telephony.flow.inbound import close
from wanhao.service.telephony.flow.live_call import LiveCall
from wanhao.service.telephony.flow.ringing import CONTACT_HEADER, give_up, outcome_of, rung

if TYPE_CHECKING:
    from wanhao.service.callbacks.queries import Calling
    from wanhao.service.calls.queueing import Ring
    from wanhao.service.telephony.flow.exchange import Exchange

PURPOSE_HEADER = "X-Wanhao-Purpose"
LOOK_SECONDS = 2.0
DIAL_KEY = "1"
log = structlog.get_logger(__name__)


class CallbackRinger:
    """Sees offers of callbacks, for which no caller waits on the line, and rings the agent."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._waiting: frozenset[int] = frozenset()
        self._wake = asyncio.Event()

    def heard(self, topic: str) -> None:
        """Something happened to callbacks, or to a contact: ours?"""
        kind, _colon, key = topic.partition(":")
        if kind != "contact" or (key.isdigit() and int(key) in self._waiting):
            self._wake.set()

    async def run(self) -> None:
        """Look whenever something happened, and now and then."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)
            self._wake.clear()
            try:
                await self._look()
            except Exception:
                log.exception("callbacks not looked at")

    async def _look(self) -> None:
        if self._exchange.is_stopping:
            return
        self._waiting, offers = await self._exchange.database(callback_lines.to_ring, self._waiting)
        for contact_id, offer_id in offers:
            claimed = await self._exchange.database(callback_lines.claimed, contact_id, offer_id)
            if claimed is not None:
                self._exchange.spawn(call_back(self._exchange, *claimed))


async def call_back(exchange: Exchange, ring: Ring, calling: Calling) -> None:
    """One try, from the agent's ring to the end of the conversation."""
    with about_contact(calling.public_id):
        try:
            agent = await agent_for(exchange, ring, calling)
        except DialFailed as failed:
            log.info("agent not reached for a callback", staff=ring.user, code=failed.code)
            await exchange.database(queueing.refuse, ring, outcome_of(failed))
            return
        if agent is None:
            return
        facts = await exchange.database(callback_lines.take, exchange.node_id, ring, calling, agent.call_id)
        if facts is None:
            await agent.hangup()
            return
        line = LiveCall(exchange, agent, facts, exchange.current_menu())
        exchange.calls[line.contact_id] = line
        await see_to(line, ring, calling)


async def agent_for(exchange: Exchange, ring: Ring, calling: Calling) -> Dialog | None:
    """The agent's answered line; None when routing took the offer back. Raises DialFailed."""
    with exchange.board.watch(f"contact:{calling.contact_id}") as changed:
        dialling = asyncio.create_task(dial_agent(exchange, ring, calling))
        agent: Dialog | None = None
        try:
            while not dialling.done():
                wake = asyncio.create_task(changed.wait())
                await asyncio.wait({dialling, wake}, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                wake.cancel()
                changed.clear()
                if not dialling.done() and not await exchange.database(queueing.is_running, ring.offer_id):
                    return None
            agent = dialling.result()
            return agent
        finally:
            if not dialling.done():
                await give_up(dialling, keep=agent)


async def dial_agent(exchange: Exchange, ring: Ring, calling: Calling) -> Dialog:
    """Ring the agent, who sees the customer's masked number and which contact it is."""
    return await exchange.switch.dial(
        ring.user,
        caller=calling.shown_number or ring.user,
        caller_name=calling.masked,
        ring_seconds=ring.seconds_left,
        headers={CONTACT_HEADER: calling.public_id, PURPOSE_HEADER: "callback"},
    )


async def see_to(line: LiveCall, ring: Ring, calling: Calling) -> None:
    """The agent is on the line: let them look, dial the customer, let the two talk, close everything."""
    customer: Dialog | None = None
    result = Result.FAILED
    try:
        if not calling.is_preview or await wants_dial(line, calling):
            customer, result = await dial_customer(line, calling)
            if customer is None:
                await line.say(f"callback-{result.value}")
    except CallEnded:
        pass
    except Exception:
        log.exception("a callback failed")
    if customer is None:
        await close_missed(line, ring, result)
    else:
        await serve(line, ring, calling, customer)


async def wants_dial(line: LiveCall, calling: Calling) -> bool:
    """Wait until the agent presses dial, on the telephone or on the page; False when the time is over."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + calling.preview_seconds
    await line.say("callback-preview")
    with line.exchange.board.watch(f"contact:{line.contact_id}") as changed:
        while (left := deadline - loop.time()) > 0:
            if await line.exchange.database(queries.is_dial_asked, line.contact_id):
                return True
            pressed = asyncio.create_task(line.dialog.digit(left))
            wake = asyncio.create_task(changed.wait())
            await asyncio.wait({pressed, wake}, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            wake.cancel()
            changed.clear()
            if pressed.done() and pressed.result() == DIAL_KEY:
                return True
            pressed.cancel()
    return False


async def dial_customer(line: LiveCall, calling: Calling) -> tuple[Dialog | None, Result]:
    """The customer's answered line while the agent hears music, or why there is none. Raises CallEnded."""
    exchange = line.exchange
    await exchange.database(callbacks.note_dialled, line.contact_id)
    try:
        dialling = exchange.switch.dial(
            exchange.outside(calling.number),
            caller=calling.shown_number or line.dialog.called,
            ring_seconds=calling.ring_seconds,
            codec=line.dialog.codec,
        )
        async with line.hearing(notice="callback-dialling"):
            return await rung(line, dialling), Result.REACHED
    except DialFailed as failed:
        log.info("customer not reached", code=failed.code)
        return None, result_of_code(failed.code)


async def close_missed(line: LiveCall, ring: Ring, result: Result) -> None:
    """Nobody was reached: the agent is free, the callback is put off or closed."""
    exchange = line.exchange
    try:
        await exchange.database(callback_lines.missed, line.contact_id, ring.offer_id, result)
        await exchange.desk.leave(line)
    except Exception:
        log.exception("a missed callback was not closed; the worker does it later", contact=line.public_id)
    finally:
        exchange.calls.pop(line.contact_id, None)
        line.closed.set()
        if not line.dialog.has_ended:
            await line.dialog.hangup()


async def serve(line: LiveCall, ring: Ring, calling: Calling, customer: Dialog) -> None:
    """From here on it is a call like any other: the customer's line, the agent's, and everything between them."""
    call = customers_call(line, callback_lines.facts(calling, calling.language), customer)
    try:
        await line.exchange.database(callback_lines.reached, call.contact_id, ring.staff_id)
    except Exception:
        log.exception("the callback failed")
        call.has_failed = True
        await close(call)
    else:
        await serve_dialled(call, ring, line.dialog, asks_rating=True)
