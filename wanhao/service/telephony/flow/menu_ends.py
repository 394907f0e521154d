"""What follows after the voice menu: a queue to wait in, a message to leave, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.service.calls import queueing
from wanhao.service.calls.queueing import Wish
from wanhao.service.ivr.rules import Kind
from wanhao.service.telephony.flow.offer_callback import offer_callback
from wanhao.service.telephony.flow.voice_message import take_message

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.live_call import LiveCall
    from wanhao.service.telephony.flow.menu_walk import Ending


async def ended_menu(call: LiveCall, ending: Ending) -> Wish | None:
    """The queue the caller waits in now; None when the call is over after this."""
    if ending.kind is Kind.VOICE_MESSAGE:
        await take_message(call)
        return None
    wish = Wish(ending.queue) if ending.queue else None
    if ending.business_type:
        await call.exchange.database(queueing.note_business_type, call.contact_id, ending.business_type)
    if ending.kind is Kind.CALLBACK and wish is not None and await offer_callback(call, wish):
        return None
    return wish
