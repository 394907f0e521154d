"""One LISTEN connection for all live streams of a web process."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import aclosing
from functools import lru_cache
from types import FrameType

import structlog

from wanhao.foundation.live.listen import RESYNC, listen, with_kinds

BEAT_SECONDS = 15.0
PATIENCE_SECONDS = 20.0
LIFETIME_SECONDS = 900.0

Signal = bytes | Callable[[], bytes]

log = structlog.get_logger(__name__)


@lru_cache(maxsize=1024)
def encode_topics(names: frozenset[str]) -> bytes:
    """One `live` event; a thousand receivers of the same news share the bytes."""
    return f"event: live\ndata: {json.dumps({'topics': sorted(names)})}\n\n".encode()


class Subscription:
    """What one receiver has not yet taken.

    News only say "read this again", so the same news twice is one: what waits here is bounded by what was asked for,
    and of each feed only the newest value waits.
    """

    def __init__(self, names: Mapping[str, str], person: int) -> None:
        self.names = dict(names)
        self.person = person
        self.opened_at = time.monotonic()
        self.sending_since: float | None = None
        self.drop: Callable[[], object] | None = None
        self._news: set[str] = set()
        self._signals: dict[str, Signal] = {}
        self._something = asyncio.Event()
        self._closed = False

    def tell(self, topic: str) -> None:
        """News of one topic, given to the receiver under the name it asked for."""
        self._news.add(self.names.get(topic, topic))
        self._something.set()

    def put(self, key: str, message: Signal) -> None:
        """A message, ready or made when it is taken; a newer one of the same key replaces it."""
        self._signals[key] = message
        self._something.set()

    def close(self) -> None:
        """Let the receiver's `take` end."""
        self._closed = True
        self._something.set()

    async def take(self) -> bytes:
        """Everything that waits, as server-sent events; empty once closed."""
        await self._something.wait()
        self._something.clear()
        if self._closed:
            self._something.set()
            return b""
        news = encode_topics(frozenset(self._news)) if self._news else b""
        signals = b"".join(signal() if callable(signal) else signal for signal in self._signals.values())
        self._news.clear()
        self._signals.clear()
        return signals + news


class Hub:
    """Gives every subscription what it asked for. Starts with the first one, on the loop that runs then."""

    def __init__(self) -> None:
        self.watchers: list[Callable[[frozenset[str]], None]] = []
        self.connected = False
        self.beat_seconds = BEAT_SECONDS
        self.patience_seconds = PATIENCE_SECONDS
        self.lifetime_seconds = LIFETIME_SECONDS
        self._by_topic: dict[str, set[Subscription]] = defaultdict(set)
        self._all: set[Subscription] = set()
        self._persons: Counter[int] = Counter()
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def __len__(self) -> int:
        return len(self._all)

    def streams_of(self, person: int) -> int:
        """How many streams this person has open here."""
        return self._persons[person]

    def streams_on(self, topic: str) -> int:
        """How many streams here carry this topic."""
        return len(self._by_topic.get(topic, ()))

    def subscribe(self, names: Mapping[str, str], person: int = 0) -> Subscription:
        """Hear of these topics (topic or `kind:*` → the receiver's name for it)."""
        self.start()
        subscription = Subscription(names, person)
        self._all.add(subscription)
        self._persons[person] += 1
        for topic in names:
            self._by_topic[topic].add(subscription)
        if self.connected:
            subscription.tell(RESYNC)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Forget a subscription."""
        self._all.discard(subscription)
        self._persons[subscription.person] -= 1
        self._persons += Counter()
        for topic in subscription.names:
            self._by_topic[topic].discard(subscription)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def publish(self, topics: frozenset[str]) -> None:
        """Tell whoever asked for one of the topics; `resync` is for all."""
        if RESYNC in topics:
            for subscription in self._all:
                subscription.tell(RESYNC)
        self._recheck({topic for topic in topics if topic.startswith("staff:")})
        for topic in with_kinds(topics):
            for subscription in self._by_topic.get(topic, ()):
                subscription.tell(topic)
        for watcher in self.watchers:
            watcher(topics)

    def _recheck(self, staff: set[str]) -> None:
        """A person signed out, left or has other roles: their streams end and begin anew, if they still may."""
        for subscription in list(self._all) if staff else ():
            if f"staff:{subscription.person}" in staff:
                subscription.close()

    def start(self) -> None:
        """Begin to listen, once per loop."""
        loop = asyncio.get_running_loop()
        if self._loop is loop and self._tasks:
            return
        self._loop = loop
        self._tasks = [loop.create_task(self._listen()), loop.create_task(self._beat())]

    def close(self) -> None:
        """End all streams and stop listening. The server waits for open streams, so this comes before its end."""
        for subscription in list(self._all):
            subscription.close()
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        self.connected = False

    def close_on_signals(self) -> None:
        """End the streams on SIGTERM and SIGINT, then do what was to be done: the server stops only without them."""
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)

            def handle(number: int, frame: FrameType | None, before: object = before) -> None:
                loop.call_soon_threadsafe(self.close)
                if callable(before):
                    before(number, frame)

            signal.signal(number, handle)

    async def _listen(self) -> None:
        async with aclosing(listen(when_lost=self._lost)) as heard:
            async for topics in heard:
                self.connected = True
                self.publish(topics)

    def _lost(self) -> None:
        self.connected = False
        for subscription in self._all:
            subscription.put("lost", b"event: lost\ndata: {}\n\n")

    async def _beat(self) -> None:
        """One timer for all: keeps connections alive, drops receivers that do not take, renews old streams."""
        while True:
            await asyncio.sleep(self.beat_seconds)
            now = time.monotonic()
            for subscription in list(self._all):
                self._beat_one(subscription, now)

    def _beat_one(self, subscription: Subscription, now: float) -> None:
        sending = subscription.sending_since
        if sending is not None and now - sending > self.patience_seconds:
            log.warning("live stream dropped: its receiver takes nothing", person=subscription.person)
            if subscription.drop is not None:
                subscription.drop()
        elif now - subscription.opened_at > self.lifetime_seconds:
            subscription.close()
        else:
            subscription.put("ping", b"event: ping\ndata: {}\n\n")


hub = Hub()
