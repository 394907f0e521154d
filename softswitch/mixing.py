"""The arithmetic of conferences: G.711 packets in, for each seat the sum of those it hears out. Every 20 ms a tick.

All seats of all conferences lie in arrays: seat = conference × PLACES + place. A tick decodes one frame of every seat
taken, multiplies each conference's frames with its matrix of gains and encodes the sums: numpy does it for all at
once. Times are in ticks. A packet is played `delay` ticks after the first of its stream came (the jitter buffer);
who comes too late is counted, and the stream starts anew with a little more delay if that happens often.
"""

import os
import struct

import numpy as np
from numpy.typing import NDArray

from softswitch.g711 import DECODE, ENCODE
from softswitch.packets import Bytes, Messages
from softswitch.sdp import Codec

FRAME = 160  # samples, one byte each: 20 ms
HEADER = 12
PACKET = HEADER + FRAME
PLACES = 6  # in one conference
RING = 8  # frames a seat can keep; a stream that is further ahead starts anew
DELAY, MOST_DELAY = 2, 6
AGAIN = 500  # two late packets within so many ticks are jitter; further apart they are two clocks drifting
LOUDEST = 1 << 18  # sums of six seats need no clipping before the table does it
NEVER = -(1 << 40)

Numbers = NDArray[np.int64]
Gains = list[list[float]]

_LAWS = (Codec.PCMU, Codec.PCMA)
_DECODE = np.stack([DECODE[codec] for codec in _LAWS]).astype(np.float32).ravel()  # index: law × 256 + byte
_SUMS = np.clip(np.arange(-LOUDEST, LOUDEST), -32768, 32767) + 32768
_ENCODE = np.concatenate([ENCODE[codec][_SUMS] for codec in _LAWS])  # index: law × 2 LOUDEST + LOUDEST + sum


