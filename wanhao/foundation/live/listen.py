"""Hearing what happens in the house: PostgreSQL's channel `live` as a stream of topics, for any process."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from typing import Any

import psycopg
import structlog
from django.db import connections
from psycopg.conninfo import make_conninfo

CHANNEL = "live"
RESYNC = "resync"
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0
# A dead network is noticed within about 20 s, also when nothing is said.
KEEPALIVE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}

log = structlog.get_logger(__name__)


def address() -> str:
    """How to reach the database outside of Django's pool: a listener keeps its connection for itself."""
    wanted: dict[str, Any] = connections["default"].settings_dict
    return make_conninfo(
        "",
        host=wanted["HOST"],
        port=wanted["PORT"],
        user=wanted["USER"],
        password=wanted["PASSWORD"],
        dbname=wanted["NAME"],
        application_name="wanhao-live",
        **KEEPALIVE,
    )


async def listen(
    topics: Iterable[str] | None = None, *, when_lost: Callable[[], None] | None = None
) -> AsyncGenerator[frozenset[str]]:
    """Sets of topics as they are notified; `resync` first and after every gap: then read everything again.

    With `topics`, only sets that hold one of them (`queue:3`, or a kind as `queue:*`) or `resync`.
    Never ends by itself: a lost connection is made again. Close it with `contextlib.aclosing`.
    """
    wanted = None if topics is None else frozenset(topics) | {RESYNC}
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            async with aclosing(_one_connection()) as heard:
                async for found in heard:
                    pause = FIRST_PAUSE_SECONDS
                    if wanted is None or wanted & with_kinds(found):
                        yield found
        except psycopg.OperationalError as error:
            log.warning("live connection lost", reason=str(error).strip())
        if when_lost is not None:
            when_lost()
        await asyncio.sleep(pause * random.uniform(0.7, 1.3))  # noqa: S311 - spreads reconnections, no secret
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def _one_connection() -> AsyncGenerator[frozenset[str]]:
    async with await psycopg.AsyncConnection.connect(address(), autocommit=True) as connection:
        await connection.execute(f"listen {CHANNEL}")
        yield frozenset({RESYNC})
        async with aclosing(connection.notifies()) as notes:
            async for note in notes:
                yield frozenset(note.payload.split())


def with_kinds(topics: frozenset[str]) -> frozenset[str]:
    """The topics and their kinds: `queue:3` is also `queue:*`."""
    return topics | {f"{topic.partition(':')[0]}:*" for topic in topics if ":" in topic}
