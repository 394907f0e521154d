"""From captures to a stereo file, with made-up packets: gaps, jitter, new streams, both codecs, cut files."""

import resource
import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from softswitch.g711 import Samples, encode
from softswitch.recording import Capture, render_recording
from softswitch.sdp import Codec
from tests.softswitch.sounds import tone, tones_in

CUSTOMER_PORT, AGENT_PORT = 20000, 20002


class CaptureFile:
    """Writes what rtp.io writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.packets: list[tuple[float, bytes]] = []

    def say(self, port: int, at: float, samples: Samples, **how: int) -> None:
        """A stream of 20 ms packets from this moment on."""
        codec, stamp, source = how.get("codec", 8), how.get("stamp", 1000), how.get("source", 7)
        for number, begin in enumerate(range(0, len(samples), 160)):
            payload = encode(samples[begin : begin + 160], Codec(codec))
            rtp = struct.pack("!BBHII", 0x80, codec, number, (stamp + begin) & 0xFFFFFFFF, source) + payload
            jitter = 0.004 * (number % 3) * how.get("jitter", 0)
            self.packets.append((at + begin / 8000 + jitter, self.datagram(port, rtp)))

    @staticmethod
    def datagram(port: int, rtp: bytes) -> bytes:
        udp = struct.pack("!HHHH", 4000, port, 8 + len(rtp), 0) + rtp
        return b"\2\0\0\0" + bytes([0x45]) + bytes(19) + udp

    def write(self) -> Capture:
        head = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 0)
        with self.path.open("wb") as file:
            file.write(head)
            for at, data in sorted(self.packets):
                seconds, micros = int(at), int(at % 1 * 1e6)
                file.write(struct.pack("<IIII", seconds, micros, len(data), len(data)) + data)
        return Capture(str(self.path), CUSTOMER_PORT, AGENT_PORT)


@pytest.fixture
def capture(tmp_path: Path) -> CaptureFile:
    return CaptureFile(tmp_path / "a.pcap")


def sides(path: Path) -> tuple[Samples, Samples]:
    with wave.open(str(path)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, 2)
    return sound[:, 0], sound[:, 1]


def test_sides_levels_and_alignment(capture: CaptureFile, tmp_path: Path) -> None:
    """The agent begins half a second later; left is the customer; jitter does not tear the sound."""
    capture.say(CUSTOMER_PORT, 100.0, tone(500, 2), jitter=1)
    capture.say(AGENT_PORT, 100.5, tone(700, 1, amplitude=800), codec=0, source=9)
    capture.say(30000, 100.0, tone(1000, 2))  # of no concern
    facts = render_recording([capture.write()], tmp_path / "out.wav")
    left, right = sides(tmp_path / "out.wav")
    assert facts.seconds == pytest.approx(2, abs=0.01)
    assert (facts.customer_seconds, facts.agent_seconds) == (2, 1)
    assert facts.customer_dbfs == pytest.approx(-15.3, abs=0.1)
    assert facts.agent_dbfs == pytest.approx(-35.3, abs=0.1)
    assert tones_in(left, 500, 700, 1000) == {500}
    assert np.abs(left[:15000].astype(int) - tone(500, 2)[:15000]).max() < 500
    assert not right[:3990].any()
    assert np.flatnonzero(right)[[0, -1]] == pytest.approx([4000, 12000], abs=10)


def test_gap_is_kept(capture: CaptureFile, tmp_path: Path) -> None:
    """A stream that pauses and goes on, once with its clock running, once with a new source."""
    capture.say(CUSTOMER_PORT, 10.0, tone(500))
    capture.say(CUSTOMER_PORT, 12.0, tone(500), stamp=1000 + 16000)
    capture.say(CUSTOMER_PORT, 14.0, tone(500), stamp=5, source=8)
    facts = render_recording([capture.write()], tmp_path / "out.wav")
    left, _ = sides(tmp_path / "out.wav")
    assert facts.seconds == pytest.approx(5, abs=0.01)
    assert [bool(left[int(t * 8000) :][:800].any()) for t in (0.5, 1.5, 2.5, 3.5, 4.5)] == [1, 0, 1, 0, 1]


@pytest.mark.parametrize("silent", [CUSTOMER_PORT, AGENT_PORT])
def test_nothing_is_lost_of_a_side_that_falls_silent_early(silent: int, capture: CaptureFile, tmp_path: Path) -> None:
    capture.say(silent, 10.0, tone(500, 0.5))
    capture.say(CUSTOMER_PORT + AGENT_PORT - silent, 10.0, tone(700, 45), source=9)
    facts = render_recording([capture.write()], tmp_path / "out.wav")
    assert sorted([facts.customer_seconds, facts.agent_seconds]) == [0.5, 45]


def test_clock_that_wraps_or_jumps(capture: CaptureFile, tmp_path: Path) -> None:
    capture.say(CUSTOMER_PORT, 10.0, tone(500), stamp=0xFFFFFFFF - 3999)
    capture.say(CUSTOMER_PORT, 11.0, tone(700), stamp=123456789)
    facts = render_recording([capture.write()], tmp_path / "out.wav")
    left, _ = sides(tmp_path / "out.wav")
    assert facts.seconds == pytest.approx(2, abs=0.03)
    assert tones_in(left[:8000], 500, 700) == {500}
    assert tones_in(left[8200:], 500, 700) == {700}


def test_several_captures(tmp_path: Path) -> None:
    first, second = CaptureFile(tmp_path / "a.pcap"), CaptureFile(tmp_path / "b.pcap")
    first.say(CUSTOMER_PORT, 50.0, tone(500))
    second.say(CUSTOMER_PORT, 53.0, tone(700), source=8)
    facts = render_recording([first.write(), second.write()], tmp_path / "out.wav")
    assert facts.seconds == pytest.approx(4, abs=0.01)
    assert facts.customer_seconds == 2


@pytest.mark.parametrize("cut", [0, 10, 24, 30, 200, 5000])
def test_file_cut_short(capture: CaptureFile, tmp_path: Path, cut: int) -> None:
    """What a killed media process leaves behind is read as far as it goes."""
    capture.say(CUSTOMER_PORT, 10.0, tone(500))
    made = capture.write()
    capture.path.write_bytes(capture.path.read_bytes()[:cut])
    facts = render_recording([made], tmp_path / "out.wav")
    assert facts.customer_seconds == pytest.approx(cut // 226 * 0.02, abs=0.021)
    assert facts.agent_dbfs == -96


def test_long_call_takes_little_memory(capture: CaptureFile, tmp_path: Path) -> None:
    """Twenty minutes: about 26 MB of capture, rendered within a few MB."""
    minute = tone(500, 60)
    for number in range(20):
        capture.say(CUSTOMER_PORT, 60.0 * number, minute, stamp=480000 * number)
    made = capture.write()
    capture.packets.clear()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    facts = render_recording([made], tmp_path / "out.wav")
    assert facts.seconds == pytest.approx(1200, abs=0.1)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8000  # kB
