"""From raw captures to a stereo file: left the customer, right the agent, aligned in time, gaps kept."""

import math
import struct
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from softswitch.g711 import DECODE, RATE
from softswitch.sdp import Codec

LEFT, RIGHT = 0, 1
WINDOW = 10 * RATE  # samples kept open for packets that come late
DRIFT_SECONDS = 0.25  # a stream's clock further off than this is set anew by the packet's arrival
LINK_HEADER = {0: 4, 1: 14, 12: 0, 101: 0, 228: 0}
FILE_HEADER, PACKET_HEADER, RTP_HEADER = 24, 16, 12
SILENCE_DBFS = -96.0
RUN = RATE  # bytes of sound without a gap that are decoded together
CODECS = {int(codec): codec for codec in DECODE}


@dataclass(frozen=True)
class Capture:
    """One capture file and the ports that tell its two directions apart; plain values, to be stored."""

    path: str
    customer_port: int  # packets sent to it were spoken by the customer
    agent_port: int  # packets sent to it were spoken by the agent


@dataclass(frozen=True)
class RecordingFacts:
    """What a rendered recording holds. Levels are RMS over the time the side was sending, in dBFS."""

    seconds: float
    customer_dbfs: float
    agent_dbfs: float
    customer_seconds: float  # of sound received from each side
    agent_seconds: float


class _Packet(NamedTuple):
    at: float
    port: int
    codec: Codec
    source: int
    timestamp: int
    payload: bytes


def render_recording(captures: Sequence[Capture], wav_path: Path) -> RecordingFacts:
    """Write 8 kHz 16-bit stereo; memory does not grow with the length of the call."""
    with wave.open(str(wav_path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        timeline = _Timeline(file)
        for capture in captures:
            sides = {capture.customer_port: LEFT, capture.agent_port: RIGHT}
            for packet in read_packets(Path(capture.path)):
                if (side := sides.get(packet.port)) is not None:
                    timeline.put(side, packet)
        timeline.finish()
    return timeline.facts()


def read_packets(path: Path) -> Iterator[_Packet]:
    """The G.711 packets of a capture file in order of arrival; a file cut short is read as far as it goes."""
    with path.open("rb") as file:
        header = file.read(FILE_HEADER)
        if len(header) < FILE_HEADER:
            return
        link = LINK_HEADER[struct.unpack("<I", header[20:24])[0]]
        while len(head := file.read(PACKET_HEADER)) == PACKET_HEADER:
            seconds, micros, size, _ = struct.unpack("<IIII", head)
            data = file.read(size)
            if packet := _read_packet(seconds + micros / 1e6, data[link:]):
                yield packet


def _read_packet(at: float, ip: bytes) -> _Packet | None:
    udp = (ip[0] & 15) * 4 if ip and ip[0] >> 4 == 4 else 40
    rtp = ip[udp + 8 :]
    if len(rtp) <= RTP_HEADER or (codec := CODECS.get(rtp[1] & 0x7F)) is None:
        return None
    timestamp, source = struct.unpack("!II", rtp[4:12])
    payload = rtp[RTP_HEADER + 4 * (rtp[0] & 15) :]
    return _Packet(at, struct.unpack("!H", ip[udp + 2 : udp + 4])[0], codec, source, timestamp, payload)


class _Clock:
    """Places the packets of one direction by their timestamps, anchored to when they came."""

    def __init__(self) -> None:
        self._source: int | None = None
        self._origin = 0

    def place(self, packet: _Packet, arrival: int) -> int:
        position = self._origin + packet.timestamp
        jump = abs(position - arrival) > DRIFT_SECONDS * RATE
        if packet.source != self._source or jump:
            self._source, self._origin = packet.source, arrival - packet.timestamp
            position = arrival
        return max(position, 0)


@dataclass
class _Run:
    """Sound of one side without a gap, not yet decoded."""

    codec: Codec = Codec.PCMA
    start: int = 0
    sound: bytearray = field(default_factory=bytearray)

    @property
    def end(self) -> int:
        return self.start + len(self.sound)


class _Timeline:
    """Two channels, written in windows."""

    def __init__(self, file: wave.Wave_write) -> None:
        self._file = file
        self._window = np.zeros((2 * WINDOW, 2), np.int16)
        self._start = self._end = 0  # in samples, of the window and of the sound so far
        self._first: float | None = None
        self._clocks = (_Clock(), _Clock())
        self._runs = [_Run(), _Run()]
        self._energy, self._count = [0.0, 0.0], [0, 0]

    def put(self, side: int, packet: _Packet) -> None:
        if self._first is None:
            self._first = packet.at
        arrival = round((packet.at - self._first) * RATE)
        at = self._clocks[side].place(packet, arrival)
        run = self._runs[side]
        if at != run.end or packet.codec is not run.codec or len(run.sound) >= RUN:
            self._decode(side)
            run = self._runs[side] = _Run(packet.codec, at)
        run.sound += packet.payload
        if run.end > self._start + 2 * WINDOW:
            self._decode(1 - side)  # before the window moves on past it
            self._decode(side)

    def _decode(self, side: int) -> None:
        """Put what was gathered of one side into the window, which moves on when it is full."""
        run = self._runs[side]
        self._runs[side] = _Run()
        samples = DECODE[run.codec][np.frombuffer(run.sound, np.uint8)]
        while run.end > self._start + 2 * WINDOW:
            self._write_out()
        offset = run.start - self._start
        if offset < 0 or not len(samples):
            return  # more than a window late
        self._window[offset : offset + len(samples), side] = samples
        self._end = max(self._end, run.end)
        self._energy[side] += float(np.square(samples.astype(np.float64)).sum())
        self._count[side] += len(samples)

    def _write_out(self) -> None:
        self._file.writeframesraw(self._window[:WINDOW].tobytes())
        self._window[:WINDOW] = self._window[WINDOW:]
        self._window[WINDOW:] = 0
        self._start += WINDOW

    def finish(self) -> None:
        self._decode(LEFT)
        self._decode(RIGHT)
        left = max(self._end - self._start, 0)
        self._file.writeframes(self._window[:left].tobytes())

    def facts(self) -> RecordingFacts:
        levels = [_dbfs(e, n) for e, n in zip(self._energy, self._count, strict=True)]
        return RecordingFacts(
            seconds=self._end / RATE,
            customer_dbfs=levels[LEFT],
            agent_dbfs=levels[RIGHT],
            customer_seconds=self._count[LEFT] / RATE,
            agent_seconds=self._count[RIGHT] / RATE,
        )


def _dbfs(energy: float, count: int) -> float:
    if not count or not energy:
        return SILENCE_DBFS
    return round(max(SILENCE_DBFS, 10 * math.log10(energy / count / 32768**2)), 1)
