"""A whole house for a measurement or a test: `wanhao up` in an installation of its own, gone afterwards."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lab.installation import LAST_WORDS, HouseFailed, Installation
from wanhao.operations.child import ends_with_us

READY_SECONDS = 420.0
CLOSE_SECONDS = 60.0


@dataclass
class OwnHouse(Installation):
    """`wanhao up` with the demo operator on free ports. A context manager."""

    launcher: str = "up"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.environ = {"WANHAO_DEMO": "1", "DATABASE_URL": "", **self.environ}

    @property
    def sip_server(self) -> str:
        """host:port for SIP."""
        return f"127.0.0.1:{self.sip_port}"

    @property
    def web(self) -> str:
        """The address of the pages."""
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The launcher."""
        return self.started[self.launcher]

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, name: str) -> list[str]:
        """The launcher ends with us, and everything else with the launcher."""
        return [*ends_with_us("TERM"), *super().command(name)]

    def open(self) -> float:
        """Start everything and wait until it is ready; gives the seconds it took."""
        began = time.monotonic()
        self.start(self.launcher)
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() - began > READY_SECONDS:
                self.stop()
                raise HouseFailed(self.log(self.launcher)[-LAST_WORDS:])
            time.sleep(0.3)
        return time.monotonic() - began

    def is_ready(self) -> bool:
        """May it be used?"""
        return self.is_well()

    def is_well(self) -> bool:
        """Does /healthz answer 200?"""
        status, _answer = self.health()
        return status == 200

    def health(self) -> tuple[int, dict[str, Any]]:
        """Status and answer of /healthz; 0 and nothing while nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=15)
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            return answer.status, dict(json.loads(answer.read()))
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()

    def adopt(self) -> None:
        """Let Django in this process work with the house's database."""
        import django

        os.environ.update(self.environ, DJANGO_SETTINGS_MODULE="config.settings")
        django.setup()

    def processes(self) -> dict[int, str]:
        """All living processes of the house, by number, with their command line."""
        parents: dict[int, int] = {}
        lines: dict[int, str] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                    lines[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ").strip()
                except OSError:
                    continue
        return {pid: line for pid, line in lines.items() if _is_below(pid, self.process.pid, parents)}

    def pid_of(self, words: str) -> int:
        """The process whose command line holds these words; raises LookupError."""
        for pid, line in sorted(self.processes().items()):
            if words in line:
                return pid
        raise LookupError(words)

    def stop(self) -> None:
        """SIGINT, as Ctrl-C does, and wait; by force when that takes too long."""
        if self.launcher not in self.started or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            for pid in self.processes():
                os.kill(pid, signal.SIGKILL)
            self.process.wait()


def _is_below(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid > 1:
        if pid == root:
            return True
        pid = parents.get(pid, 0)
    return False
