"""Session descriptions: what a far end offers (RFC 4566), and what we answer."""

import ipaddress
import re
from dataclasses import dataclass
from enum import IntEnum

from softswitch.errors import BadDescription

NO_ADDRESS = "0.0.0.0"  # noqa: S104 - how old phones say hold
MIRRORED = {"sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive", "sendrecv": "sendrecv"}
# These texts go into media commands, so nothing but their own alphabet may pass.
FINGERPRINT = re.compile(r"[A-Za-z0-9-]+ [0-9A-Fa-f:]+")
ICE_SECRET = re.compile(r"[A-Za-z0-9+/]+")
CANDIDATE = re.compile(r"[A-Za-z0-9+/]+ \d+ udp \d+ ([0-9a-fA-F.:]+) \d+ typ [A-Za-z0-9 .:+/_-]+", re.IGNORECASE)


class Codec(IntEnum):
    """The two codecs of the telephone network, by RTP payload type."""

    PCMU = 0
    PCMA = 8


@dataclass(frozen=True)
class BrowserKeys:
    """What a browser needs agreed for encrypted media (DTLS-SRTP over ICE)."""

    setup: str
    fingerprint: str
    ufrag: str
    password: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Description:
    """The audio part of a far end's SDP."""

    ip: str
    port: int
    codecs: tuple[Codec, ...]
    event_type: int
    direction: str
    keys: BrowserKeys | None
    mid: str
    media: tuple[str, ...]  # every m= line in order, for an answer of the same length

    @property
    def is_hold(self) -> bool:
        """True when the far end no longer listens to us as in a conversation."""
        return self.direction in ("sendonly", "inactive") or self.ip == NO_ADDRESS


def parse(body: str) -> Description:
    """Read an offer or answer; raises BadDescription when it has no G.711 audio."""
    session, sections = _sections(body)
    audio = next((lines for lines in sections if lines[0].startswith("m=audio ")), None)
    if audio is None:
        raise BadDescription("no audio offered")
    words = audio[0].split()
    if len(words) < 4 or not words[1].isdigit():
        raise BadDescription("a broken media line")
    lines = session + audio
    ip, port = _address(lines), int(words[1])
    codecs = tuple(Codec(int(w)) for w in words[3:] if w in ("0", "8"))
    if not codecs or not 0 < port < 65536:
        raise BadDescription("no G.711 offered")
    return Description(
        ip=ip,
        port=port,
        codecs=codecs,
        event_type=_event_type(lines),
        direction=next((x[2:] for x in reversed(lines) if x[2:] in MIRRORED and x[0] == "a"), "sendrecv"),
        keys=_keys(lines),
        mid=next((x[6:] for x in lines if re.fullmatch(r"a=mid:[\w-]+", x)), "0"),
        media=tuple(s[0] for s in sections),
    )


def _sections(body: str) -> tuple[list[str], list[list[str]]]:
    session: list[str] = []
    sections: list[list[str]] = []
    for line in body.splitlines():
        if line.startswith("m="):
            sections.append([])
        (sections[-1] if sections else session).append(line.strip())
    return session, sections


def _address(lines: list[str]) -> str:
    words = [x for x in lines if x.startswith("c=IN IP")]
    try:
        return str(ipaddress.ip_address(words[-1].split()[-1].partition("/")[0]))
    except (IndexError, ValueError) as error:
        raise BadDescription("no usable address") from error


def _event_type(lines: list[str]) -> int:
    found = (re.fullmatch(r"a=rtpmap:(\d+) telephone-event/8000(/1)?", x) for x in lines)
    return next((int(m[1]) for m in found if m and int(m[1]) < 128), 101)


def _keys(lines: list[str]) -> BrowserKeys | None:
    values = dict(x[2:].split(":", 1) for x in lines if x.startswith("a=") and ":" in x)
    if "fingerprint" not in values:
        return None
    fingerprint, ufrag, password = (values.get(k, "") for k in ("fingerprint", "ice-ufrag", "ice-pwd"))
    checks = ((FINGERPRINT, fingerprint), (ICE_SECRET, ufrag), (ICE_SECRET, password))
    if not all(pattern.fullmatch(text) for pattern, text in checks):
        raise BadDescription("broken DTLS or ICE attributes")
    candidates = (x[12:] for x in lines if x.startswith("a=candidate:"))
    usable = tuple(c for c in candidates if CANDIDATE.fullmatch(c))[:10]
    setup = values.get("setup", "actpass")
    if setup not in ("active", "actpass", "passive"):
        raise BadDescription("an unknown DTLS role")
    return BrowserKeys(setup, fingerprint, ufrag, password, usable)


@dataclass(frozen=True)
class Ours:
    """Our side of a leg, as it is written into an SDP."""

    host: str
    port: int
    codecs: tuple[Codec, ...]
    event_type: int
    secure: tuple[str, ...] = ()  # DTLS and ICE lines for a browser


def compose(ours: Ours, *, version: int, direction: str, offer: Description | None = None) -> str:
    """Write our offer, or our answer to `offer` (other media than audio is refused with port 0)."""
    head = ["v=0", f"o=wanhao 1 {version} IN IP4 {ours.host}", "s=-", f"c=IN IP4 {ours.host}", "t=0 0"]
    if ours.secure:
        head.append("a=ice-lite")
    audio = _audio(ours, direction, offer.mid if offer else "0")
    body: list[str] = []
    taken = False
    for line in offer.media if offer else ("m=audio ",):
        if line.startswith("m=audio ") and not taken:
            body, taken = body + audio, True
        else:
            body.append(re.sub(r"^(m=\S+) \S+", r"\1 0", line))
    return "\r\n".join([*head, *body, ""])


def _audio(ours: Ours, direction: str, mid: str) -> list[str]:
    profile = "UDP/TLS/RTP/SAVPF" if ours.secure else "RTP/AVP"
    types = " ".join(str(int(c)) for c in ours.codecs)
    lines = [f"m=audio {ours.port} {profile} {types} {ours.event_type}"]
    lines += [f"a=rtpmap:{int(c)} {c.name}/8000" for c in ours.codecs]
    lines += [f"a=rtpmap:{ours.event_type} telephone-event/8000", f"a=fmtp:{ours.event_type} 0-15"]
    lines += ["a=ptime:20", f"a={direction}"]
    if ours.secure:
        lines += [f"a=mid:{mid}", "a=rtcp-mux", *ours.secure]
    return lines