class Mix:
    """All seats, and what became of their packets."""

    def __init__(self, conferences: int) -> None:
        seats = self.seats = conferences * PLACES
        self.tick = 0
        self.out = Messages(seats, PACKET)
        self.out.bytes[:, 0] = 0x80
        self.out.bytes[:, 8:12] = np.frombuffer(os.urandom(4 * seats), np.uint8).reshape(seats, 4)  # our sources
        self.gains = np.zeros((conferences, PLACES, PLACES), np.float32)  # [conference, who hears, whom]
        self.taken: Numbers = np.zeros(0, np.int64)
        self._port = np.zeros(seats, np.int64)
        self._seat_of = np.full(1 << 16, -1, np.int64)  # by the port packets come from
        self._law = np.zeros(seats, np.int64)
        self._type = np.zeros(seats, np.int64)
        self._is_new = np.zeros(seats, bool)
        self._ring: Bytes = np.zeros((seats, RING, FRAME), np.uint8)
        self._due = np.full((seats, RING), NEVER, np.int64)  # the tick a frame in the ring is for
        self._sequence_out = np.zeros(seats, np.int64)
        self._streams = _Streams(seats)

    # -- who sits where -----------------------------------------------------------------------------------

    def seat(self, seat: int, host: str, port: int, codec: Codec) -> None:
        """Somebody takes the seat, or keeps it."""
        if self._port[seat] == port and self._type[seat] == codec:
            return
        self.free(seat)
        self._port[seat], self._seat_of[port] = port, seat
        self._law[seat], self._type[seat] = _LAWS.index(codec), codec
        self._is_new[seat] = True
        self.out.aim(seat, host, port)
        self._streams.forget(seat)
        self.taken = np.flatnonzero(self._port)

    def free(self, seat: int) -> None:
        """Nobody sits there any more."""
        if self._port[seat]:
            self._seat_of[self._port[seat]] = -1
            self._port[seat] = 0
            self._due[seat] = NEVER
            self.taken = np.flatnonzero(self._port)

    def is_taken(self, seat: int) -> bool:
        """Does somebody sit there?"""
        return bool(self._port[seat])

    def facts(self) -> dict[str, int]:
        """Packets since the start: expected, lost on the way, too late to be played."""
        return self._streams.facts()

    # -- packets in ---------------------------------------------------------------------------------------

    def take(self, packets: Bytes, ports: Numbers, lengths: Numbers) -> None:
        """Put packets into the rings; strangers, broken ones and telephone events are left out."""
        seats = self._seat_of[ports]
        is_rtp = (seats >= 0) & (lengths > HEADER) & (packets[:, 0] >> 6 == 2)
        packets, seats, lengths = packets[is_rtp], seats[is_rtp], lengths[is_rtp]
        self._streams.count(seats, packets)
        is_sound = (lengths == PACKET) & (packets[:, 0] == 0x80) & ((packets[:, 1] & 0x7F) == self._type[seats])
        if not is_sound.all():
            packets, seats = packets[is_sound], seats[is_sound]
        if len(seats):
            due = self._streams.due(seats, packets, self.tick)
            at = due % RING
            self._ring[seats, at] = packets[:, HEADER:PACKET]
            self._due[seats, at] = due

    # -- frames out ---------------------------------------------------------------------------------------

    def mix(self) -> None:
        """Make the packets of this tick in `out`, for the seats `taken`; then the next tick begins."""
        seats = self.taken
        if len(seats):
            heard = self._heard(self._frames(seats))[seats]
            index = heard.astype(np.int64)
            index += (self._law[seats] * (2 * LOUDEST) + LOUDEST)[:, None]
            self.out.bytes[seats, HEADER:] = _ENCODE.take(index, mode="clip")
            self._write_headers(seats)
        self.tick += 1

    def _frames(self, seats: Numbers) -> NDArray[np.float32]:
        """What each seat says in this tick; silence where nothing came."""
        at = self.tick % RING
        sound = _DECODE.take(self._ring[seats, at] + (self._law[seats] * 256)[:, None])
        sound[self._due[seats, at] != self.tick] = 0
        top = (int(seats[-1]) // PLACES + 1) * PLACES
        frames = np.zeros((top, FRAME), np.float32)
        frames[seats] = sound
        return frames

    def _heard(self, frames: NDArray[np.float32]) -> NDArray[np.float32]:
        """What each seat hears: the sum over those it hears, each by its gain."""
        conferences = len(frames) // PLACES
        said = frames.reshape(conferences, PLACES, FRAME)
        sums: NDArray[np.float32] = np.matmul(self.gains[:conferences], said)
        return sums.reshape(-1, FRAME)

    def _write_headers(self, seats: Numbers) -> None:
        out = self.out.bytes
        out[seats, 1] = self._type[seats] | np.where(self._is_new[seats], 0x80, 0)  # marker: a talk begins
        self._is_new[seats] = False
        sequence = self._sequence_out[seats] + 1
        self._sequence_out[seats] = sequence
        out[seats, 2], out[seats, 3] = sequence >> 8 & 0xFF, sequence & 0xFF
        out[seats, 4:8] = np.frombuffer(struct.pack("!I", self.tick * FRAME & 0xFFFFFFFF), np.uint8)


class _Streams:
    """The incoming stream of each seat: when its packets are due, and how many of them were lost or late."""

    def __init__(self, seats: int) -> None:
        self._source = np.full(seats, -1, np.int64)
        self._first_stamp = np.zeros(seats, np.int64)
        self._first_due = np.zeros(seats, np.int64)
        self._delay = np.full(seats, DELAY, np.int64)
        self._late_at = np.full(seats, NEVER, np.int64)
        self._counted = np.full(seats, -1, np.int64)  # the source whose sequence numbers are being counted
        self._highest = np.zeros(seats, np.int64)
        self._expected = self._received = self._late = 0

    def forget(self, seat: int) -> None:
        """Somebody else sits here."""
        self._source[seat] = self._counted[seat] = -1
        self._delay[seat], self._late_at[seat] = DELAY, NEVER

    def facts(self) -> dict[str, int]:
        """The counters."""
        lost = max(0, self._expected - self._received)
        return {"expected": self._expected, "lost": lost, "late": self._late}

    def count(self, seats: Numbers, packets: Bytes) -> None:
        """Count by the sequence numbers (RFC 3550, A.3), whatever the packets hold."""
        sequence, source = _numbers(packets, 2, ">u2"), _numbers(packets, 8, ">u4")
        fresh = source != self._counted[seats]
        if fresh.any():
            self._counted[seats[fresh]] = source[fresh]
            self._highest[seats[fresh]] = sequence[fresh] - 1
        ahead = ((sequence - self._highest[seats] + 0x8000) & 0xFFFF) - 0x8000
        before = self._highest[seats]
        np.maximum.at(self._highest, seats, before + ahead)
        grown = np.unique(seats)
        first = np.zeros(len(self._highest), np.int64)
        first[seats] = before
        self._expected += int((self._highest[grown] - first[grown]).sum())
        self._received += len(seats)

    def due(self, seats: Numbers, packets: Bytes, tick: int) -> Numbers:
        """The tick for which each packet is."""
        stamp, source = _numbers(packets, 4, ">u4"), _numbers(packets, 8, ">u4")
        fresh = source != self._source[seats]
        if fresh.any():
            self._begin(seats[fresh], stamp[fresh], source[fresh], tick)
        due = self._place(seats, stamp)
        if not (is_wrong := (due < tick) | (due >= tick + RING)).any():
            return due
        self._late += int((due < tick).sum())
        self._wait_longer(seats[due < tick], tick)
        self._begin(seats[is_wrong], stamp[is_wrong], source[is_wrong], tick)
        due = self._place(seats, stamp)
        return np.clip(due, tick, tick + RING - 1)

    def _place(self, seats: Numbers, stamp: Numbers) -> Numbers:
        since = ((stamp - self._first_stamp[seats] + (1 << 31)) & 0xFFFFFFFF) - (1 << 31)
        return self._first_due[seats] + (since + FRAME // 2) // FRAME

    def _begin(self, seats: Numbers, stamp: Numbers, source: Numbers, tick: int) -> None:
        """From now on: these packets are played after the delay, later ones by their stamps."""
        self._source[seats], self._first_stamp[seats] = source, stamp
        self._first_due[seats] = tick + self._delay[seats]

    def _wait_longer(self, seats: Numbers, tick: int) -> None:
        often = seats[tick - self._late_at[seats] < AGAIN]
        self._delay[often] = np.minimum(self._delay[often] + 1, MOST_DELAY)
        self._late_at[seats] = tick


def _numbers(packets: Bytes, at: int, kind: str) -> Numbers:
    """A number of the RTP header of each packet."""
    size = int(kind[-1])
    return np.ascontiguousarray(packets[:, at : at + size]).view(kind)[:, 0].astype(np.int64)
