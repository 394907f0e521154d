"""One rtp.io session per leg: the far end's side never changes, the inside is pointed wherever we like.

Side `f` is the far end, side `t` the inside. Every U command repeats codec, packet length and notice tag,
otherwise rtp.io silently drops them; the inside points at the sink from birth, otherwise rtp.io crashes.
"""

import contextlib
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from softswitch.errors import BadDescription, MediaLost
from softswitch.media import Media, MediaRefused
from softswitch.sdp import BrowserKeys, Codec, Description, Ours

OTHER_ROLE = {"active": "passive", "passive": "active", "actpass": "passive"}


class Leg:
    """The media of one dialog."""

    def __init__(self, media: Media, codecs: tuple[Codec, ...], event_type: int = 101) -> None:
        self.id = uuid.uuid4().hex[:16]
        self.codecs, self.event_type = codecs, event_type
        self.public = self.inside = 0
        self.secure: tuple[str, ...] = ()
        self._media = media
        self._generation = 0
        self._is_closed = False
        self._is_playing = False

    @property
    def codec(self) -> Codec:
        """The codec in use (before an answer: the one we prefer)."""
        return self.codecs[0]

    @property
    def is_open(self) -> bool:
        """True while the media process knows this leg."""
        is_known = self._media.is_up and self._generation == self._media.generation
        return is_known and not self._is_closed

    def listen(self, listener: Callable[[list[str]], None]) -> None:
        """Have the notices about this leg (digits, time-out) given to `listener`."""
        self._media.listeners[self.id] = listener

    async def open_for(self, offer: Description) -> None:
        """Open towards a far end that has made an offer."""
        await self._open(f"{offer.ip} {offer.port}", _browser_commands(offer.keys), is_secure=bool(offer.keys))

    async def open_to_offer(self, *, is_secure: bool) -> None:
        """Open before we make an offer ourselves; the far end's address follows with its answer."""
        await self._open("0.0.0.0 0", "", is_secure=is_secure)

    async def _open(self, address: str, browser: str, *, is_secure: bool) -> None:
        media = self._media
        self._generation = media.generation
        reply = await self._command(f"{self._update()} {address} f{self._tag()}{self._digits()}{browser}")
        self.inside = int(reply.split()[0])
        secure = " && M4:1 S && M5:1 S" if is_secure else ""
        inside = f"{self._update('a')} {media.host} {media.sink_port} t f{self._tag()}{secure}"
        parts = (await self._command(inside)).split(" && ")
        self.public = int(parts[0].split()[0])
        if is_secure:
            self.secure = _secure_lines(parts[1], parts[2])

    async def point_far_end(self, answer: Description) -> None:
        """Take the far end's address from its answer or its re-INVITE."""
        common = tuple(c for c in answer.codecs if c in self.codecs)[:1]
        if not common:
            raise BadDescription("a codec we did not offer")
        self.codecs = common
        if answer.keys is not None:
            self.secure = _with_role(self.secure, OTHER_ROLE[answer.keys.setup])
        browser = _browser_commands(answer.keys)
        where = f"{answer.ip} {answer.port}"
        await self._command(f"{self._update()} {where} f{self._tag()}{self._digits()}{browser}")

    async def point_inside(self, port: int) -> None:
        """Send what the far end says to another local port; the far end notices nothing."""
        await self._command(f"{self._update('a')} {self._media.host} {port} t f{self._tag()}")

    async def silence(self) -> None:
        """Send what the far end says nowhere."""
        await self.point_inside(self._media.sink_port)

    async def play(self, prompt: Path, times: int = 1) -> None:
        """Play a prompt towards the far end; -1 plays it for ever."""
        path = str(prompt)
        if not path or any(c.isspace() for c in path):
            raise ValueError("the path of a prompt may not contain spaces")
        await self._command(f"P{times} {self.id} {path} session f t")
        self._is_playing = True

    async def stop_playing(self) -> None:
        """Stop what is being played."""
        if self._is_playing:
            self._is_playing = False
            await self._command(f"S {self.id} f t")

    async def record(self) -> Path:
        """Record both directions into one capture file, whose name is returned."""
        await self._command(f"Rs {self.id} f t")
        await self._command(f"Rs {self.id} t f")
        return self._media.recordings / f"{self.id}=f.pcap"

    async def stop_recording(self) -> None:
        """End the capture file."""
        await self._command(f"N {self.id} f t")
        await self._command(f"N {self.id} t f")

    async def far_packets(self) -> int:
        """How many packets the far end has sent so far."""
        return int((await self._command(f"Q {self.id} f t")).split()[1])

    async def close(self) -> None:
        """Forget the leg. Never D without S before it: rtp.io freezes deleting a session that plays."""
        self._media.listeners.pop(self.id, None)
        was_open, self._is_closed = self.is_open, True  # an opening still under way goes no further
        if was_open:
            with contextlib.suppress(MediaLost, MediaRefused):  # gone with the process, or never quite opened
                await self._media.command(f"S {self.id} f t")
                await self._media.command(f"D {self.id} f t")

    def ours(self) -> Ours:
        """Our side, for an SDP."""
        return Ours(self._media.host, self.public, self.codecs, self.event_type, self.secure)

    async def _command(self, text: str) -> str:
        if not self.is_open:
            raise MediaLost("the leg is closed")
        return await self._media.command(text)

    def _update(self, flags: str = "") -> str:
        return f"U{flags}c{int(self.codec)},{self.event_type}z20 {self.id}"

    def _tag(self) -> str:
        return f" {self._media.notices} to:{self.id}"

    def _digits(self) -> str:
        return f" && M3:1 dtmf:{self.id} {self.event_type}"


def _browser_commands(keys: BrowserKeys | None) -> str:
    if keys is None:
        return ""
    role = {"active": "A", "actpass": "A", "passive": "P"}[keys.setup]
    commands = [f"M4:1 {role} {keys.fingerprint}", f"M5:1 A {keys.ufrag} {keys.password}"]
    commands += [f"M5:1 C {candidate}" for candidate in keys.candidates]
    return "".join(f" && {command}" for command in commands)


def _with_role(lines: tuple[str, ...], role: str) -> tuple[str, ...]:
    """Our DTLS role is settled by the first answer; later descriptions must name it, browsers insist."""
    return tuple(f"a=setup:{role}" if line.startswith("a=setup:") else line for line in lines)


def _secure_lines(dtls: str, ice: str) -> tuple[str, ...]:
    setup, fingerprint = dtls.split(None, 1)
    ufrag, password, *candidates = ice.split()
    lines = [
        f"a=setup:{setup}",
        f"a=fingerprint:{fingerprint}",
        f"a=ice-ufrag:{ufrag}",
        f"a=ice-pwd:{password}",
    ]
    return (*lines, *(f"a=candidate:{unquote(c[2:])}" for c in candidates))
