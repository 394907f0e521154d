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
from wanhao.service.telephony import calls, numbers_shown, rules
from wanhao.service.telephony.flow.calling_out import CallOut
from wanhao.service.telephony.flow.inbound import close
from wanhao.service.telephony.flow.live_call import LiveCall, Phase
from wanhao.service.telephony.flow.recorder import recorded
from wanhao.service.telephony.flow.ringing import rung
from wanhao.service.telephony.flow.transferring import dial_outside

if TYPE_CHECKING:
    from wanhao.service.telephony.calls import CallFacts
    from wanhao.service.telephony.flow.exchange import Exchange
    from wanhao.service.telephony.menu import Menu

SHOW_HEADER = "x-wanhao-show"  # of a browser's INVITE: the number the customer shall see

log = structlog.get_logger(__name__)


class NotDialled(Exception):
    """A call out that is refused at once, with a SIP status."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


async def dial_out(exchange: Exchange, agent: Dialog, menu: Menu) -> None:
    """Put an agent through to the number they dialled."""
    number = normalise_number(agent.called)
    try:
        shows = await check(exchange, agent, number)
        facts = await begin(exchange, agent, number)
    except NotDialled as refused:
        await agent.reject(refused.code, refused.reason)
        return
    call = LiveCall(exchange, agent, facts, menu)
    call.shows = shows
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


async def check(exchange: Exchange, agent: Dialog, number: str) -> str:
    """May this be dialled? The number that is shown; raises NotDialled."""
    if number in await exchange.staff_numbers():
        raise NotDialled(403, "Colleagues are reached by transfer")
    if not rules.is_outside_number(number):
        raise NotDialled(484, "Not a number")
    if not exchange.environment.outbound_trunk:
        raise NotDialled(503, "No trunk for calls out")
    chosen = agent.headers.get(SHOW_HEADER, "").strip()
    shows = await exchange.database(numbers_shown.shown_by_number, str(agent.user), chosen)
    if shows is None:
        raise NotDialled(403, "This number may not be shown")
    return shows


async def begin(exchange: Exchange, agent: Dialog, number: str) -> CallFacts:
    """The contact of the call, the agent busy from now on; raises NotDialled."""
    facts = await exchange.database(
        calls.open_outbound_call,
        exchange.node_id,
        staff_number=str(agent.user),
        number=number,
        sip_call_id=agent.call_id,
    )
    if facts is None:
        raise NotDialled(486, "Already in a call")
    return facts


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
    call.agent = call.customer = customer
    await line.answer()
    call.phase, call.outcome = Phase.TALKING, "served"
    await call.exchange.database(calls.outbound_answered, call.contact_id, str(line.user))
    music, mixer = await call.exchange.voice.music(), call.exchange.switch.mixer
    conversation = Conversation(customer, line, music=music, mixer=mixer)
    await conversation.start()
    async with recorded(call, conversation, f"{call.facts.public_id}-out"):
        await CallOut(call, conversation).run()
