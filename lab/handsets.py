"""SIPp with handsets: it speaks SIP, and what its telephones say is sent from here, from ordinary UDP sockets.

SIPp sends sound from raw sockets, which only root may open. So its calls announce a port of ours each, taken in turn
from `ports.csv` as `[field0 file=ports.csv]`, and their scenario logs what is to be heard of them, and where:

    hum PORT ADDRESS FAR_PORT FILE       a sound, again and again
    say PORT ADDRESS FAR_PORT FILE       a sound, once
    press PORT ADDRESS FAR_PORT KEYS [CALL]   keys as telephone events (RFC 2833), before any sound
    echo PORT ADDRESS FAR_PORT           whatever is heard
    rest PORT                            nothing any more

A file is G.711 A-law, or a capture of RTP with that. When the first packet of a key that names its call has left,
`sent.log` gets a line `pressed CALL MOMENT`. Usage: -m lab.handsets FOLDER COUNT sipp ARGUMENT…, in a
folder of this run alone.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TextIO

from wanhao.operations.child import allow_many_files, ends_with_us

LOWEST, HIGHEST = 61_000, 65_500  # above what the system gives away and what anything of ours listens on
LOG, SENT, PORTS = "said.log", "sent.log", "ports.csv"
FRAME, TICK_SECONDS = 160, 0.02
SLICES = 10  # telephones do not all speak in the same moment
SMALL_BUFFER = 4096  # what nobody listens to is not kept
PCMA, EVENT = 8, 101
KEYS = "0123456789*#"
KEY_STEPS, KEY_ENDS, KEY_PAUSE_FRAMES = 7, 3, 5
CAPTURE_HEAD, RECORD_HEAD, HEADS_BEFORE_SOUND = 24, 16, 14 + 20 + 8 + 12  # Ethernet, IP, UDP, RTP
GRACE_SECONDS = 3.0


def with_handsets(command: Sequence[str], folder: Path, count: int = 1) -> list[str]:
    """The command line that runs SIPp with so many handsets in a folder; to be run in the root of the project."""
    return [*ends_with_us("TERM"), sys.executable, "-m", "lab.handsets", str(folder), str(count), *command]


@cache
def frames_of(file: str) -> list[bytes]:
    """The sound of a file in pieces of 20 ms."""
    data = Path(file).read_bytes()
    if file.endswith(".pcap"):
        data = sound_of(data)
    return [data[at : at + FRAME] for at in range(0, len(data) - FRAME + 1, FRAME)]


def sound_of(capture: bytes) -> bytes:
    """What is said in a capture of RTP."""
    pieces, at = [], CAPTURE_HEAD
    while at < len(capture):
        (length,) = struct.unpack_from("<I", capture, at + 8)
        at += RECORD_HEAD + length
        pieces.append(capture[at - length + HEADS_BEFORE_SOUND : at])
    return b"".join(pieces)


class Handset:
    """One port, what it has to say, and what is to be pressed."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        self.port = take_port(self.socket)
        self.source, self.sequence = random.getrandbits(32), random.getrandbits(15)
        self.far_end = ("", 0)
        self.rest()

    def rest(self) -> None:
        """Be silent."""
        self.sound: deque[bytes] = deque()
        self.keys: deque[tuple[bytes, str]] = deque()  # an event, or nothing for a pause; the call named at its first
        self.is_humming = self.is_echoing = False
        self.key_began = 0

    def press(self, key: str, call: str) -> None:
        """Send this key when those before it are sent."""
        for step in range(1, KEY_STEPS + KEY_ENDS + 1):
            length, over = FRAME * min(step, KEY_STEPS + 1), 0x80 if step > KEY_STEPS else 0
            event = struct.pack(">BBH", KEYS.index(key), over | 10, length)
            self.keys.append((event, call if step == 1 else ""))
        self.keys.extend([(b"", "")] * KEY_PAUSE_FRAMES)

    @property
    def is_resting(self) -> bool:
        """Whether there is nothing to send."""
        return not (self.sound or self.keys or self.is_echoing)

    def send(self, clock: int) -> str:
        """Send what is due in these 20 ms; the call whose key began, if one did."""
        if self.is_echoing:
            self._echo()
        event, call = self.keys.popleft() if self.keys else (b"", "")
        if event:
            is_first = event.endswith(struct.pack(">H", FRAME))
            self.key_began = clock if is_first else self.key_began
            self._packet(EVENT | (0x80 if is_first else 0), self.key_began, event)
        elif self.sound:
            piece = self.sound.popleft()
            if self.is_humming:
                self.sound.append(piece)
            self._packet(PCMA, clock, piece)
        return call

    def _packet(self, kind: int, clock: int, payload: bytes) -> None:
        self.sequence = (self.sequence + 1) & 0xFFFF
        head = struct.pack(">BBHII", 0x80, kind, self.sequence, clock & 0xFFFFFFFF, self.source)
        with contextlib.suppress(OSError):  # nobody there any more
            self.socket.sendto(head + payload, self.far_end)

    def _echo(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                packet, sender = self.socket.recvfrom(2048)
                self.socket.sendto(packet, sender)


def take_port(of: socket.socket) -> int:
    """Bind to a free port, where no server's port is taken away from it."""
    while True:
        port = random.randint(LOWEST, HIGHEST)
        with contextlib.suppress(OSError):
            of.bind(("127.0.0.1", port))
            return port


class Handsets:
    """All handsets of one SIPp."""

    def __init__(self, count: int) -> None:
        made = [Handset() for _ in range(count)]
        self.by_port = {handset.port: handset for handset in made}
        self.slices: list[set[Handset]] = [set() for _ in range(SLICES)]
        self.log: TextIO | None = None
        self.partial = ""

    def heed(self, now: int) -> None:
        """Do what the scenarios have asked for since the last time; who begins does so in this slice of the time."""
        if self.log is None and Path(LOG).exists():
            self.log = Path(LOG).open(errors="replace")  # noqa: SIM115 - read as long as this process lives
        if self.log is None or not (text := self.log.read()):
            return
        *lines, self.partial = (self.partial + text).split("\n")
        for line in lines:
            words = line.split()
            if words and words[0] in ("hum", "say", "press", "echo", "rest"):
                handset = self.by_port[int(words[1])]
                was_resting = handset.is_resting
                obey(handset, *words)
                if was_resting and not handset.is_resting:
                    self.slices[now].add(handset)

    def speak(self, now: int, clock: int) -> None:
        """Send the packets of this slice of the time."""
        for handset in list(self.slices[now]):
            if call := handset.send(clock):
                with Path(SENT).open("a") as sent:
                    sent.write(f"pressed {call} {time.time():.6f}\n")
            if handset.is_resting:
                self.slices[now].discard(handset)

    def serve(self, sipp: subprocess.Popen[bytes]) -> int:
        """Until SIPp ends; its exit code."""
        slice_seconds, tick, due = TICK_SECONDS / SLICES, 0, time.monotonic()
        while (code := sipp.poll()) is None:
            now = tick % SLICES
            self.heed(now)
            self.speak(now, tick // SLICES * FRAME)
            tick += 1
            due = max(due + slice_seconds, time.monotonic() - 1)
            time.sleep(max(0.0, due - time.monotonic()))
        return code


def obey(handset: Handset, word: str, _port: str, address: str = "", far_port: str = "0", *more: str) -> None:
    """Change what a handset does."""
    if word == "rest":
        handset.rest()
        return
    handset.far_end = (address, int(far_port))
    if word == "press":
        for number, key in enumerate(more[0]):
            handset.press(key, "" if number or len(more) == 1 else more[1])
    elif word == "echo":
        handset.is_echoing = True
    else:
        handset.sound, handset.is_humming = deque(frames_of(more[0])), word == "hum"


def main() -> None:
    """Open the ports, run SIPp with them, end as it ends."""
    folder, count, *command = sys.argv[1:]
    os.chdir(folder)
    allow_many_files()
    handsets = Handsets(int(count))
    Path(PORTS).write_text("\n".join(["SEQUENTIAL", *map(str, handsets.by_port)]) + "\n")
    command[-1:-1] = ["-trace_logs", "-log_file", LOG, "-inf", PORTS]
    sipp = subprocess.Popen([*ends_with_us("KILL"), *command])

    def leave(number: int, _frame: object) -> None:
        sipp.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            sipp.wait(GRACE_SECONDS)
        sipp.kill()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    sys.exit(handsets.serve(sipp))


if __name__ == "__main__":
    main()
