"""A customer's call from the first ring to the last word: one coroutine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded
from wanhao.common.logs import about_contact
from wanhao.service.calls import calls, endings
from wanhao.service.telephony.flow.live_call import LiveCall
from wanhao.service.telephony.flow.live_walk import walk
from wanhao.service.telephony.flow.menu_ends import ended_menu
from wanhao.service.telephony.flow.rating import ask_rating
from wanhao.service.telephony.flow.talking import talk
from wanhao.service.telephony.flow.waiting import wait_for_agent

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.exchange import Exchange
    from wanhao.service.telephony.menu import Entrance, Flow, Menu

log = structlog.get_logger(__name__)


async def take_call(exchange: Exchange, dialog: Dialog, menu: Menu, entrance: Entrance) -> None:
    """Serve the call, and close everything it opened however it ends."""
    facts = await exchange.database(
        calls.open_call, exchange.node_id, entrance, caller=dialog.caller, sip_call_id=dialog.call_id
    )
    call = LiveCall(exchange, dialog, facts, menu)
    exchange.calls[call.contact_id] = call
    with about_contact(call.public_id):
        log.info("call taken", access_code=entrance.number)
        try:
            await dialog.answer()
            await serve(call, entrance.flow)
        except CallEnded:
            pass
        except Exception:
            log.exception("the call failed")
            call.has_failed = True
        finally:
            await close(call)


async def serve(call: LiveCall, flow: Flow) -> None:
    """Menu, queue, agent, rating."""
    wish = await ended_menu(call, await walk(call, flow))
    notice = "please-wait"
    was_served = False
    while wish is not None:
        connected = await wait_for_agent(call, wish, notice=notice)
        if connected is None:
            return
        wish, notice, was_served = await talk(call, connected), "transferring-first", True
    if was_served:
        await ask_rating(call)


async def close(call: LiveCall) -> None:
    """Free the agent, end the contact, leave the line."""
    exchange = call.exchange
    outcome, reason = call.final_outcome(), call.end_reason()
    log.info("call over", contact=call.public_id, outcome=outcome, reason=reason)
    try:
        await exchange.database(endings.close_call, call.contact_id, outcome, reason)
        await exchange.desk.leave(call)
    except Exception:
        log.exception("the call was not closed; the node does it later", contact=call.public_id)
    finally:
        exchange.calls.pop(call.contact_id, None)
        call.closed.set()
        for line in (call.agent, call.dialog):
            if line is not None and not line.has_ended:
                await line.hangup()
