"""A whole house for tests: its own database, telephony, worker and web as real processes on free ports.

The tests' own Django looks into the same database (`look_into`), so what happened can be asked with ordinary queries.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections, connections
from django.test import override_settings

from lab.free_ports import free_port
from tests.prepared import make_database
from tests.server import SERVER

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30
STOP_SECONDS = 20
LANE = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 2  # of two that run side by side
Found = TypeVar("Found")


@dataclass
class House:
    """One installation on this machine. `start` and `kill` processes by the names of the command line."""

    folder: Path
    database: str
    more: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert SERVER is not None
        self.sip_port, self.wss_port, self.http_port = free_port(), free_port(), free_port()
        self.trunk_port = free_port()  # where calls to outside numbers go
        first = random.randrange(20_000 + 1_000 * LANE, 30_000, 2_000)
        self.environment = {
            **os.environ,
            "DATABASE_URL": SERVER.url(self.database),
            "WANHAO_DATA": str(self.folder / "var"),
            "WANHAO_SIP_PORT": str(self.sip_port),
            "WANHAO_WSS_PORT": str(self.wss_port),
            "WANHAO_HTTP_PORT": str(self.http_port),
            "WANHAO_RTP_PORTS": f"{first}-{first + 998}",
            "WANHAO_OUTBOUND_TRUNK": f"127.0.0.1:{self.trunk_port}",
            "WANHAO_LOG_JSON": "0",
            **self.more,
        }

    def build(self) -> None:
        """Make the database and its tables."""
        assert SERVER is not None
        make_database(SERVER, self.database)
        self.folder.mkdir(parents=True, exist_ok=True)

    def start(self, *names: str) -> None:
        """Start processes: telephony, worker, web; each but once."""
        for name in names:
            running = self.processes.get(name)
            assert running is None or running.poll() is not None, f"{name} runs already in this house"
            with self.log_file(name).open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    [sys.executable, "-m", "wanhao", name],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                )

    def wait_for(self, name: str, line: str, *, seconds: float = START_SECONDS) -> None:
        """Wait until a process says something in its log; fails when it ends instead."""
        deadline = time.monotonic() + seconds
        while line not in self.log(name):
            assert self.processes[name].poll() is None, f"{name} ended:\n{self.log(name)[-3000:]}"
            assert time.monotonic() < deadline, f"{name} did not say {line!r}:\n{self.log(name)[-3000:]}"
            time.sleep(0.05)

    def open(self) -> None:
        """Start telephony and the worker and wait until calls are taken."""
        self.start("telephony", "worker")
        self.wait_for("telephony", "telephony started")
        self.wait_for("worker", "worker started")

    def restart(self, name: str, line: str) -> None:
        """Start a process again and wait until it says it is there."""
        self.log_file(name).rename(self.log_file(name).with_suffix(f".{time.monotonic_ns()}"))
        self.start(name)
        self.wait_for(name, line)

    def kill(self, name: str) -> None:
        """kill -9, with its children."""
        process = self.processes.pop(name)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)

    def stop(self) -> None:
        """End everything as an administrator would."""
        for process in reversed(self.processes.values()):
            process.terminate()
        for name, process in self.processes.items():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(STOP_SECONDS)
                raise AssertionError(f"{name} did not end:\n{self.log(name)[-3000:]}") from None
        self.processes.clear()

    def log_file(self, name: str) -> Path:
        """Where a process writes."""
        return self.folder / f"{name}.log"

    def log(self, name: str) -> str:
        """What a process has written so far."""
        file = self.log_file(name)
        return file.read_text(errors="replace") if file.exists() else ""

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
