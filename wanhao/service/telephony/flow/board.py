"""Who waits for which live topic: one listener for the process, so that a freed agent is noticed at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing, contextmanager

from wanhao.foundation.live.listen import RESYNC, listen


class Board:
    """Topics as they are notified, given to whoever watches them."""

    def __init__(self) -> None:
        self._watches: dict[str, set[asyncio.Event]] = {}
        self._heard: list[tuple[str, Callable[[str], None]]] = []

    @contextmanager
    def watch(self, topic: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the topic is notified; clear it before reading again."""
        event = asyncio.Event()
        self._watches.setdefault(topic, set()).add(event)
        try:
            yield event
        finally:
            watching = self._watches[topic]
            watching.discard(event)
            if not watching:
                del self._watches[topic]

    def hear(self, kind: str, call: Callable[[str], None]) -> None:
        """Call a function with every topic of a kind (`call:12`, `sip-accounts`), and with `resync` after a gap."""
        self._heard.append((kind, call))

    async def run(self) -> None:
        """Listen for as long as the process lives."""
        async with aclosing(listen()) as heard:
            async for topics in heard:
                self._heard_of(topics)

    def wake(self, topic: str) -> None:
        """Let those who watch the topic look again."""
        for event in self._watches.get(topic, ()):
            event.set()

    def _heard_of(self, topics: frozenset[str]) -> None:
        for topic in self._watches if RESYNC in topics else topics & self._watches.keys():
            self.wake(topic)
        for kind, call in self._heard:
            for topic in topics:
                if topic == RESYNC or topic.partition(":")[0] == kind:
                    call(topic)
