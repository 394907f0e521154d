"""A whole house for tests: `wanhao up` as a process of its own, on free ports, in a folder of its own."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from config.environment import ROOT
from lab.free_ports import free_port
from tests.prepared import furnish
from wanhao.operations.child import ends_with_us

START_SECONDS = 400
OURS = re.compile("WANHAO_|DATABASE_URL|DJANGO_SETTINGS_MODULE|PYTEST")


def own_environment(**more: str) -> dict[str, str]:
    """This machine's environment without any setting of ours, plus these."""
    return {name: value for name, value in os.environ.items() if not OURS.match(name)} | more


def wanhao(*arguments: str, environment: dict[str, str], seconds: int = 100) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    command = [sys.executable, "-m", "wanhao", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=seconds)


def wait_for(what: Callable[[], Any], seconds: float, why: str) -> Any:
    """Ask again and again until the answer is true; fails saying what was waited for."""
    deadline = time.monotonic() + seconds
    while not (answer := what()):
        assert time.monotonic() < deadline, f"waited {seconds} s for: {why}"
        time.sleep(0.1)
    return answer


class Launched:
    """One house, not in demo mode, with keys of its own."""

    def __init__(self, *, has_tables: bool = False, **more: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="wanhao-house-"))
        self.folder.chmod(0o755)
        self.port = free_port()
        self.environment = own_environment(
            WANHAO_DATA=str(self.folder / "var"),
            WANHAO_HTTP_PORT=str(self.port),
            WANHAO_SIP_PORT=str(free_port()),
            WANHAO_WSS_PORT=str(free_port()),
            WANHAO_POSTGRES_PORT=str(free_port()),
            WANHAO_SECRET_KEYS=f"test:{secrets.token_hex(20)}",
            WANHAO_STATIC_FROM_SOURCE="1",
            **more,
        )
        self.process: subprocess.Popen[bytes] | None = None
        if has_tables:
            furnish(self.folder / "var", int(self.environment["WANHAO_POSTGRES_PORT"]))

    @property
    def output(self) -> str:
        """What the launcher has said so far."""
        return (self.folder / "output").read_text()

    def start(self) -> float:
        """Start and wait until it is ready; returns the seconds it took."""
        began = time.monotonic()
        with (self.folder / "output").open("wb") as output:
            self.process = subprocess.Popen(
                [*ends_with_us("TERM"), sys.executable, "-m", "wanhao", "up"],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for(self.is_ready, START_SECONDS, "the house to be ready")
        return time.monotonic() - began

    def is_ready(self) -> bool:
        """Has it greeted? A launcher that ended instead is told at once."""
        assert self.process is not None
        assert self.process.poll() is None, self.output
        return "Ctrl-C stops everything" in self.output

    def stop(self, number: int = signal.SIGINT) -> int:
        """Stop it as Ctrl-C does; returns the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(60)

    def parts(self) -> dict[str, bool]:
        """What /healthz says of each part; empty while nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request("GET", "/healthz")
            answer = json.loads(connection.getresponse().read())
        except (OSError, HTTPException):
            return {}
        finally:
            connection.close()
        return {name: part["well"] for name, part in answer["parts"].items()}

    def processes(self) -> dict[int, str]:
        """Every process that was started for this folder: number and command line."""
        mark = f"WANHAO_DATA={self.folder / 'var'}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return found

    def number_of(self, name: str) -> int:
        """The process called so, such as `wanhao web`."""
        return next(number for number, line in self.processes().items() if name in line)

    @property
    def database_url(self) -> str:
        """Address of its own PostgreSQL."""
        password = (self.folder / "var" / "postgres.password").read_text().strip()
        return f"postgresql://wanhao:{password}@127.0.0.1:{self.environment['WANHAO_POSTGRES_PORT']}/wanhao"

    def remove(self) -> None:
        """Stop it, by force if need be, and take the folder away."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
        data = self.folder / "var" / "postgres"
        if data.is_symlink():
            shutil.rmtree(data.resolve().parent, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
