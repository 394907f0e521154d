"""A customer whom we dialled has answered: from here on it is a call like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from softswitch.errors import CallEnded
from wanhao.service.telephony.flow.inbound import close
from wanhao.service.telephony.flow.live_call import LiveCall
from wanhao.service.telephony.flow.rating import ask_rating
from wanhao.service.telephony.flow.talking import talk
from wanhao.service.telephony.flow.waiting import Connected, wait_for_agent

if TYPE_CHECKING:
    from softswitch.dialog import Dialog
    from wanhao.service.calls.calls import CallFacts
    from wanhao.service.calls.queueing import Ring

log = structlog.get_logger(__name__)


def customers_call(line: LiveCall, facts: CallFacts, customer: Dialog) -> LiveCall:
    """The call from the customer's side, in the place of the agent's line that it began with."""
    call = LiveCall(line.exchange, customer, facts, line.menu)
    call.agent, call.commands, call.shows = line.dialog, line.commands, line.shows
    line.exchange.calls[call.contact_id] = call
    line.closed.set()
    return call


async def serve_dialled(call: LiveCall, ring: Ring, line: Dialog, *, asks_rating: bool) -> None:
    """Agent and customer talk, and whoever they are passed on to; then everything is closed."""
    was_passed = False
    try:
        wish = await talk(call, Connected(ring, line))
        while wish is not None:
            was_passed = True
            connected = await wait_for_agent(call, wish, notice="transferring-first")
            if connected is None:
                return
            wish = await talk(call, connected)
        if asks_rating or was_passed:
            await ask_rating(call)
    except CallEnded:
        pass
    except Exception:
        log.exception("a call that was dialled failed")
        call.has_failed = True
    finally:
        await close(call)
