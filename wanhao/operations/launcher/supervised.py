"""A child process that is started again when it ends by itself, with growing pauses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from wanhao.operations.child import ends_with_us
from wanhao.operations.postgres import EmbeddedPostgres, PostgresFailed

SHORTEST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
STOP_SECONDS = 20.0
LARGEST_LOG_BYTES = 20_000_000
# Each of a process's many threads would get heaps of its own, which fill one after the other and are never given back.
FEW_HEAPS = {"MALLOC_ARENA_MAX": "2"}


class Runs(Protocol):
    """Something with a process that can be started and stopped."""

    name: str

    @property
    def log(self) -> Path: ...
    @property
    def process(self) -> subprocess.Popen[bytes] | None: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


class Postgres:
    """The embedded PostgreSQL among the children."""

    name = "postgres"

    def __init__(self, server: EmbeddedPostgres) -> None:
        self.server = server

    @property
    def log(self) -> Path:
        return self.server.log

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        return self.server.process

    def start(self) -> None:
        self.server.start()

    def stop(self) -> None:
        self.server.stop()


@dataclass
class OwnProcess:
    """One of our own processes: `python -m wanhao NAME`, its lines in a file of its own."""

    name: str
    logs: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """Where its lines go."""
        return self.logs / f"{self.name}.log"

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches us only and we stop it in order."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*ends_with_us("TERM"), sys.executable, "-m", "wanhao", *self.name.split()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=FEW_HEAPS | dict(os.environ) | {"PYTHONUNBUFFERED": "1"},
            )

    def stop(self) -> None:
        """Ask, wait, and end by force what does not listen, with all its own children."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Supervised:
    """Keeps one child alive."""

    child: Runs
    started_at: float = 0.0
    pause_seconds: float = SHORTEST_PAUSE_SECONDS
    start_again_at: float | None = None
    problems: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Start now."""
        self.start_again_at = None
        self.started_at = time.monotonic()
        self.child.start()

    def look_after(self) -> str:
        """Start again if it ended and the pause is over; returns a line to show, or nothing."""
        process, now = self.child.process, time.monotonic()
        if self.start_again_at is None:
            if process is None or process.poll() is None:
                return ""
            self.child.stop()
            if now - self.started_at > STEADY_SECONDS:
                self.pause_seconds = SHORTEST_PAUSE_SECONDS
            return self._pause(f"{self.child.name} ended ({how_it_ended(process.returncode)})")
        if now < self.start_again_at:
            return ""
        try:
            self.start()
        except (PostgresFailed, OSError) as error:
            return self._pause(f"{self.child.name} could not be started: {error}")
        return f"{self.child.name} runs again"

    def _pause(self, what_happened: str) -> str:
        pause, self.pause_seconds = self.pause_seconds, min(self.pause_seconds * 2, LONGEST_PAUSE_SECONDS)
        self.start_again_at = time.monotonic() + pause
        return f"{what_happened}; starting it again in {pause:.0f} s, see {self.child.log}"

    def stop(self) -> None:
        """Stop for good."""
        self.child.stop()


def how_it_ended(code: int) -> str:
    """`exit 1` or `signal SIGKILL`."""
    return f"exit {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
