"""A system manager hears a draft by telephone: no contact, no event, no figure; answers are made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded
from wanhao.common.errors import Refused
from wanhao.common.public_ids import new_public_id
from wanhao.service.calls.calls import CallFacts
from wanhao.service.ivr.rules import Kind
from wanhao.service.telephony import rehearsal
from wanhao.service.telephony.flow.live_call import LiveCall
from wanhao.service.telephony.flow.live_walk import CallersLine
from wanhao.service.telephony.flow.menu_walk import Walk

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.exchange import Exchange

log = structlog.get_logger(__name__)


async def take_test_call(exchange: Exchange, dialog: Dialog) -> None:
    """Walk the draft as it is saved now, then say what a real call would come to."""
    try:
        code = dialog.called.removeprefix(rehearsal.DRAFT_NUMBER)
        flow, whole, answers = await exchange.database(rehearsal.draft_to_call, str(dialog.user), code)
    except Refused:
        await dialog.reject(404, "Not Found")
        return
    facts = CallFacts(0, new_public_id(), "zh", "", may_be_recorded=False)
    call = LiveCall(exchange, dialog, facts, whole)
    line = CallersLine(call)
    try:
        await dialog.answer()
        await line.say("test-call")
        ending = await Walk(line, answers, flow, whole).run()
        if ending.kind is not Kind.HANG_UP:
            await line.say("test-message" if ending.kind is Kind.VOICE_MESSAGE else "test-queue")
    except CallEnded:
        pass
    except Exception:
        log.exception("the test call failed", menu=flow.code)
    finally:
        if not dialog.has_ended:
            await dialog.hangup()
