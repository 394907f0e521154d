"""Many short calls leave nothing behind."""

import asyncio
import gc
from pathlib import Path

from softswitch.conversation import Conversation
from softswitch.dialog import Dialog
from softswitch.phone import PhoneCall, PhoneLine
from tests.softswitch.conftest import House, until

CALLS, AT_ONCE = 60, 10


class Service:
    """Callers who press 0 are connected to a free agent."""

    def __init__(self, house: House, prompts: dict[str, Path]) -> None:
        self.house, self.prompts = house, prompts
        self.free = asyncio.Queue[str]()

    async def serve(self, dialog: Dialog) -> None:
        await dialog.answer()
        if await dialog.play_until_digit(self.prompts["hello"]) == "0":
            await dialog.start_music(self.prompts["music"])
            user = await self.free.get()
            try:
                await self.connect(dialog, user)
            finally:
                self.free.put_nowait(user)

    async def connect(self, dialog: Dialog, user: str) -> None:
        agent = await self.house.switch.dial(user, caller=dialog.caller, codec=dialog.codec)
        talk = Conversation(dialog, agent, music=self.prompts["music"])
        await talk.start()
        await talk.start_recording(dialog.id)
        await asyncio.sleep(0.1)
        await agent.hangup()
        await talk.stop_recording()


async def take(call: PhoneCall) -> None:
    await call.answer()
    await call.wait_ended()


async def call_once(line: PhoneLine, number: int) -> None:
    call = await line.call("10000")
    await call.wait_answered()
    if number % 2:
        await call.press("0")
    if number % 5 == 0:
        await call.hangup()
    await call.wait_ended()


def left_in_memory(*kinds: type) -> list[str]:
    """Objects of these kinds that are still there."""
    return [repr(one) for one in gc.get_objects() if type(one) in kinds]  # isinstance() would wake lazy objects


async def test_short_calls_leave_nothing(house: House, prompts: dict[str, Path]) -> None:
    """Half of them are connected to an agent; some callers leave early."""
    service = Service(house, prompts)
    house.on_call = service.serve
    for user in ("8001", "8002", "8003"):
        await house.agent(user, take)
        service.free.put_nowait(user)
    phones = await house.phones()
    line = phones.line("12100000001")
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with slots:
            await call_once(line, number)

    gc.collect()  # what earlier tests left is not looked at here
    gc.disable()  # what only the search for garbage frees is there for minutes
    try:
        async with asyncio.timeout(60):
            await asyncio.gather(*(one(n) for n in range(CALLS)))
            await until(lambda: not house.switch.live_dialogs)
            house.calls.clear()
            await until(lambda: not left_in_memory(Dialog, Conversation))
    finally:
        gc.enable()
    assert house.switch.stats.calls_in == CALLS
    assert service.free.qsize() == 3
    assert await house.sessions() == 0
    assert not house.switch.media.listeners
    assert not phones.calls
