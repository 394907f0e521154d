"""The arithmetic of conferences: who hears whom and how loud, jitter, loss, both codecs. No network, no clock."""

import struct

import numpy as np
import pytest

from softswitch.audience import Role, gains, hears
from softswitch.g711 import Samples, decode, encode
from softswitch.mixing import FRAME, HEADER, PACKET, PLACES, Mix
from softswitch.sdp import Codec
from tests.softswitch.sounds import tone, tones_in

CUSTOMER, AGENT, BOSS = 500, 700, 1300
PORTS = (4000, 4002, 4004)


class Talker:
    """Sends a tone, packet by packet, into a seat."""

    def __init__(self, port: int, hertz: int, codec: Codec = Codec.PCMA, *, sequence: int = 65530) -> None:
        self.port, self.codec = port, codec
        self._sound = tone(hertz, seconds=4)
        self._sequence, self._source = sequence, port

    def packet(self, number: int) -> bytes:
        """The packet of so many ticks after the beginning."""
        payload = encode(self._sound[number * FRAME : (number + 1) * FRAME], self.codec)
        sequence, stamp = (self._sequence + number) & 0xFFFF, (0xFFFFFF00 + number * FRAME) & 0xFFFFFFFF
        return struct.pack("!BBHII", 0x80, self.codec, sequence, stamp, self._source) + payload


def give(mix: Mix, *packets: tuple[int, bytes]) -> None:
    """Packets by port, as they come from the socket."""
    rows = np.zeros((len(packets), 256), np.uint8)
    for row, (_port, packet) in zip(rows, packets, strict=True):
        row[: len(packet)] = np.frombuffer(packet, np.uint8)
    ports = np.array([port for port, _packet in packets])
    mix.take(rows, ports, np.array([len(packet) for _port, packet in packets]))


class Room:
    """A conference of talkers, and what each hears."""

    def __init__(self, talkers: list[Talker], matrix: list[list[float]], conference: int = 0) -> None:
        self.mix, self.talkers = Mix(3), talkers
        self.first = conference * PLACES
        for place, talker in enumerate(talkers):
            self.mix.seat(self.first + place, "127.0.0.1", talker.port, talker.codec)
        count = len(talkers)
        self.mix.gains[conference, :count, :count] = matrix
        self.heard: list[list[bytes]] = [[] for _talker in talkers]

    def tick(self, *packets: tuple[int, bytes]) -> None:
        """Give these packets, then mix."""
        if packets:
            give(self.mix, *packets)
        self.mix.mix()
        for place, heard in enumerate(self.heard):
            heard.append(self.mix.out.bytes[self.first + place].tobytes())

    def run(self, ticks: int, begin: int = 0) -> None:
        """Everybody sends one packet a tick."""
        for number in range(begin, begin + ticks):
            self.tick(*((talker.port, talker.packet(number)) for talker in self.talkers))

    def sound(self, place: int, last: int = 50) -> Samples:
        """What a place heard in the last ticks."""
        packets = self.heard[place][-last:]
        return np.concatenate([decode(packet[HEADER:], self.talkers[place].codec) for packet in packets])


def level(sound: Samples) -> float:
    """RMS in dBFS."""
    return float(20 * np.log10(np.sqrt(np.mean(np.square(sound.astype(float)))) / 32768 + 1e-9))


def three(*roles: Role, codecs: tuple[Codec, Codec, Codec] = (Codec.PCMA,) * 3) -> Room:
    """Customer, agent and supervisor after a second and a half."""
    tones = (CUSTOMER, AGENT, BOSS)
    talkers = [Talker(*given) for given in zip(PORTS, tones, codecs, strict=True)]
    room = Room(talkers, gains(roles), conference=1)
    room.run(75)
    return room


def tones_heard(room: Room) -> list[set[int]]:
    """Who hears which tones."""
    return [tones_in(room.sound(place), CUSTOMER, AGENT, BOSS) for place in range(3)]


