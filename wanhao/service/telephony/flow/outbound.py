"""An agent dials a customer from the desk: a contact of its own, recorded like any other.

Calls between colleagues are refused: they would bypass presence and the queues. A colleague is reached by transfer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, DialFailed
from wanhao.common.logs import about_contact
from wanhao.common.phone_numbers import is_barred, normalise_number
from wanhao.service.calls import calls, endings, numbers_shown, rules
from wanhao.service.telephony.flow.dialled import customers_call, serve_dialled
from wanhao.service.telephony.flow.inbound import close
from wanhao.service.telephony.flow.live_call import LiveCall
from wanhao.service.telephony.flow.ringing import rung
from wanhao.service.telephony.flow.transferring import dial_outside

if TYPE_CHECKING:
    from wanhao.service.calls.calls import CallFacts
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
    with about_contact(call.public_id):
        customer = await reach(call, number)
        if customer is not None:
            await serve(call, customer)


async def reach(call: LiveCall, number: str) -> Dialog | None:
    """The customer's answered line; without one everything is closed."""
    customer = None
    try:
        customer = await put_through(call, number)
    except CallEnded:
        pass
    except Exception:
        log.exception("the call out failed")
        call.has_failed = True
    finally:
        if customer is None:
            await close(call)
    return customer


async def serve(line: LiveCall, customer: Dialog) -> None:
    """Agent and customer talk; all that is possible in a call of a customer is possible in this one."""
    ring = await line.exchange.database(endings.outbound_answered, line.contact_id, str(line.dialog.user))
    call = customers_call(line, line.facts, customer)
    call.outcome = "served"
    await serve_dialled(call, ring, line.dialog, asks_rating=False)


async def check(exchange: Exchange, agent: Dialog, number: str) -> str:
    """May this be dialled? The number that is shown; raises NotDialled."""
    if number in await exchange.staff_numbers():
        raise NotDialled(403, "Colleagues are reached by transfer")
    if not rules.is_outside_number(number):
        raise NotDialled(484, "Not a number")
    if is_barred(number, exchange.environment.barred_numbers):
        raise NotDialled(403, "This number is never dialled")
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


async def put_through(call: LiveCall, number: str) -> Dialog | None:
    """Ring the customer while the agent hears it ringing; None when they were not reached, which the agent is told."""
    call.outcome = "unanswered"
    line = call.dialog
    await line.ring()
    try:
        customer = await rung(call, dial_outside(call, number))
    except DialFailed as failed:
        log.info("customer not reached", code=failed.code)
        await line.reject(failed.code if 400 <= failed.code <= 699 else 480, "Not reached")
        return None
    call.agent = call.customer = customer
    await line.answer()
    return customer
