"""A browser's EventSource, as far as tests need it."""

from __future__ import annotations

import json
import socket
import time
from typing import Any


class Stream:
    """One open stream; `event()` gives (event, data) one by one."""

    def __init__(
        self, port: int, topics: str, cookie: str, receive_buffer: int = 0, *, address: str = "/live/stream/"
    ) -> None:
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(20)
        self.socket.connect(("127.0.0.1", port))
        request = f"GET {address}?topics={topics} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
        self.socket.sendall(request.encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = self._headers()

    def _headers(self) -> dict[str, str]:
        found = {}
        while line := self.file.readline().strip():
            name, _, value = line.decode().partition(":")
            found[name.lower()] = value.strip()
        return found

    def event(self, skip: tuple[str, ...] = ("ping",)) -> tuple[str, dict[str, Any]] | None:
        """The next event that is not skipped; None at the end of the stream."""
        name = ""
        while line := self.file.readline():
            text = line.decode().rstrip()
            if text == "0":  # the last chunk
                return None
            if text.startswith("event: "):
                name = text[7:]
            elif text.startswith("data: ") and name not in skip:
                return name, json.loads(text[6:])
        return None

    def until(self, name: str, /, **data: Any) -> dict[str, Any]:
        """Read on to an event of this name that holds this data."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            found = self.event()
            assert found is not None, "the stream ended"
            if found[0] == name and data.items() <= found[1].items():
                return found[1]
        raise AssertionError(f"no {name} {data} came")

    def close(self) -> None:
        """Leave."""
        self.file.close()
        self.socket.close()
