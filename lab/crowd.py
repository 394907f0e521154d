"""A crowd of telephones for the mixer: each has a port, says a tone every 20 ms and counts what it hears.

A process of its own, so that it does not stand in the way of what is measured. Usage: -m lab.crowd JSON_SETTINGS; it
prints its ports as a JSON line, begins when a line `MIXER_PORT SECONDS` comes, and prints what was heard.
"""

from __future__ import annotations

import gc
import json
import socket
import struct
import sys
import time
from itertools import pairwise
from typing import Any

import numpy as np

from softswitch.g711 import decode, encode
from softswitch.sdp import Codec

FRAME, HEADER, TICK_SECONDS = 160, 12, 0.02
SLICES = 10  # telephones do not all speak in the same moment
LISTEN_EVERY = 10  # ticks
TONES = (500, 700, 1300)
CODECS = (Codec.PCMA, Codec.PCMU)


class Telephone:
    """One port and its counters."""

    def __init__(self, number: int) -> None:
        self.codec = CODECS[number // len(TONES) % 2]
        self.number = number
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.bind(("127.0.0.1", 0))
        samples = 8000 * np.sin(2 * np.pi * TONES[number % len(TONES)] * np.arange(8000) / 8000)
        sound = encode(samples.astype(np.int16), self.codec)
        self.frames = [sound[at : at + FRAME] for at in range(0, len(sound), FRAME)]
        self.heard: list[bytes] = []
        self.numbers: list[int] = []

    def say(self, tick: int) -> None:
        """Send the frame of this tick."""
        head = struct.pack("!BBHII", 0x80, self.codec, tick & 0xFFFF, tick * FRAME & 0xFFFFFFFF, self.number)
        self.socket.send(head + self.frames[tick % len(self.frames)])

    def listen(self) -> None:
        """Take what has come."""
        try:
            while True:
                packet = self.socket.recv(2048)
                self.numbers.append(packet[2] << 8 | packet[3])
                self.heard = [*self.heard[-49:], packet[HEADER:]]
        except OSError:
            return

    def tones(self) -> list[int]:
        """The tones heard in the last second."""
        sound = decode(b"".join(self.heard), self.codec)
        if len(sound) < 4000:
            return []
        strength = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) / len(sound) * 4
        step = len(sound) / 8000
        return [hertz for hertz in TONES if strength[int((hertz - 5) * step) : int((hertz + 5) * step) + 2].max() > 500]

    @property
    def missing(self) -> int:
        """Packets between the first and the last one heard that never came."""
        return sum((later - earlier - 1) & 0xFFFF for earlier, later in pairwise(self.numbers))


def talk(crowd: list[Telephone], seconds: float) -> float:
    """Everybody says their tone every 20 ms, spread over the time; returns how far we fell behind at worst (ms)."""
    slices = [crowd[number::SLICES] for number in range(SLICES)]
    due, worst = time.monotonic(), 0.0
    for tick in range(int(seconds / TICK_SECONDS)):
        for number, together in enumerate(slices):
            for telephone in together:
                telephone.say(tick)
                if (tick + number) % LISTEN_EVERY == 0:
                    telephone.listen()
            due += TICK_SECONDS / SLICES
            left = due - time.monotonic()
            worst = max(worst, -left)
            time.sleep(max(0.0, left))
    return worst * 1000


def report(crowd: list[Telephone], worst_ms: float) -> dict[str, Any]:
    """What all of them heard."""
    wrong = 0
    for telephone in crowd:
        others = sorted(set(TONES) - {TONES[telephone.number % len(TONES)]})
        wrong += telephone.tones() != others
    return {
        "heard": sum(len(telephone.numbers) for telephone in crowd),
        "missing": sum(telephone.missing for telephone in crowd),
        "heard_wrongly": wrong,
        "crowd_behind_ms": round(worst_ms, 1),
    }


def main() -> None:
    """Open the ports, say which, wait for the word, talk, tell what was heard."""
    count = int(sys.argv[1])
    crowd = [Telephone(number) for number in range(count)]
    print(json.dumps([telephone.socket.getsockname()[1] for telephone in crowd]), flush=True)  # noqa: T201
    mixer_port, seconds = sys.stdin.readline().split()
    for telephone in crowd:
        telephone.socket.connect(("127.0.0.1", int(mixer_port)))
    gc.disable()
    worst = talk(crowd, float(seconds))
    print(json.dumps(report(crowd, worst)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
