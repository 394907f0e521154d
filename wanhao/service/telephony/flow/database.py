"""The database from asyncio: plain functions in a few threads, tried again while PostgreSQL is away."""

from __future__ import annotations

import asyncio
import contextvars
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections

THREADS = 8  # below the size of the connection pool
PATIENCE_SECONDS = 25.0
PAUSE_SECONDS = 0.5

Given = ParamSpec("Given")
Result = TypeVar("Result")
log = structlog.get_logger(__name__)


class Database:
    """Runs functions of actions and queries. Each thread keeps its connection, a broken one is made again."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="database")

    async def __call__(self, function: Callable[Given, Result], *values: Given.args, **named: Given.kwargs) -> Result:
        """Run it; while the database is away for a short time, wait and run it again."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE_SECONDS
        work = functools.partial(_in_thread, function, *values, **named)
        while True:
            try:
                return await loop.run_in_executor(self._threads, contextvars.copy_context().run, work)
            except (OperationalError, InterfaceError) as error:
                if loop.time() > deadline:
                    raise
                log.warning("database away, trying again", reason=str(error).strip()[:200])
                await asyncio.sleep(PAUSE_SECONDS)

    def close(self) -> None:
        """Let the threads end, and their connections with them."""
        self._threads.shutdown(wait=True)


def _in_thread(function: Callable[Given, Result], *values: Given.args, **named: Given.kwargs) -> Result:
    try:
        return function(*values, **named)
    except (OperationalError, InterfaceError):
        close_old_connections()
        raise