@pytest.mark.parametrize(
    ("role", "customer", "agent"),
    [
        (Role.LISTENS, {AGENT}, {CUSTOMER}),
        (Role.WHISPERS, {AGENT}, {CUSTOMER, BOSS}),
        (Role.JOINED, {AGENT, BOSS}, {CUSTOMER, BOSS}),
    ],
)
@pytest.mark.parametrize("codec", list(Codec))
def test_who_hears_whom(role: Role, customer: set[int], agent: set[int], codec: Codec) -> None:
    room = three(Role.CUSTOMER, Role.AGENT, role, codecs=(Codec.PCMA, Codec.PCMU, codec))
    assert tones_heard(room) == [customer, agent, {CUSTOMER, AGENT}]


def test_levels_are_kept() -> None:
    """One voice comes out as loud as it went in; two add up; half the gain is 6 dB less."""
    room = three(Role.CUSTOMER, Role.AGENT, Role.JOINED)
    alone = level(tone(CUSTOMER))
    assert level(room.sound(0)) == pytest.approx(alone + 3.0, abs=0.2)  # two tones of equal power
    room.mix.gains[1, 0, 2] = 0
    room.mix.gains[1, 1, 0] = 0.5
    room.mix.gains[1, 1, 2] = 0
    room.run(60, begin=75)
    assert level(room.sound(0)) == pytest.approx(alone, abs=0.1)
    assert level(room.sound(1)) == pytest.approx(alone - 6.0, abs=0.2)


def test_loud_voices_are_clipped_and_do_not_turn_over() -> None:
    talkers = [Talker(4000 + 2 * n, 500) for n in range(PLACES)]
    for talker in talkers:
        talker._sound = tone(500, seconds=4, amplitude=30000)
    room = Room(talkers, gains([Role.JOINED] * PLACES))
    room.run(60)
    sound = room.sound(0, last=10)
    assert sound.max() > 31000
    assert sound.min() < -31000
    assert np.abs(np.diff(sound.astype(int))).max() < 45000  # a turn-over would jump by 64,000
    assert np.corrcoef(sound, tone(500, seconds=4)[: len(sound)])[0, 1] ** 2 > 0.5


@pytest.mark.parametrize(
    ("listener", "speaker", "does"),
    [
        (Role.CUSTOMER, Role.LISTENS, False),
        (Role.AGENT, Role.LISTENS, False),
        (Role.AGENT, Role.WHISPERS, True),
        (Role.CUSTOMER, Role.WHISPERS, False),
        (Role.JOINED, Role.WHISPERS, False),  # a colleague in the conference is not whispered to
        (Role.LISTENS, Role.CUSTOMER, True),
        (Role.WHISPERS, Role.JOINED, True),
    ],
)
def test_hears(listener: Role, speaker: Role, does: bool) -> None:
    assert hears(listener, speaker) is does


def test_conferences_do_not_hear_each_other() -> None:
    room = three(Role.CUSTOMER, Role.AGENT, Role.JOINED)
    stranger = Talker(5000, 2000)
    room.mix.seat(0, "127.0.0.1", stranger.port, Codec.PCMA)
    for number in range(60):
        room.tick((stranger.port, stranger.packet(number)))
    assert tones_in(room.sound(0), 2000, AGENT) == set()


def test_packets_out_are_a_stream() -> None:
    """Sequence and time go up by one packet, the first one carries the marker, the type is the codec's."""
    room = three(Role.CUSTOMER, Role.AGENT, Role.JOINED, codecs=(Codec.PCMU, Codec.PCMA, Codec.PCMA))
    heads = [struct.unpack("!BBHII", packet[:HEADER]) for packet in room.heard[0]]
    assert len(room.heard[0][0]) == PACKET
    assert heads[0][1] == 0x80 | Codec.PCMU
    assert {head[1] for head in heads[1:]} == {Codec.PCMU}
    assert np.diff([head[2] for head in heads]).tolist() == [1] * (len(heads) - 1)
    assert np.diff([head[3] for head in heads]).tolist() == [FRAME] * (len(heads) - 1)
    assert len({head[4] for head in heads}) == 1


