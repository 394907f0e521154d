"""Guests in a conversation, through a real mixer process: roles, levels, hold, and the mixer being killed."""

import asyncio
import os
import signal
import time
import wave
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from softswitch.audience import Role
from softswitch.conversation import Conversation
from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, MixerLost
from softswitch.g711 import Samples
from softswitch.mixer import ConferenceFull
from softswitch.phone import PhoneCall
from softswitch.recording import render_recording
from softswitch.sdp import Codec
from tests.softswitch.conftest import House, until
from tests.softswitch.sounds import tone, tones_in

CUSTOMER, AGENT, BOSS, MUSIC = 500, 700, 1300, 1000
ALL = (CUSTOMER, AGENT, BOSS, MUSIC)


@dataclass
class Floor:
    """A conversation, a supervisor who was rung beside it, and all their telephones."""

    house: House
    conversation: Conversation
    boss: Dialog
    phones: list[PhoneCall]
    lost: list[Dialog] = field(default_factory=list)

    async def heard(self, seconds: float = 0.5) -> list[Samples]:
        """What customer, agent and supervisor hear, after the change had a moment to take effect."""
        await asyncio.sleep(0.2)
        for phone in self.phones:
            phone.rtp.forget()
        await asyncio.sleep(seconds)
        return [phone.rtp.heard() for phone in self.phones]

    async def tones(self) -> list[set[int]]:
        """The same as sets of tones."""
        return [tones_in(sound, *ALL) for sound in await self.heard()]


async def telephone(house: House, user: str, hertz: int, codec: Codec | None) -> tuple[Dialog, PhoneCall]:
    """A staff telephone that says a tone, rung and answered; both ends."""
    taken: list[PhoneCall] = []

    async def take(call: PhoneCall) -> None:
        await call.answer()
        call.rtp.keep_saying(tone(hertz))
        taken.append(call)

    await house.agent(user, take)
    dialog = await house.switch.dial(user, caller="10000", codec=codec)
    return dialog, taken[0]


async def furnish(house: House, music: Path, boss_codec: Codec = Codec.PCMA) -> Floor:
    """Customer and agent talk, the supervisor's telephone is answered."""
    customer = await house.customer()
    await customer.wait_answered()
    customer.rtp.keep_saying(tone(CUSTOMER))
    agent_dialog, agent = await telephone(house, "8001", AGENT, Codec.PCMA)
    boss_dialog, boss = await telephone(house, "8002", BOSS, boss_codec)
    conversation = Conversation(house.calls[0], agent_dialog, music=music, mixer=house.switch.mixer)
    floor = Floor(house, conversation, boss_dialog, [customer, agent, boss])
    conversation.on_guest_lost = floor.lost.append
    await conversation.start()
    return floor


@pytest.fixture
async def floor(house: House, prompts: dict[str, Path]) -> Floor:
    return await furnish(house, prompts["music"])


def level(samples: Samples, hertz: int) -> float:
    """How loud a tone is in what was heard, dB."""
    window = samples * np.hanning(len(samples))
    spectrum = np.abs(np.fft.rfft(window)) / len(samples) * 4
    at = round(hertz * len(samples) / 8000)
    return float(20 * np.log10(spectrum[max(0, at - 4) : at + 5].max() + 1e-3))


async def test_listen_whisper_join_and_leave(floor: Floor) -> None:
    talk = floor.conversation
    for role, customer, agent, boss in (
        (Role.LISTENS, {AGENT}, {CUSTOMER}, {CUSTOMER, AGENT}),
        (Role.WHISPERS, {AGENT}, {CUSTOMER, BOSS}, {CUSTOMER, AGENT}),
        (Role.JOINED, {AGENT, BOSS}, {CUSTOMER, BOSS}, {CUSTOMER, AGENT}),
        (Role.LISTENS, {AGENT}, {CUSTOMER}, {CUSTOMER, AGENT}),
    ):
        await talk.admit(floor.boss, role)
        assert await floor.tones() == [customer, agent, boss], role
    await talk.dismiss(floor.boss)
    assert await floor.tones() == [{AGENT}, {CUSTOMER}, set()]
    assert floor.house.switch.mixer.conferences == 0
    assert (await floor.house.switch.mixer.facts())["seats"] == 0


