"""An agent dials a customer from the desk: a contact of its own, recorded like any other.

Calls between colleagues are refused: they would bypass presence and the queues. A colleague is reached by transfer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from softswitch.conversation import Conversation
from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, DialFailed
from wanhao.common.logs import about_contact
from wanhao.common.phone_numbers import normalise_number
from wanhao.service.telephony import calls, rules
from wanhao.service.telephony.flow.inbound import close
from wanhao.service.telephony.flow.live_call import LiveCall, Phase
from wanhao.service.telephony.flow.recorder import recorded
from wanhao.service.telephony.flow.ringing import rung
from wanhao.service.telephony.flow.transferring import dial_outside

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.exchange import Exchange
    from wanhao.service.telephony.menu import Menu

log = structlog.get_logger(__name__)


async def dial_out(exchange: Exchange, agent: Dialog, menu: Menu) -> None:
    """Put an agent through to the number they dialled."""
    number = normalise_number(agent.called)
    if number in await exchange.staff_numbers():
        await agent.reject(403, "Colleagues are reached by transfer")
        return
    if not rules.is_outside_number(number):
        await agent.reject(484, "Not a number")
        return
    if not exchange.environment.outbound_trunk:
        await agent.reject(503, "No trunk for calls out")
        return
    facts = await exchange.database(
        calls.open_outbound_call,
        exchange.node_id,
        staff_number=str(agent.user),
        number=number,
        sip_call_id=agent.call_id,
    )
    if facts is None:
        await agent.reject(486, "Already in a call")
        return
    call = LiveCall(exchange, agent, facts, menu)
    exchange.calls[call.contact_id] = call
    with about_contact(call.contact_id):
        try:
            await put_through(call, number)
        except CallEnded:
            pass
        except Exception:
            log.exception("the call out failed")
            call.has_failed = True
        finally:
            await close(call)


async def put_through(call: LiveCall, number: str) -> None:
    """Ring the customer while the agent hears it ringing, then let them talk. `call.dialog` is the agent's line."""
    call.outcome = "unanswered"
    line = call.dialog
    await line.ring()
    try:
        customer = await rung(call, dial_outside(call, number))
    except DialFailed as failed:
        log.info("customer not reached", code=failed.code)
        await line.reject(failed.code if 400 <= failed.code <= 699 else 480, "Not reached")
        return
    call.agent = customer
    await line.answer()
    call.phase, call.outcome = Phase.TALKING, "served"
    await call.exchange.database(calls.outbound_answered, call.contact_id, str(line.user))
    conversation = Conversation(customer, line, music=await call.exchange.voice.music())
    await conversation.start()
    async with recorded(call, conversation, f"{call.facts.public_id}-out"):
        await conversation.wait()
