"""A switch of our own for every test, and real phones to call it with."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from softswitch.dialog import Dialog
from softswitch.g711 import encode_prompt
from softswitch.phone import PhoneCall, PhoneSet
from softswitch.switch import Switch, SwitchConfig
from tests.softswitch.sounds import tone
from tests.softswitch.wire import Wire

RTP_PORTS = (31000, 34998)
PASSWORDS = {f"80{n:02}": f"s80{n:02}" for n in range(1, 21)}


class House:
    """A running switch; `on_call` may be replaced by the test. Errors in a call fail the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.switch: Switch
        self.on_call: Callable[[Dialog], Awaitable[None]] = answer_and_wait
        self.calls: list[Dialog] = []
        self.registrations: list[tuple[str, bool]] = []
        self.media_lost = asyncio.Event()
        self.arrived = asyncio.Event()
        self._closers: list[Callable[[], Awaitable[None]]] = []

    async def start(self, **settings: object) -> None:
        """Start the switch with these settings."""
        config = SwitchConfig(
            host="127.0.0.1",
            sip_port=0,
            rtp_ports=RTP_PORTS,
            recordings=self.folder / "captures",
            **settings,
        )
        self.switch = Switch(
            config,
            password_of=PASSWORDS.get,
            on_call=self._take,
            on_registration=lambda user, registered: self.registrations.append((user, registered)),
            on_media_lost=self.media_lost.set,
        )
        await self.switch.start()

    async def _take(self, dialog: Dialog) -> None:
        self.calls.append(dialog)
        self.arrived.set()
        await self.on_call(dialog)

    async def phones(self) -> PhoneSet:
        """A set of phones on a port of its own."""
        phones = PhoneSet(("127.0.0.1", self.switch.sip_port))
        await phones.start()
        self._closers.append(phones.stop)
        return phones

    async def customer(self, number: str = "12100000001") -> PhoneCall:
        """A customer calling 10000."""
        return await (await self.phones()).line(number).call("10000")

    async def agent(self, user: str, on_call: Callable[[PhoneCall], Awaitable[None]]) -> PhoneSet:
        """A registered staff phone."""
        phones = await self.phones()
        line = phones.line(user, PASSWORDS[user])
        line.on_call = on_call
        await line.register()
        return phones

    def wire(self) -> Wire:
        """A bare socket towards the switch."""
        wire = Wire(self.switch.sip_port)

        async def close() -> None:
            wire.close()

        self._closers.append(close)
        return wire

    async def stop(self) -> None:
        """Stop everything."""
        for close in self._closers:
            await close()
        await self.switch.stop()
        self.calls.clear()  # pytest may keep this house for long

    async def sessions(self) -> int:
        """How many sessions the media process has."""
        counts = await self.switch.media.command("Gv nsess_created nsess_destroyed")
        created, destroyed = (int(w.partition("=")[2]) for w in counts.split())
        return created - destroyed


async def answer_and_wait(dialog: Dialog) -> None:
    """The simplest call."""
    await dialog.answer()
    await dialog.wait_ended()


async def until(is_so: Callable[[], bool], seconds: float = 5) -> None:
    """Wait for something that only shows in a state."""
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110 - the state belongs to another thread or process
            await asyncio.sleep(0.01)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A switch with the usual settings."""
    house = House(tmp_path)
    await house.start()
    yield house
    await house.stop()


@pytest.fixture
async def strict_house(tmp_path: Path) -> AsyncIterator[House]:
    """A switch with little patience: 1.5 s of silence, nonces of 1 s, probes every second."""
    house = House(tmp_path)
    await house.start(media_timeout_seconds=1.5, nonce_seconds=1, sip_session_seconds=1)
    yield house
    await house.stop()


@pytest.fixture
def prompts(tmp_path: Path) -> dict[str, Path]:
    """Prompts of a second each, told apart by their tones."""
    made = {"hello": 440, "menu": 600, "music": 1000}
    for name, hertz in made.items():
        encode_prompt(tone(hertz), tmp_path / name)
    return {name: tmp_path / name for name in made}