async def test_listening_changes_nothing_for_the_two(floor: Floor) -> None:
    """As loud as before, and no packet missing while the supervisor comes, listens and goes, again and again."""
    await floor.house.switch.mixer.start()
    before = await floor.heard(1)
    packets = [phone.rtp.packets_heard for phone in floor.phones[:2]]
    began = time.monotonic()
    for _time in range(5):
        await floor.conversation.admit(floor.boss, Role.LISTENS)
        listened = await floor.heard(0.5)
        await floor.conversation.dismiss(floor.boss)
        await asyncio.sleep(0.2)
    seconds = time.monotonic() - began
    for phone, count in zip(floor.phones, packets, strict=False):
        assert phone.rtp.packets_heard - count == pytest.approx(seconds * 50, abs=15)
    for place, hertz in ((0, AGENT), (1, CUSTOMER)):
        assert level(listened[place], hertz) == pytest.approx(level(before[place], hertz), abs=0.3)
        assert level(listened[place], BOSS) < 25  # 78 is a voice


async def test_a_supervisor_with_the_other_codec(house: House, prompts: dict[str, Path]) -> None:
    floor = await furnish(house, prompts["music"], Codec.PCMU)
    await floor.conversation.admit(floor.boss, Role.JOINED)
    assert await floor.tones() == [{AGENT, BOSS}, {CUSTOMER, BOSS}, {CUSTOMER, AGENT}]


async def test_consulting_while_the_customer_hears_music_then_all_three(floor: Floor) -> None:
    talk = floor.conversation
    await talk.hold()
    await talk.admit(floor.boss, Role.JOINED)
    assert await floor.tones() == [{MUSIC}, {BOSS}, {AGENT}]
    assert floor.house.switch.mixer.conferences == 0  # two who talk need no mixer
    await talk.resume()
    assert await floor.tones() == [{AGENT, BOSS}, {CUSTOMER, BOSS}, {CUSTOMER, AGENT}]
    await floor.phones[1].hold()  # the agent's telephone: the others talk on
    assert await floor.tones() == [{BOSS}, set(), {CUSTOMER}]
    await floor.phones[1].resume()
    await talk.replace_agent(floor.boss)
    await until(lambda: floor.phones[1].has_ended)
    heard = await floor.tones()
    assert (heard[0], heard[2]) == ({BOSS}, {CUSTOMER})
    assert talk.guests == {}


async def test_listening_on_while_the_customer_is_on_hold(floor: Floor) -> None:
    await floor.conversation.admit(floor.boss, Role.WHISPERS)
    await floor.conversation.hold()
    assert await floor.tones() == [{MUSIC}, {BOSS}, {AGENT}]
    await floor.conversation.resume()
    assert await floor.tones() == [{AGENT}, {CUSTOMER, BOSS}, {CUSTOMER, AGENT}]


async def test_the_agent_leaves_a_conference_of_three(floor: Floor) -> None:
    await floor.conversation.admit(floor.boss, Role.JOINED)
    await floor.phones[1].hangup()
    await asyncio.wait_for(floor.conversation.wait(), 3)
    heard = await floor.tones()
    assert (heard[0], heard[2]) == ({BOSS}, {CUSTOMER})


async def test_a_guest_hangs_up(floor: Floor) -> None:
    await floor.conversation.admit(floor.boss, Role.JOINED)
    await floor.phones[2].hangup()
    await until(lambda: floor.house.switch.mixer.conferences == 0)
    assert (await floor.tones())[:2] == [{AGENT}, {CUSTOMER}]
    assert floor.lost == []


