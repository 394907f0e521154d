"""A bare UDP socket that speaks just enough SIP to send what no phone would."""

import asyncio
import re
import socket
from hashlib import md5
from itertools import count

OFFER = (
    "v=0\r\no=x 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 7999 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n"
)
numbers = count(1)


class Wire:
    """One peer."""

    def __init__(self, server_port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.server = ("127.0.0.1", server_port)

    def request(self, method: str, user: str = "10000", **changes: str) -> str:
        """A well-formed request; `changes` replace its parts."""
        number = next(numbers)
        parts = {
            "via": f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};branch=z9hG4bK{self.port}n{number}",
            "sender": f"From: <sip:x@127.0.0.1>;tag=t{number}",
            "to": f"To: <sip:{user}@127.0.0.1>",
            "call_id": f"Call-ID: c{number}-{self.port}",
            "cseq": f"CSeq: 1 {method}",
            "contact": f"Contact: <sip:x@127.0.0.1:{self.port}>",
            "extra": "Max-Forwards: 70",
            "body": OFFER if method == "INVITE" else "",
            **changes,
        }
        parts.setdefault("length", f"Content-Length: {len(parts['body'])}")
        if parts["body"]:
            parts["extra"] += "\r\nContent-Type: application/sdp"
        order = ("via", "sender", "to", "call_id", "cseq", "contact", "extra", "length")
        lines = [f"{method} sip:{user}@127.0.0.1 SIP/2.0", *(parts[k] for k in order if parts[k])]
        return "\r\n".join(lines) + "\r\n\r\n" + parts["body"]

    def send(self, message: str | bytes) -> None:
        """Send it as it is."""
        self.socket.sendto(message if isinstance(message, bytes) else message.encode(), self.server)

    async def receive(self, seconds: float = 2) -> str:
        """The next message, "" when none comes."""
        try:
            async with asyncio.timeout(seconds):
                return (await asyncio.get_running_loop().sock_recv(self.socket, 65535)).decode()
        except TimeoutError:
            return ""

    async def ask(self, message: str | bytes, seconds: float = 2) -> str:
        """Send and return the first final answer."""
        self.send(message)
        while answer := await self.receive(seconds):
            if not re.match(r"SIP/2.0 1\d\d", answer):
                return answer
        return ""

    def close(self) -> None:
        """Free the port."""
        self.socket.close()


def code(answer: str) -> int:
    """The status code of an answer, 0 for none."""
    return int(answer.split()[1]) if answer else 0


def nonce(answer: str) -> str:
    """The nonce of a challenge."""
    return re.search(r'nonce="([^"]+)"', answer)[1]


def credentials(nonce: str, count: int = 1, **changes: str) -> str:
    """An Authorization header for REGISTER with the password s8001."""
    fields = {"user": "8001", "password": "s8001", "realm": "wanhao", "algorithm": "MD5", "qop": "auth"}
    fields |= {"method": "REGISTER", "uri": "sip:127.0.0.1"} | changes

    def digest(text: str) -> str:
        return md5(text.encode(), usedforsecurity=False).hexdigest()

    first = digest(f"{fields['user']}:{fields['realm']}:{fields['password']}")
    second = digest(f"{fields['method']}:{fields['uri']}")
    response = digest(f"{first}:{nonce}:{count:08x}:abc:auth:{second}")
    return (
        f'Authorization: Digest username="{fields["user"]}", realm="{fields["realm"]}", nonce="{nonce}", '
        f'uri="{fields["uri"]}", response="{response}", algorithm={fields["algorithm"]}, '
        f'qop={fields["qop"]}, nc={count:08x}, cnonce="abc"'
    )
