"""Server-sent events: Django's view decides who hears what, this carries the stream afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from wanhao.foundation.live.feeds import Springs
from wanhao.foundation.live.hub import Hub, Subscription, hub
from wanhao.foundation.live.topics import Grant

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class LiveStreams:
    """Wraps the ASGI application: answers that carry a grant go on as streams; also does the server's start and end."""

    def __init__(self, application: Application, hub: Hub = hub) -> None:
        self._application = application
        self._hub = hub
        self._springs = Springs(hub)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the server."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return

        async def watch(message: Message) -> None:
            if "live.grant" not in scope:
                await send(message)
            elif message["type"] == "http.response.start":
                scope["live.start"] = message

        await self._application(scope, receive, watch)
        if "live.start" in scope:
            await self._stream(scope["live.grant"], scope["live.start"], receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._hub.close_on_signals()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._hub.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _stream(self, grant: Grant, start: Message, receive: Receive, send: Send) -> None:
        person = grant.person
        subscription = self._hub.subscribe(grant.topics, person.pk if person else 0)
        springs = [self._springs.join(feed, subscription, person) for feed in grant.feeds if person]
        carrier = asyncio.create_task(self._carry(subscription, start, send))
        gone = asyncio.create_task(self._until_gone(receive))
        subscription.drop = carrier.cancel
        try:
            await asyncio.wait([carrier, gone], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for key in springs:
                self._springs.leave(key, subscription)
            self._hub.unsubscribe(subscription)
            carrier.cancel()
            gone.cancel()
            await asyncio.gather(carrier, gone, return_exceptions=True)

    async def _carry(self, subscription: Subscription, start: Message, send: Send) -> None:
        headers = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
        while piece := await subscription.take():
            subscription.sending_since = time.monotonic()
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            subscription.sending_since = None
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _until_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