def two() -> tuple[Room, Talker]:
    """A listener who says nothing, and a talker."""
    talker = Talker(PORTS[1], AGENT)
    return Room([Talker(PORTS[0], CUSTOMER), talker], [[0, 1], [0, 0]]), talker


def test_swapped_and_late_packets_within_the_buffer_are_played_in_order() -> None:
    room, talker = two()
    order = [0, 1, 3, 2, 4, 6, 5, 7, *range(8, 60)]
    for number in order:
        room.tick((talker.port, talker.packet(number)))
    assert room.mix.facts() == {"expected": 60, "lost": 0, "late": 0}
    played = np.concatenate([decode(packet[HEADER:], Codec.PCMA) for packet in room.heard[0]])
    sent = decode(encode(tone(AGENT, seconds=4), Codec.PCMA), Codec.PCMA)
    assert np.array_equal(played[2 * FRAME :], sent[: len(played) - 2 * FRAME])


def test_a_lost_packet_is_silence_and_counted() -> None:
    room, talker = two()
    for number in range(30):
        room.tick(*([(talker.port, talker.packet(number))] if number != 20 else []))
    assert room.mix.facts() == {"expected": 30, "lost": 1, "late": 0}
    frames = [np.abs(decode(packet[HEADER:], Codec.PCMA).astype(int)).max() for packet in room.heard[0]]
    silent = [number for number, loudest in enumerate(frames) if loudest < 10]
    assert silent == [0, 1, 22]  # two ticks of delay at the beginning, then the one that is missing


def test_a_pause_of_the_sender_is_no_loss() -> None:
    """On hold, or pressing keys, a telephone sends nothing; its sequence numbers go on where they were."""
    room, talker = two()
    room.run(20)
    for _tick in range(100):
        room.tick()
    late = Talker(talker.port, AGENT)
    late._sequence = talker._sequence - 100
    for number in range(120, 160):
        room.tick((late.port, late.packet(number)))
    assert room.mix.facts()["lost"] == 0
    assert tones_in(room.sound(0, last=30), AGENT) == {AGENT}


def test_jitter_that_comes_again_gets_a_longer_buffer() -> None:
    """Packets that keep coming 60 ms late at times are heard without gaps after the buffer has grown."""
    room, talker = two()
    waiting: list[int] = []
    for number in range(200):
        waiting.append(number)
        if number % 20 in (17, 18, 19):
            room.tick()
            continue
        room.tick(*((talker.port, talker.packet(one)) for one in waiting))
        waiting.clear()
    facts = room.mix.facts()
    assert 0 < facts["late"] < 10
    assert facts["lost"] == 0
    frames = [np.abs(decode(packet[HEADER:], Codec.PCMA).astype(int)).max() for packet in room.heard[0][100:180]]
    assert min(frames) > 1000


def test_keys_and_broken_packets_are_not_sound() -> None:
    room, talker = two()
    room.run(10)
    head = struct.pack("!BBHII", 0x80, 101, talker._sequence + 10 & 0xFFFF, 5, talker.port)
    for packet in (head + bytes(4), b"", b"\x80", bytes(PACKET), head[:1] + b"\x00" + head[2:] + bytes(FRAME)):
        room.tick((talker.port, packet), (9999, talker.packet(11)))
    assert room.mix.facts()["late"] == 0
    assert level(room.sound(0, last=2)) < -70


def test_a_new_source_begins_anew() -> None:
    """A leg was re-pointed by its far end: another source, other numbers; heard after the usual delay."""
    room, talker = two()
    room.run(20)
    other = Talker(talker.port, BOSS, sequence=7)
    other._source = 99
    for number in range(40):
        room.tick((other.port, other.packet(number)))
    assert tones_in(room.sound(0, last=30), AGENT, BOSS) == {BOSS}
    assert room.mix.facts() == {"expected": 20 + 20 + 40, "lost": 0, "late": 0}


def test_a_seat_is_given_to_somebody_else() -> None:
    room, talker = two()
    room.run(20)
    room.mix.free(1)
    for number in range(20, 40):
        room.tick((talker.port, talker.packet(number)))
    assert level(room.sound(0, last=10)) < -70
    assert not room.mix.is_taken(1)
