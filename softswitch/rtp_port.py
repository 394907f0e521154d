"""A telephone's own RTP: sends sound and keys every 20 ms, keeps what it hears. For simulated phones, not for
the switch, whose media is rtp.io."""

import asyncio
import contextlib
import random
import socket
import struct
from collections import deque

import numpy as np

from softswitch.g711 import DECODE, ENCODE, Samples
from softswitch.sdp import Codec

FRAME = 160  # samples in 20 ms
KEYS = "0123456789*#ABCD"
KEY_FRAMES, KEY_END_FRAMES, KEY_PAUSE_FRAMES = 5, 3, 3


class RtpPort:
    """One call's RTP."""

    def __init__(self, host: str, *, kept_seconds: float = 5) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind((host, 0))
        self.port: int = self._socket.getsockname()[1]
        self.codec, self.event_type = Codec.PCMA, 101
        self.far_end: tuple[str, int] | None = None
        self.is_sending = True
        self.packets_heard = 0
        self._heard: deque[bytes] = deque(maxlen=int(kept_seconds * 50))
        self._sound: deque[bytes] = deque()
        self._loop_sound: list[bytes] = []
        self._keys: deque[tuple[bytes, bool] | None] = deque()
        self._sequence, self._clock = random.getrandbits(15), random.getrandbits(30)
        self._source, self._at, self._key_clock = random.getrandbits(32), 0, 0
        asyncio.get_running_loop().add_reader(self._socket, self._readable)

    def say(self, samples: Samples) -> None:
        """Send this once."""
        self._sound.extend(self._frames(samples))

    def keep_saying(self, samples: Samples) -> None:
        """Send this again and again whenever there is nothing else to send."""
        self._loop_sound, self._at = self._frames(samples), 0

    def press(self, keys: str) -> None:
        """Send keys as telephone events (RFC 2833)."""
        for key in keys:
            code = KEYS.index(key)
            for number in range(1, KEY_FRAMES + KEY_END_FRAMES + 1):
                is_over = number > KEY_FRAMES
                length = FRAME * min(number, KEY_FRAMES)
                payload = struct.pack("!BBH", code, 0x80 | 10 if is_over else 10, length)
                self._keys.append((payload, number == 1))
            self._keys.extend([None] * KEY_PAUSE_FRAMES)

    def heard(self) -> Samples:
        """The sound of the last seconds."""
        return DECODE[self.codec][np.frombuffer(b"".join(self._heard), np.uint8)]

    def forget(self) -> None:
        """Forget what was heard."""
        self._heard.clear()

    def tick(self) -> None:
        """Send what is due; called every 20 ms."""
        if self.far_end is None or not self.is_sending:
            return
        key = self._keys.popleft() if self._keys else None
        if key is not None:
            payload, is_first = key
            if is_first:
                self._key_clock = self._clock
            self._send(self.event_type, payload, self._key_clock, marker=is_first)
        else:
            self._send(int(self.codec), self._next_sound(), self._clock)
        self._clock = (self._clock + FRAME) & 0xFFFFFFFF

    def close(self) -> None:
        """Free the port."""
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def _frames(self, samples: Samples) -> list[bytes]:
        whole = np.zeros(-(-len(samples) // FRAME) * FRAME, np.int16)
        whole[: len(samples)] = samples
        coded = ENCODE[self.codec][whole.astype(np.int32) + 32768].tobytes()
        return [coded[i : i + FRAME] for i in range(0, len(coded), FRAME)]

    def _next_sound(self) -> bytes:
        if self._sound:
            return self._sound.popleft()
        if self._loop_sound:
            self._at = (self._at + 1) % len(self._loop_sound)
            return self._loop_sound[self._at]
        return bytes([ENCODE[self.codec][32768]]) * FRAME

    def _send(self, kind: int, payload: bytes, clock: int, *, marker: bool = False) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFF
        kind |= 0x80 if marker else 0
        head = struct.pack("!BBHII", 0x80, kind, self._sequence, clock, self._source)
        with contextlib.suppress(OSError):
            self._socket.sendto(head + payload, self.far_end)  # type: ignore[arg-type]

    def _readable(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                packet = self._socket.recv(2048)
                self.packets_heard += 1
                if len(packet) > 12 and packet[1] & 0x7F == self.codec:
                    self._heard.append(packet[12:])
