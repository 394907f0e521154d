"""Calls for somebody away from a desk: their own telephone is rung, then the customer is dialled, and the two talk.

From the customer's answer on it is a call like any other: recorded, a contact of the ticket, heard by leaders.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, DialFailed
from wanhao.common.logs import about_contact
from wanhao.service.callbacks.rules import result_of_code
from wanhao.service.calls import arranged_calls
from wanhao.service.calls.arranged_calls import Outcome, ToPlace
from wanhao.service.telephony.flow.dialled import customers_call, serve_dialled
from wanhao.service.telephony.flow.inbound import close
from wanhao.service.telephony.flow.live_call import LiveCall
from wanhao.service.telephony.flow.ringing import rung
from wanhao.service.telephony.flow.transferring import dial_outside

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.exchange import Exchange

BACKSTOP_SECONDS = 3.0
RING_SECONDS = 30
PURPOSE_HEADER = "X-Wanhao-Purpose"

log = structlog.get_logger(__name__)


class Arranger:
    """Takes calls that were arranged and places each once."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """One was asked for."""
        self._woken.set()

    async def run(self) -> None:
        """Look whenever one was asked for, and from time to time."""
        while True:
            self._woken.clear()
            try:
                await self._look()
            except Exception:
                log.exception("arranged calls not looked at")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), BACKSTOP_SECONDS)

    async def _look(self) -> None:
        exchange = self._exchange
        for one in await exchange.database(arranged_calls.to_place):
            is_here = bool(one.rings) or exchange.switch.is_registered(one.staff_number)
            if exchange.is_stopping or (not is_here and one.may_be_elsewhere):
                continue
            if await exchange.database(arranged_calls.take, one.id, exchange.node_id):
                exchange.spawn(place(exchange, one))


async def place(exchange: Exchange, one: ToPlace) -> None:
    """One call from the first ring to its end."""
    outcome = Outcome.LOST
    try:
        outcome = await connect(exchange, one)
    except Exception:
        log.exception("an arranged call failed", arranged_call=one.id)
    await exchange.database(arranged_calls.end, one.id, outcome)


async def connect(exchange: Exchange, one: ToPlace) -> Outcome:
    """Ring the person, then the customer; what became of it."""
    headers = {PURPOSE_HEADER: "arranged-call"}
    try:
        target = exchange.outside(one.rings) if one.rings else one.staff_number
        person = await exchange.switch.dial(target, caller=exchange.hotline, ring_seconds=RING_SECONDS, headers=headers)
    except DialFailed as failed:
        log.info("own telephone not reached", arranged_call=one.id, code=failed.code)
        return Outcome.NO_STAFF
    try:
        facts = await exchange.database(arranged_calls.open_contact, one.id, exchange.node_id, person.call_id)
    except Exception:
        await person.hangup()
        raise
    line = LiveCall(exchange, person, facts, exchange.current_menu())
    line.shows, line.outcome = exchange.hotline, "unanswered"
    exchange.calls[line.contact_id] = line
    with about_contact(line.public_id):
        customer = await reach(line, one.number)
        if customer is not None:
            await talk(line, customer, one.staff_number)
    return Outcome.NOT_REACHED if customer is None else Outcome.TALKED


async def talk(line: LiveCall, customer: Dialog, staff_number: str) -> None:
    """The two talk to their end; then everything is closed."""
    call = customers_call(line, line.facts, customer)
    call.outcome = "served"
    try:
        ring = await line.exchange.database(arranged_calls.answered, line.contact_id, staff_number)
    except Exception:
        log.exception("an arranged call failed")
        call.has_failed = True
        await close(call)
    else:
        await serve_dialled(call, ring, line.dialog, asks_rating=False)


async def reach(line: LiveCall, number: str) -> Dialog | None:
    """The customer's answered line; without one the person is told why, and everything is closed."""
    customer: Dialog | None = None
    try:
        async with line.hearing(notice="callback-dialling"):
            customer = await rung(line, dial_outside(line, number))
    except DialFailed as failed:
        with suppress(CallEnded):
            await line.say(f"callback-{result_of_code(failed.code).value}")
    except CallEnded:
        pass  # hung up before the customer answered
    finally:
        if customer is None:
            await close(line)
    return customer
