"""The heart of a process: beats from its event loop, so that a loop that hangs falls silent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import structlog
from asgiref.sync import sync_to_async
from django.db import Error, close_old_connections

from wanhao.foundation.processes import actions

BEAT_SECONDS = 3.0
LAST_WORD_SECONDS = 2.0
Given = ParamSpec("Given")
Result = TypeVar("Result")
log = structlog.get_logger(__name__)


async def beat_as(kind: str) -> None:
    """Beat until cancelled; then say that the end was asked for."""
    row_id: int | None = None
    try:
        while True:
            row_id = await _beaten(kind, row_id)
            await asyncio.sleep(BEAT_SECONDS)
    finally:
        if row_id is not None:
            async with asyncio.timeout(LAST_WORD_SECONDS):
                await in_thread(actions.end, row_id)


async def _beaten(kind: str, row_id: int | None) -> int | None:
    try:
        if row_id is None:
            return (await in_thread(actions.begin, kind)).pk
        await in_thread(actions.beat, row_id)
    except Error as error:
        log.warning("heartbeat not written", reason=str(error).strip()[:200])
    return row_id


async def in_thread(function: Callable[Given, Result], *values: Given.args, **named: Given.kwargs) -> Result:
    """Run it in a thread, with Django's connections cared for."""

    def run() -> Result:
        close_old_connections()
        try:
            return function(*values, **named)
        finally:
            close_old_connections()

    return await sync_to_async(run, thread_sensitive=False)()
