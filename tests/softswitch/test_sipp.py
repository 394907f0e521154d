"""The same with phones that are not ours: SIPp."""

import asyncio
import tempfile
import time
from pathlib import Path

import pytest

from config.environment import ROOT
from lab.free_ports import free_port
from lab.handsets import with_handsets
from softswitch.conversation import Conversation, Side
from softswitch.dialog import Dialog
from softswitch.errors import DialFailed
from softswitch.events import EndReason, TransferRequested
from softswitch.recording import render_recording
from tests.softswitch.conftest import House, until

pytestmark = pytest.mark.sipp
SCENARIOS = Path(__file__).parent / "scenarios"


class Sipp:
    """One run of SIPp."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.port = free_port()

    async def start(self, scenario: str, *, calls: int = 1, more: tuple[str, ...] = ()) -> None:
        """Start it; as a caller it begins at once."""
        command = ["sipp", "-sf", str(SCENARIOS / f"{scenario}.xml"), "-s", "10000", "-i", "127.0.0.1"]
        command += ["-p", str(self.port), "-mp", str(free_port() & ~1), "-m", str(calls)]
        command += ["-nostdin", "-timeout", "25", "-timeout_error", *more]
        folder = Path(tempfile.mkdtemp(dir=self.house.folder))
        self.process = await asyncio.create_subprocess_exec(
            *with_handsets([*command, f"127.0.0.1:{self.house.switch.sip_port}"], folder),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def succeeds(self) -> None:
        """Wait for the end; the scenario must have been gone through as written."""
        output, _ = await asyncio.wait_for(self.process.communicate(), 30)
        assert self.process.returncode == 0, output.decode()[-3000:]

    async def listens(self) -> None:
        """Wait until its SIP port is open."""
        opened = f"0100007F:{self.port:04X}"
        await until(lambda: opened in Path("/proc/net/udp").read_text())


async def phone(house: House, scenario: str, user: str = "8001", password: str = "s8001") -> Sipp:
    """Register a SIPp phone, then let it wait for a call on the same port."""
    sipp = Sipp(house)
    await sipp.start("registers", more=("-s", user, "-au", user, "-ap", password))
    await sipp.succeeds()
    await sipp.start(scenario)
    await sipp.listens()
    return sipp


async def caller(house: House, scenario: str, calls: int = 1) -> Sipp:
    sipp = Sipp(house)
    await sipp.start(scenario, calls=calls)
    return sipp


async def test_wrong_password_is_refused(house: House) -> None:
    sipp = Sipp(house)
    await sipp.start("registers", more=("-s", "8001", "-au", "8001", "-ap", "wrong"))
    await sipp.process.communicate()
    assert sipp.process.returncode != 0
    assert not house.switch.is_registered("8001")


async def test_whole_call(house: House, prompts: dict[str, Path]) -> None:
    """Menu, key, music, agent, both recorded, the agent hangs up, the customer is hung up."""
    result: dict[str, object] = {}

    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        result["key"] = await dialog.play_until_digit(prompts["hello"], prompts["menu"])
        await dialog.start_music(prompts["music"])
        agent = await house.switch.dial("8001", caller=dialog.caller, codec=dialog.codec)
        talk = Conversation(dialog, agent, music=prompts["music"])
        await talk.start()
        await talk.start_recording("sipp")
        result["end"] = await talk.wait()
        result["facts"] = render_recording(await talk.stop_recording(), house.folder / "sipp.wav")

    house.on_call = serve
    agent = await phone(house, "agent_hangs_up")
    customer = await caller(house, "caller_served")
    await agent.succeeds()
    await customer.succeeds()
    assert result["key"] == "2"
    assert (result["end"].by, result["end"].reason) == (Side.AGENT, EndReason.FAR_END_HUNG_UP)
    assert result["facts"].customer_dbfs > -60  # the sample begins softly; silence is -72
    assert result["facts"].agent_dbfs > -60  # the sample begins softly; silence is -72


async def test_caller_hangs_up(house: House) -> None:
    customer = await caller(house, "caller")
    await customer.succeeds()
    await until(lambda: not house.switch.live_dialogs)
    assert house.calls[0].end_reason is EndReason.FAR_END_HUNG_UP


async def test_we_hang_up(house: House, prompts: dict[str, Path]) -> None:
    async def serve(dialog: Dialog) -> None:
        await dialog.ring()
        await dialog.answer()
        await dialog.play(prompts["hello"])

    house.on_call = serve
    await (await caller(house, "caller_until_bye")).succeeds()


async def test_a_caller_who_leaves_the_offer_to_us(house: House, prompts: dict[str, Path]) -> None:
    """An INVITE without SDP: what we say goes where the ACK says, and its echo comes back; keys are heard."""
    heard: list[object] = []

    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        heard.append(await dialog.digit(5))
        before = await dialog.leg.far_packets()
        await dialog.play(prompts["hello"])
        heard.append(await dialog.leg.far_packets() - before > 30)

    house.on_call = serve
    sipp = Sipp(house)
    await sipp.start("caller_offers_late")
    await sipp.succeeds()
    assert heard == ["7", True]


async def test_cancel_while_ringing(house: House) -> None:
    async def serve(dialog: Dialog) -> None:
        await dialog.ring()
        await dialog.wait_ended()

    house.on_call = serve
    await (await caller(house, "caller_cancels", calls=3)).succeeds()
    assert {d.end_reason for d in house.calls} == {EndReason.CANCELLED}


async def test_cancel_after_our_answer(house: House) -> None:
    await (await caller(house, "caller_cancels_late", calls=5)).succeeds()
    await until(lambda: not house.switch.live_dialogs)
    assert {d.end_reason for d in house.calls} == {EndReason.FAR_END_HUNG_UP}
    assert await house.sessions() == 0


async def test_refusal(house: House) -> None:
    house.on_call = lambda dialog: dialog.reject()
    await (await caller(house, "caller_refused")).succeeds()


async def test_busy_agent(house: House) -> None:
    sipp = await phone(house, "agent_is_busy")
    with pytest.raises(DialFailed, match="486"):
        await house.switch.dial("8001", caller="1")
    await sipp.succeeds()


async def test_agent_never_answers(house: House) -> None:
    sipp = await phone(house, "agent_never_answers")
    began = time.monotonic()
    with pytest.raises(DialFailed, match="408"):
        await house.switch.dial("8001", caller="1", ring_seconds=1)
    assert time.monotonic() - began < 2
    await sipp.succeeds()


async def test_hold_from_the_phone(house: House) -> None:
    sipp = await phone(house, "agent_holds")
    dialog = await house.switch.dial("8001", caller="1")
    events = [type(event).__name__ async for event in dialog.events()]
    assert events == ["Held", "Resumed", "Ended"]
    await sipp.succeeds()


async def test_hold_from_us(house: House) -> None:
    sipp = await phone(house, "agent_is_held")
    dialog = await house.switch.dial("8001", caller="1")
    await dialog.hold()
    await dialog.resume()
    await sipp.succeeds()


async def test_blind_transfer(house: House) -> None:
    sipp = await phone(house, "agent_transfers")
    dialog = await house.switch.dial("8001", caller="1")
    events = [event async for event in dialog.events()]
    assert events[0] == TransferRequested("sip:8002@127.0.0.1")
    assert dialog.end_reason is EndReason.TRANSFERRED
    await sipp.succeeds()


async def test_info_options_update_and_message_within_a_call(house: House) -> None:
    sipp = await phone(house, "agent_talks_sip")
    dialog = await house.switch.dial("8001", caller="1")
    assert await dialog.digit(5) == "5"
    await sipp.succeeds()
    assert await dialog.wait_ended() is EndReason.FAR_END_HUNG_UP
