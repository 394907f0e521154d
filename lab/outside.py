"""The telephone network outside, for the demo: every number can be called, somebody answers, speaks and hangs up.

Which number does what is in the number, so that every ending can be tried: one ending in 8 is busy, one ending in 9 is
not heard, all others answer. Nobody presses a key.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import tempfile
from pathlib import Path

import structlog

from config import environment as settings
from softswitch.g711 import Samples, read_wav
from softswitch.phone import PhoneCall, PhoneSet
from wanhao.service.speech.gateways import EmbeddedSpeech, Line

log = structlog.get_logger(__name__)

BUSY, NOT_HEARD = "8", "9"  # the last digit of the number
PICKS_UP_SECONDS = (2.0, 5.0)
TALKS_SECONDS = (20.0, 45.0)
GREETING = "喂，你好。我听得见，请讲。"
ANSWER = "问题已经解决了，谢谢你们。"
ANSWERS_AFTER_SECONDS = 8.0


class Outside:
    """Everybody who has a telephone."""

    def __init__(self, server: tuple[str, int], seed: int = 10000) -> None:
        self.phones = PhoneSet(server)
        self.chance = random.Random(seed)
        self.greeting, self.answer = spoken(GREETING, ANSWER)

    async def open(self, port: int) -> None:
        """Take calls on this port."""
        self.phones.on_any_call = self.called
        await self.phones.start(port)

    async def close(self) -> None:
        """Everybody hangs up."""
        await self.phones.stop()

    async def called(self, call: PhoneCall) -> None:
        """One call: busy, not heard, or answered, with a word or two, until one of the two hangs up."""
        if call.called.endswith(BUSY):
            await call.reject(486, "Busy Here")
            return
        await call.ring()
        if call.called.endswith(NOT_HEARD):
            return
        await asyncio.sleep(self.chance.uniform(*PICKS_UP_SECONDS))
        if call.has_ended:
            return
        await call.answer()
        call.rtp.say(self.greeting)
        if not await ended(call, ANSWERS_AFTER_SECONDS):
            call.rtp.say(self.answer)
            await ended(call, self.chance.uniform(*TALKS_SECONDS))
        await call.hangup()


async def ended(call: PhoneCall, seconds: float) -> bool:
    """Wait so long for the other side to hang up; did they?"""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(call.wait_ended(), seconds)
    return call.has_ended


def spoken(*texts: str) -> list[Samples]:
    """Sentences as sound."""
    with tempfile.TemporaryDirectory(prefix="wanhao-outside-") as folder:
        lines = [Line(text, "zh", Path(folder) / f"{number}.wav") for number, text in enumerate(texts)]
        EmbeddedSpeech().speak(lines)
        return [read_wav(line.target) for line in lines]


async def run(server: tuple[str, int], port: int) -> None:
    """Until SIGTERM or Ctrl-C."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    outside = Outside(server)
    await outside.open(port)
    log.info("the outside can be called", port=port)
    await stop.wait()
    await outside.close()


def main() -> None:
    """Run as a process of its own, where the setting of the trunk points; the launcher starts it in demo mode."""
    environment = settings.read()
    host = "127.0.0.1" if environment.host == "0.0.0.0" else environment.host  # noqa: S104
    _host, _colon, port = environment.outbound_trunk.rpartition(":")
    asyncio.run(run((host, environment.sip_port), int(port)))
