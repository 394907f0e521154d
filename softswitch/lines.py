"""Numbers with a limit of lines: what comes beyond is told "busy" before any state is made for it.

A vote or a prize draw brings very many calls within seconds. Refusing one through the transaction layer costs
milliseconds, and the hotline shares that thread; here it costs a look at the first lines of the message. The answer is
that of a stateless server (RFC 3261, 8.2.7): the same for every repetition of the request, and the ACK is dropped.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

FIRST_LINE = re.compile(rb"INVITE\s+sips?:([^@;>\s]+)@")
HEADER = re.compile(rb"^(via|v|from|f|to|t|call-id|i|cseq)[ \t]*:[ \t]*(.*?)\r?$", re.IGNORECASE | re.MULTILINE)
FULL_NAMES = {b"v": b"via", b"f": b"from", b"t": b"to", b"i": b"call-id"}
OUR_TAG = b";tag=nolines-"
UNUSED_SECONDS = 5.0  # an INVITE let in that became no call (refused otherwise) gives its line back after this time


@dataclass
class Lines:
    """The lines of one number: the calls that hold them by Call-ID, and how many were turned away."""

    most: int
    held: set[str] = field(default_factory=set)
    expected: dict[str, float] = field(default_factory=dict)  # let in, not yet a call: until when
    refused: int = 0

    def has_room(self, call_id: str, now: float) -> bool:
        """May this call have a line? A repetition has one already."""
        if call_id in self.held or call_id in self.expected:
            return True
        if len(self.held) + len(self.expected) >= self.most:
            self.expected = {one: until for one, until in self.expected.items() if until > now}
        return len(self.held) + len(self.expected) < self.most


class LimitedNumbers:
    """All numbers with a limit. Called from asyncio only."""

    def __init__(self) -> None:
        self._numbers: dict[str, Lines] = {}
        self._number_of: dict[str, str] = {}  # by Call-ID
        self._turned_away: dict[bytes, None] = {}  # Call-IDs told busy lately, so that a repetition counts once

    def limit(self, most: Mapping[str, int]) -> None:
        """These numbers and no others have so many lines each; calls under way keep theirs."""
        for number, lines in most.items():
            self._numbers.setdefault(number, Lines(lines)).most = lines
        for number in set(self._numbers) - set(most):
            del self._numbers[number]

    def take_refused(self) -> dict[str, int]:
        """How many calls each number turned away since the last time this was asked."""
        counted = {number: lines.refused for number, lines in self._numbers.items() if lines.refused}
        for number in counted:
            self._numbers[number].refused = 0
        return counted

    def in_use(self, number: str) -> int:
        """Lines held by calls."""
        lines = self._numbers.get(number)
        return len(lines.held) if lines else 0

    def began(self, number: str, call_id: str) -> None:
        """An INVITE became a call."""
        if lines := self._numbers.get(number):
            lines.expected.pop(call_id, None)
            lines.held.add(call_id)
            self._number_of[call_id] = number

    def ended(self, call_id: str) -> None:
        """The call is over; its line is free."""
        number = self._number_of.pop(call_id, None)
        if number in self._numbers:
            self._numbers[number].held.discard(call_id)

    def answer(self, message: bytes) -> bytes | None:
        """None: the message goes its way. Else it ends here, with this answer to be sent (b"": with none)."""
        if not self._numbers:
            return None
        if message.startswith(b"ACK ") and OUR_TAG in message:
            return b""
        match = FIRST_LINE.match(message)
        lines = self._numbers.get(match[1].decode("latin-1")) if match else None
        if lines is None:
            return None
        headers = _headers(message)
        if headers is None or b";tag=" in headers[b"to"][0].lower():
            return None  # broken, or within a call
        call_id = headers[b"call-id"][0]
        name, now = call_id.decode("latin-1"), time.monotonic()
        if lines.has_room(name, now):
            if name not in lines.held:
                lines.expected.setdefault(name, now + UNUSED_SECONDS)
            return None
        self._count(lines, call_id)
        return _busy(headers)

    def _count(self, lines: Lines, call_id: bytes) -> None:
        if call_id not in self._turned_away:
            lines.refused += 1
            self._turned_away[call_id] = None
            if len(self._turned_away) > 2000:
                del self._turned_away[next(iter(self._turned_away))]


def _headers(message: bytes) -> dict[bytes, list[bytes]] | None:
    """The headers an answer repeats; None when one is missing."""
    found: dict[bytes, list[bytes]] = {}
    for name, value in HEADER.findall(message.partition(b"\r\n\r\n")[0]):
        name = name.lower()
        found.setdefault(FULL_NAMES.get(name, name), []).append(value)
    is_whole = all(name in found for name in (b"via", b"from", b"to", b"call-id", b"cseq"))
    return found if is_whole else None


def _busy(headers: dict[bytes, list[bytes]]) -> bytes:
    """486, the same for the same request."""
    tag = sha256(headers[b"via"][0] + headers[b"call-id"][0]).hexdigest()[:12].encode()
    lines = [
        b"SIP/2.0 486 Busy Here",
        *(b"Via: " + via for via in headers[b"via"]),
        b"From: " + headers[b"from"][0],
        b"To: " + headers[b"to"][0] + OUR_TAG + tag,
        b"Call-ID: " + headers[b"call-id"][0],
        b"CSeq: " + headers[b"cseq"][0],
        b"Content-Length: 0",
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n"
