"""A caller leaves a message instead of waiting: recorded, sealed like any recording, listed until dealt with."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from softswitch.errors import SwitchError
from softswitch.recording import Capture
from wanhao.service.calls.calls import TELEPHONY
from wanhao.service.recordings import actions as recordings
from wanhao.service.recordings import voice_messages

if TYPE_CHECKING:
    from wanhao.service.telephony.flow.live_call import LiveCall

LONGEST_SECONDS = 120.0
SHORTEST_SECONDS = 1.5  # anything shorter is no message
END_KEY = "#"


async def take_message(call: LiveCall) -> None:
    """Let the caller speak after the tone, until the hash key, the longest time or the end of the call."""
    await call.say("voice-message")
    await call.dialog.play(await call.exchange.voice.beep())
    async with recorded_alone(call):
        await until_hash(call)
    await call.say("voice-message-kept" if call.outcome else "voice-message-empty")


async def until_hash(call: LiveCall) -> None:
    """Wait for the hash key; other keys are part of the message."""
    deadline = asyncio.get_running_loop().time() + LONGEST_SECONDS
    while (left := deadline - asyncio.get_running_loop().time()) > 0:
        if await call.dialog.digit(left) == END_KEY:
            return


@asynccontextmanager
async def recorded_alone(call: LiveCall) -> AsyncIterator[None]:
    """Record the caller's line while inside; what was long enough becomes a voice message, also when they hang up."""
    leg, database = call.dialog.leg, call.exchange.database
    path = await leg.record()
    capture = Capture(str(path), leg.public, leg.inside)
    recording_id = await database(recordings.begin_recording, call.contact_id, asdict(capture))
    began = asyncio.get_running_loop().time()
    try:
        yield
    finally:
        seconds = asyncio.get_running_loop().time() - began
        with contextlib.suppress(SwitchError):  # the line has gone and with it the recording ended
            await leg.stop_recording()
        kept = _renamed(path, f"{call.facts.public_id}-message.pcap")
        ended = Capture(str(kept), leg.public, leg.inside)
        await database(recordings.end_recording, recording_id, [asdict(ended)])
        if seconds >= SHORTEST_SECONDS:
            await database(voice_messages.keep, call.contact_id, recording_id, by=TELEPHONY)
            call.outcome = "self_served"


def _renamed(path: Path, name: str) -> Path:
    """The capture under the contact's name, out of the way of another one of the same line."""
    return path.rename(path.with_name(name)) if path.exists() else path
