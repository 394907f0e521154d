"""Two dialogs talking: who hears whom, hold by either side, transfer, replacement, and the recording of it all."""

import asyncio
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from softswitch.conversation import Conversation, Side
from softswitch.dialog import Dialog
from softswitch.errors import CallEnded
from softswitch.events import Ended, EndReason, Event, TransferRequested
from softswitch.phone import PhoneCall
from softswitch.recording import render_recording
from softswitch.sdp import Codec
from tests.softswitch.conftest import House, until
from tests.softswitch.sounds import tone, tones_in

CUSTOMER, AGENT, OTHER, MUSIC = 500, 700, 1300, 1000
ALL = (CUSTOMER, AGENT, OTHER, MUSIC)


@dataclass
class Talk:
    """A conversation and the phones at its ends."""

    house: House
    conversation: Conversation
    customer: PhoneCall
    agent: PhoneCall

    async def heard_by(self, call: PhoneCall) -> set[int]:
        """What a phone hears from now on, after the change had a moment to take effect."""
        await asyncio.sleep(0.15)
        call.rtp.forget()
        await asyncio.sleep(0.5)
        return tones_in(call.rtp.heard(), *ALL)

    async def both_hear(self) -> tuple[set[int], set[int]]:
        """What the customer and the agent hear."""
        customer, agent = await asyncio.gather(self.heard_by(self.customer), self.heard_by(self.agent))
        return customer, agent


async def agent_phone(house: House, user: str, hertz: int, codec: Codec = Codec.PCMA) -> PhoneCall:
    """Register a phone, dial it, and return the phone's side; the dialog is the newest live one."""
    taken: list[PhoneCall] = []

    async def take(call: PhoneCall) -> None:
        await call.answer()
        call.rtp.keep_saying(tone(hertz))
        taken.append(call)

    await house.agent(user, take)
    await house.switch.dial(user, caller="12100000001", codec=codec)
    return taken[0]


@pytest.fixture
async def talk(house: House, prompts: dict[str, Path]) -> Talk:
    customer = await house.customer()
    await customer.wait_answered()
    customer.rtp.keep_saying(tone(CUSTOMER))
    agent = await agent_phone(house, "8001", AGENT)
    dialogs = house.switch.live_dialogs
    conversation = Conversation(dialogs[0], dialogs[1], music=prompts["music"])
    await conversation.start()
    return Talk(house, conversation, customer, agent)


async def test_both_hear_each_other(talk: Talk) -> None:
    assert await talk.both_hear() == ({AGENT}, {CUSTOMER})


async def test_hold_by_the_centre(talk: Talk) -> None:
    await talk.conversation.hold()
    assert await talk.both_hear() == ({MUSIC}, set())
    await talk.conversation.resume()
    assert await talk.both_hear() == ({AGENT}, {CUSTOMER})


async def test_hold_by_the_agents_phone(talk: Talk) -> None:
    await talk.agent.hold()
    assert talk.conversation.agent.is_held
    assert await talk.both_hear() == ({MUSIC}, set())
    await talk.agent.resume()
    assert await talk.both_hear() == ({AGENT}, {CUSTOMER})


async def test_hold_by_the_customers_phone(talk: Talk) -> None:
    await talk.customer.hold()
    assert await talk.both_hear() == (set(), {MUSIC})
    await talk.customer.resume()
    assert await talk.both_hear() == ({AGENT}, {CUSTOMER})


async def test_hold_by_re_invite_of_ours(talk: Talk) -> None:
    await talk.conversation.agent.hold()
    assert talk.agent.is_held
    assert talk.conversation.agent.is_holding
    await talk.conversation.agent.resume()
    assert not talk.agent.is_held
    assert await talk.both_hear() == ({AGENT}, {CUSTOMER})


async def test_agent_hangs_up_and_the_customer_stays(talk: Talk) -> None:
    await talk.agent.hangup()
    end = await asyncio.wait_for(talk.conversation.wait(), 3)
    assert (end.by, end.reason, end.transfer) == (Side.AGENT, EndReason.FAR_END_HUNG_UP, None)
    customer = talk.conversation.customer
    await talk.customer.press("5")
    assert await customer.digit(3) == "5"


async def test_agent_who_held_hangs_up(talk: Talk) -> None:
    await talk.conversation.hold()
    await talk.agent.hangup()
    await asyncio.wait_for(talk.conversation.wait(), 3)
    assert await talk.heard_by(talk.customer) == set()


async def test_customer_hangs_up(talk: Talk) -> None:
    await talk.customer.hangup()
    end = await asyncio.wait_for(talk.conversation.wait(), 3)
    assert (end.by, end.reason) == (Side.CUSTOMER, EndReason.FAR_END_HUNG_UP)
    assert not talk.conversation.agent.has_ended
    assert await talk.heard_by(talk.agent) == set()


async def test_starting_with_one_who_has_gone(house: House) -> None:
    customer = await house.customer()
    await customer.wait_answered()
    await agent_phone(house, "8001", AGENT)
    first, second = house.switch.live_dialogs
    await second.hangup()
    conversation = Conversation(first, second)
    with pytest.raises(CallEnded):
        await conversation.start()
    assert (await conversation.wait()).by is Side.AGENT


