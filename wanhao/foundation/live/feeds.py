"""Figures computed once per process and pushed to everyone who watches them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from asgiref.sync import sync_to_async
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections
from django.utils import translation
from django.utils.timezone import now

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.live.hub import Hub, Subscription
from wanhao.foundation.live.listen import RESYNC
from wanhao.foundation.live.rows import News, Rows

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Feed:
    """A named figure: who may see it, how it is computed for a viewer, what makes it old."""

    name: str
    right: Right
    compute: Callable[[Staff], dict[str, Any]]
    min_interval_seconds: float
    refresh_seconds: float
    kinds: frozenset[str]
    spring: Callable[[Feed, Staff], Spring]


FEEDS: dict[str, Feed] = {}


def register(
    name: str,
    right: Right,
    compute: Callable[[Staff], dict[str, Any]],
    min_interval_seconds: float = 1.0,
    *,
    refresh_seconds: float = 10.0,
    kinds: frozenset[str] = frozenset(),
) -> None:
    """Offer `feed:NAME` to holders of the right.

    `compute(viewer)` reads with the viewer's scope; viewers of equal reach and language share one value. It runs after
    news of one of the `kinds` of topics (any kind when empty), at most every `min_interval_seconds` and at least
    every `refresh_seconds`, in a thread, and only while somebody watches.
    """
    FEEDS[name] = Feed(name, right, compute, min_interval_seconds, refresh_seconds, kinds, Spring)


def register_rows(
    name: str,
    right: Right,
    compute: Callable[[Staff], dict[str, Any]],
    min_interval_seconds: float = 1.0,
    *,
    refresh_seconds: float = 10.0,
    kinds: frozenset[str] = frozenset(),
) -> None:
    """Offer a feed of rows by key: whoever joins gets them all, afterwards everybody gets only what changed."""
    FEEDS[name] = Feed(name, right, compute, min_interval_seconds, refresh_seconds, kinds, RowSpring)


Key = tuple[str, str, str]


class Spring:
    """One feed for all viewers of the same reach and language."""

    def __init__(self, feed: Feed, viewer: Staff) -> None:
        self.feed = feed
        self.viewer = viewer
        self.receivers: set[Subscription] = set()
        self.task: asyncio.Task[None] | None = None
        self._last = b""
        self._failed = False
        self._old = asyncio.Event()

    def join(self, receiver: Subscription, viewer: Staff) -> None:
        """A new receiver gets the last value at once."""
        self.viewer = viewer
        self.receivers.add(receiver)
        if self._last:
            receiver.put(self.feed.name, self._last)
        if self.task is None:
            self.task = asyncio.get_running_loop().create_task(self._flow())

    def hear(self, topics: frozenset[str]) -> None:
        """Is the value old now?"""
        kinds = {topic.partition(":")[0] for topic in topics}
        if not self.feed.kinds or self.feed.kinds & kinds or RESYNC in kinds:
            self._old.set()

    async def _flow(self) -> None:
        while True:
            self._old.clear()
            await self._renew()
            await asyncio.sleep(self.feed.min_interval_seconds)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._old.wait(), self.feed.refresh_seconds)

    async def _renew(self) -> None:
        try:
            value = await sync_to_async(self._compute, thread_sensitive=False)()
        except Exception:
            log.exception("a live feed could not be computed", feed=self.feed.name)
            self._failed = True
            self._give("lost", b"event: lost\ndata: {}\n\n")
            return
        self._take(value)
        if self._failed:
            self._failed = False
            self._give("found", b"event: found\ndata: {}\n\n")

    def _take(self, value: Any) -> None:
        if value != self._last:
            self._last = value
            self._give(self.feed.name, value)

    def leave(self, receiver: Subscription) -> None:
        """A receiver wants no more."""
        self.receivers.discard(receiver)

    def _give(self, key: str, message: bytes) -> None:
        for receiver in self.receivers:
            receiver.put(key, message)

    def _compute(self) -> Any:
        try:
            with translation.override(self.viewer.language):
                return self._encode(self.feed.compute(self.viewer))
        finally:
            connections.close_all()

    def _encode(self, value: dict[str, Any]) -> Any:
        text = as_json({"name": self.feed.name, **value})
        return f"event: feed\ndata: {text}\n\n".encode()


def as_json(value: Any) -> str:
    """As it goes to browsers."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


class RowSpring(Spring):
    """A feed of rows: each receiver gets what changed since it last took something."""

    def __init__(self, feed: Feed, viewer: Staff) -> None:
        super().__init__(feed, viewer)
        self.rows = Rows()
        self._seen: dict[Subscription, int] = {}
        self._made: dict[int, bytes] = {}

    def join(self, receiver: Subscription, viewer: Staff) -> None:
        """A new receiver gets all rows at once, if they are known."""
        super().join(receiver, viewer)
        if self.rows.number:
            receiver.put(self.feed.name, partial(self._news_for, receiver))

    def leave(self, receiver: Subscription) -> None:
        """A receiver wants no more."""
        super().leave(receiver)
        self._seen.pop(receiver, None)

    def _encode(self, value: dict[str, Any]) -> dict[str, str]:
        return {key: as_json(row) for key, row in value.items()}

    def _take(self, value: dict[str, str]) -> None:
        if self.rows.take(value):
            self._made.clear()
            for receiver in self.receivers:
                receiver.put(self.feed.name, partial(self._news_for, receiver))

    def _news_for(self, receiver: Subscription) -> bytes:
        seen = self._seen.get(receiver, 0)
        self._seen[receiver] = self.rows.number
        if seen not in self._made:
            self._made[seen] = self._message(self.rows.since(seen))
        return self._made[seen]

    def _message(self, news: News) -> bytes:
        head = as_json({"name": self.feed.name, "at": now(), "whole": news.is_whole, "gone": news.gone})
        rows = ",".join(f"{as_json(key)}:{text}" for key, text in news.rows.items())
        return f'event: feed\ndata: {head[:-1]},"rows":{{{rows}}}}}\n\n'.encode()


class Springs:
    """All springs of the process; each flows while somebody drinks."""

    def __init__(self, hub: Hub) -> None:
        self._springs: dict[Key, Spring] = {}
        hub.watchers.append(self._hear)

    def __len__(self) -> int:
        return len(self._springs)

    def join(self, feed: Feed, receiver: Subscription, viewer: Staff) -> Key:
        """Let the receiver have the feed as this viewer may see it."""
        reach = " ".join(sorted(unit.path for unit in viewer.units_for(feed.right)))
        key = (feed.name, viewer.language, reach)
        spring = self._springs.get(key) or self._springs.setdefault(key, feed.spring(feed, viewer))
        spring.join(receiver, viewer)
        return key

    def leave(self, key: Key, receiver: Subscription) -> None:
        """The last one to leave stops the computing."""
        spring = self._springs[key]
        spring.leave(receiver)
        if not spring.receivers:
            del self._springs[key]
            if spring.task is not None:
                spring.task.cancel()

    def _hear(self, topics: frozenset[str]) -> None:
        for spring in self._springs.values():
            spring.hear(topics)
