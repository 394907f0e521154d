"""Where registered users can be reached: bindings of a user to a phone's address, until they expire.

Written by the SIP thread, read by asyncio: every access holds the lock.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

Address = tuple[str, int]


@dataclass(frozen=True)
class Binding:
    """One phone of one user."""

    user: str
    contact_user: str
    address: Address  # of the phone, or (connection, port) of its websocket
    transport: str  # udp or wss
    url: str
    until: float
    made_at: float

    @property
    def connection(self) -> str | None:
        """The websocket this phone lives on."""
        return self.address[0] if self.transport == "wss" else None


class Bindings:
    """All registered phones. `on_change(user, registered)`: the first phone came, the last one went."""

    def __init__(self, on_change: Callable[[str, bool], None]) -> None:
        self._on_change = on_change
        self._lock = threading.Lock()
        self._of: dict[str, dict[str, Binding]] = {}

    def add(self, binding: Binding) -> None:
        """Register a phone or renew it."""
        with self._lock:
            phones = self._of.setdefault(binding.user, {})
            was_registered = bool(phones)
            phones[binding.url] = binding
        if not was_registered:
            self._on_change(binding.user, True)

    def remove(self, user: str, url: str | None = None) -> None:
        """Forget one phone of a user, or all of them."""
        self._drop(lambda b: b.user == user and url in (None, b.url))

    def remove_connection(self, connection: str) -> None:
        """Forget the phones of a websocket that went away."""
        self._drop(lambda b: b.connection == connection)

    def expire(self) -> None:
        """Forget phones that did not renew in time."""
        now = time.monotonic()
        self._drop(lambda b: b.until <= now)

    def of(self, user: str) -> list[Binding]:
        """The phones of a user, the newest first."""
        now = time.monotonic()
        with self._lock:
            alive = [b for b in self._of.get(user, {}).values() if b.until > now]
        return sorted(alive, key=lambda b: b.made_at, reverse=True)

    def user_at(self, address: Address) -> str | None:
        """The user whose phone sends from this address."""
        with self._lock:
            every = (b for phones in self._of.values() for b in phones.values())
            return next((b.user for b in every if b.address == address), None)

    def users(self) -> list[str]:
        """Everybody registered now."""
        with self._lock:
            return list(self._of)

    def _drop(self, is_gone: Callable[[Binding], bool]) -> None:
        left: list[str] = []
        with self._lock:
            for user, phones in list(self._of.items()):
                for url in [u for u, b in phones.items() if is_gone(b)]:
                    del phones[url]
                if not phones:
                    del self._of[user]
                    left.append(user)
        for user in left:
            self._on_change(user, False)