async def test_blind_transfer_by_the_agents_phone(talk: Talk) -> None:
    await talk.agent.transfer("sip:8002@127.0.0.1")
    end = await asyncio.wait_for(talk.conversation.wait(), 3)
    assert (end.by, end.reason) == (Side.AGENT, EndReason.TRANSFERRED)
    assert end.transfer == TransferRequested("sip:8002@127.0.0.1")
    assert end.transfer.user == "8002"
    await talk.conversation.customer.start_music(talk.conversation.music)
    other = await agent_phone(talk.house, "8002", OTHER)
    await talk.conversation.replace_agent(talk.house.switch.live_dialogs[-1])
    assert await talk.heard_by(talk.customer) == {OTHER}
    assert await talk.heard_by(other) == {CUSTOMER}


async def test_a_customer_may_not_transfer(talk: Talk) -> None:
    """The REFER is declined; that the phone then hangs up is its own choice."""
    seen: list[Event] = []
    talk.conversation.customer.listen(seen.append)
    await talk.customer.transfer("sip:12100000099@127.0.0.1")
    end = await asyncio.wait_for(talk.conversation.wait(), 3)
    assert (end.by, end.reason, end.transfer) == (Side.CUSTOMER, EndReason.FAR_END_HUNG_UP, None)
    assert seen == [Ended(EndReason.FAR_END_HUNG_UP)]


async def test_replacing_the_agent_in_mid_call(talk: Talk) -> None:
    await agent_phone(talk.house, "8002", OTHER)
    await talk.conversation.replace_agent(talk.house.switch.live_dialogs[-1])
    assert await talk.heard_by(talk.customer) == {OTHER}
    await until(lambda: talk.agent.has_ended)


def loudest(samples: np.ndarray, begin: float, end: float) -> set[int]:
    return tones_in(samples[int(begin * 8000) : int(end * 8000)], *ALL)


async def test_recording_of_both_sides_through_hold_and_replacement(talk: Talk, tmp_path: Path) -> None:
    await talk.conversation.start_recording("contact-7")
    await asyncio.sleep(1)
    await talk.conversation.hold()
    await asyncio.sleep(1)
    await agent_phone(talk.house, "8002", OTHER)
    await talk.conversation.replace_agent(talk.house.switch.live_dialogs[-1])
    await asyncio.sleep(1)
    captures = await talk.conversation.stop_recording()
    assert [Path(c.path).name for c in captures] == ["contact-7.pcap"]
    facts = render_recording(captures, tmp_path / "call.wav")
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, 8000, 2)
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, 2)
    left, right = sound[:, 0], sound[:, 1]
    assert loudest(left, 0.1, 0.9) == loudest(left, facts.seconds - 0.9, facts.seconds - 0.1) == {CUSTOMER}
    assert loudest(right, 0.1, 0.9) == {AGENT}
    assert loudest(right, facts.seconds - 0.8, facts.seconds - 0.1) == {OTHER}
    assert facts.seconds == pytest.approx(3, abs=0.5)
    assert facts.customer_dbfs == pytest.approx(-15.3, abs=0.5)  # 8000 peak, 5657 RMS
    assert facts.agent_dbfs == pytest.approx(-15.3, abs=1)
    assert facts.customer_seconds == pytest.approx(3, abs=0.5)


async def test_recording_can_be_interrupted(talk: Talk, tmp_path: Path) -> None:
    """While a PIN is entered nothing is recorded; both pieces make one file with the gap kept."""
    await talk.conversation.start_recording("pin")
    await asyncio.sleep(0.6)
    await talk.conversation.stop_recording()
    await asyncio.sleep(0.6)
    await talk.conversation.start_recording("pin")
    await asyncio.sleep(0.6)
    captures = await talk.conversation.stop_recording()
    assert [Path(c.path).name for c in captures] == ["pin.pcap", "pin-2.pcap"]
    facts = render_recording(captures, tmp_path / "call.wav")
    assert facts.seconds == pytest.approx(1.8, abs=0.2)
    assert facts.customer_seconds == pytest.approx(1.2, abs=0.2)


async def test_recording_survives_the_customer_hanging_up(talk: Talk, tmp_path: Path) -> None:
    await talk.conversation.start_recording("left")
    await asyncio.sleep(0.5)
    await talk.customer.hangup()
    await talk.conversation.wait()
    await talk.conversation.customer.closed()
    facts = render_recording(await talk.conversation.stop_recording(), tmp_path / "call.wav")
    assert facts.customer_seconds == pytest.approx(0.5, abs=0.2)


async def test_customer_with_the_other_codec(house: House, prompts: dict[str, Path]) -> None:
    """µ-law from end to end, prompts and recording included, when that is all the customer speaks."""
    customer = await (await house.phones()).line("12100000001", codecs=(Codec.PCMU,)).call("10000")
    await customer.wait_answered()
    customer.rtp.keep_saying(tone(CUSTOMER))
    dialog: Dialog = house.calls[0]
    assert dialog.codec is Codec.PCMU
    agent = await agent_phone(house, "8001", AGENT, codec=dialog.codec)
    conversation = Conversation(dialog, house.switch.live_dialogs[-1], music=prompts["music"])
    await conversation.start()
    await conversation.start_recording("u")
    talk = Talk(house, conversation, customer, agent)
    assert await talk.both_hear() == ({AGENT}, {CUSTOMER})
    facts = render_recording(await conversation.stop_recording(), house.folder / "u.wav")
    assert facts.customer_dbfs == pytest.approx(-15.3, abs=0.5)
    await conversation.hold()
    assert await talk.heard_by(customer) == {MUSIC}