async def test_admitting_one_who_has_gone(floor: Floor) -> None:
    await floor.boss.hangup()
    with pytest.raises(CallEnded):
        await floor.conversation.admit(floor.boss, Role.LISTENS)
    assert (await floor.tones())[:2] == [{AGENT}, {CUSTOMER}]


async def test_killed_mixer_leaves_two_who_talk_and_the_next_conference_works(floor: Floor) -> None:
    mixer = floor.house.switch.mixer
    await floor.conversation.admit(floor.boss, Role.JOINED)
    first = mixer.pid
    os.kill(first, signal.SIGKILL)
    await until(lambda: floor.phones[2].has_ended)
    assert floor.lost == [floor.boss]
    assert (await floor.tones())[:2] == [{AGENT}, {CUSTOMER}]
    assert mixer.conferences_lost == 1
    await until(lambda: mixer.is_up)
    assert (mixer.restarts, mixer.pid != first) == (1, True)
    boss, phone = await telephone(floor.house, "8003", BOSS, None)
    floor.phones[2] = phone
    await floor.conversation.admit(boss, Role.WHISPERS)
    assert await floor.tones() == [{AGENT}, {CUSTOMER, BOSS}, {CUSTOMER, AGENT}]


async def test_hanging_mixer_is_restarted(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("softswitch.mixer.COMMAND_SECONDS", 0.3)
    mixer = floor.house.switch.mixer
    await mixer.start()
    os.kill(mixer.pid, signal.SIGSTOP)
    with pytest.raises(MixerLost):
        await floor.conversation.admit(floor.boss, Role.LISTENS)
    assert floor.conversation.guests == {}
    assert not floor.boss.has_ended  # whoever asked decides about them
    await until(lambda: mixer.restarts == 1)
    assert (await floor.tones())[:2] == [{AGENT}, {CUSTOMER}]
    await floor.conversation.admit(floor.boss, Role.LISTENS)
    assert await floor.tones() == [{AGENT}, {CUSTOMER}, {CUSTOMER, AGENT}]


async def test_the_mixer_ends_with_its_parent(floor: Floor) -> None:
    await floor.house.switch.mixer.start()
    pid = floor.house.switch.mixer.pid
    floor.house.switch.mixer._process.stdin.close()
    await until(lambda: floor.house.switch.mixer.pid not in (pid, None))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_no_more_than_fit(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("softswitch.mixer.PLACES", 2)
    with pytest.raises(ConferenceFull):
        await floor.conversation.admit(floor.boss, Role.LISTENS)
    assert (await floor.tones())[:2] == [{AGENT}, {CUSTOMER}]


async def test_the_recording_goes_on_and_has_all_agents_on_one_side(floor: Floor, tmp_path: Path) -> None:
    """What the customer could hear is what is kept: the colleague who joined is there, a whisper is not."""
    talk, parts = floor.conversation, []
    await talk.start_recording("contact-9")
    began = time.monotonic()

    async def a_while() -> None:
        """So long that a part of the recording is surely within it."""
        begin = time.monotonic() - began + 0.2
        await asyncio.sleep(0.8)
        parts.append((begin, time.monotonic() - began - 0.1))

    await a_while()
    await talk.admit(floor.boss, Role.WHISPERS)
    await a_while()
    await talk.admit(floor.boss, Role.JOINED)
    await a_while()
    await talk.replace_agent(floor.boss)
    await a_while()
    captures = await talk.stop_recording()
    facts = render_recording(captures, tmp_path / "call.wav")
    with wave.open(str(tmp_path / "call.wav")) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, 2)
    left, right = sound[:, 0], sound[:, 1]

    def at(side: Samples, begin: float, end: float) -> set[int]:
        return tones_in(side[int(begin * 8000) : int(end * 8000)], *ALL)

    assert at(left, 0, facts.seconds) == {CUSTOMER}
    assert [at(right, *part) for part in parts] == [{AGENT}, {AGENT}, {AGENT, BOSS}, {BOSS}]
    assert facts.customer_seconds == pytest.approx(facts.seconds, abs=0.3)
