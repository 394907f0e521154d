"""A conversation is recorded from answer to end, and handed to the worker afterwards whatever happened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict

import structlog

from softswitch.conversation import Conversation
from softswitch.errors import SwitchError
from softswitch.recording import Capture
from wanhao.service.recordings import actions as recordings
from wanhao.service.telephony.flow.live_call import LiveCall

log = structlog.get_logger(__name__)


@asynccontextmanager
async def recorded(call: LiveCall, conversation: Conversation, name: str) -> AsyncIterator[None]:
    """Record while inside; a customer who refused recording is not recorded."""
    recording_id = await begin(call, conversation, name) if call.facts.may_be_recorded else None
    try:
        yield
    finally:
        if recording_id is not None:
            captures = [asdict(capture) for capture in await conversation.stop_recording()]
            await call.exchange.database(recordings.end_recording, recording_id, captures)


async def begin(call: LiveCall, conversation: Conversation, name: str) -> int | None:
    """Start the capture and note where it is; the call goes on without one when that fails."""
    try:
        await conversation.start_recording(name)
    except SwitchError:
        log.exception("recording did not start", contact=call.public_id)
        return None
    leg = conversation.customer.leg
    running = Capture(str(call.exchange.captures / f"{leg.id}=f.pcap"), leg.public, leg.inside)
    return await call.exchange.database(recordings.begin_recording, call.contact_id, asdict(running))
