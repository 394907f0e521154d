"""A whole house for tests: its own database, telephony, worker and web as real processes on free ports.

The tests' own Django looks into the same database (`look_into`), so what happened can be asked with ordinary queries.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections, connections
from django.test import override_settings

from lab.free_ports import free_port
from lab.installation import Installation
from tests.prepared import make_database
from tests.server import SERVER

LANE = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 2  # of two that run side by side
Found = TypeVar("Found")


def rtp_ports() -> str:
    """A thousand ports that the other lane does not use."""
    first = random.randrange(20_000 + 1_000 * LANE, 30_000, 2_000)
    return f"{first}-{first + 998}"


@dataclass
class House(Installation):
    """Processes of one installation over a database of the tests' own server."""

    database: str = ""

    def __post_init__(self) -> None:
        assert SERVER is not None
        self.trunk_port = free_port()  # where calls to outside numbers go
        self.rtp_ports = rtp_ports()
        super().__post_init__()
        self.environ = {
            "DATABASE_URL": SERVER.url(self.database),
            "WANHAO_OUTBOUND_TRUNK": f"127.0.0.1:{self.trunk_port}",
            "WANHAO_LOG_JSON": "0",
            **self.environ,
        }

    def build(self) -> None:
        """Make the database and its tables."""
        assert SERVER is not None
        make_database(SERVER, self.database)

    def open(self) -> None:
        """Start telephony and the worker and wait until calls are taken."""
        self.start("telephony", "worker")
        self.wait_for("telephony", "telephony started")
        self.wait_for("worker", "worker started")

    @contextmanager
    def look_into(self, blocker: Any) -> Iterator[None]:
        """Point the tests' own Django at this house's database and data folder."""
        connection = connections["default"]
        before = connection.settings_dict["NAME"]
        here = replace(settings.WANHAO, data=self.folder / "var", outbound_trunk=f"127.0.0.1:{self.trunk_port}")
        with blocker.unblock(), override_settings(WANHAO=here):
            turn_to(self.database)
            try:
                yield
            finally:
                turn_to(before)


def turn_to(name: str) -> None:
    """Let Django's connections of all threads go to another database."""
    connection = connections["default"]
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name


async def ask(function: Callable[..., Found], *values: Any, **named: Any) -> Found:
    """Run a query or an action from an async test, in a thread with a connection of its own."""

    def run() -> Found:
        try:
            return function(*values, **named)
        finally:
            close_old_connections()

    return await asyncio.to_thread(run)


async def until(question: Callable[[], Found], *, seconds: float = 20, what: str = "") -> Found:
    """Ask the database until the answer is true; the answer."""
    deadline = time.monotonic() + seconds
    while not (answer := await ask(question)):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what or question}"
        await asyncio.sleep(0.05)
    return answer
