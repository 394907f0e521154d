"""A house for tests that is no demo: `wanhao up`, with keys of its own and nothing of this run's settings."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from config.environment import ROOT
from lab.own_house import OwnHouse
from tests.prepared import furnish

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


class Launched(OwnHouse):
    """One house, not in demo mode, with keys of its own."""

    def __init__(self, *, has_tables: bool = False) -> None:
        settings = {
            "WANHAO_DEMO": "0",
            "WANHAO_SECRET_KEYS": f"test:{secrets.token_hex(20)}",
            "WANHAO_STATIC_FROM_SOURCE": "1",
        }
        super().__init__(environ=settings, rtp_ports="20000-29998")
        if has_tables:
            furnish(self.folder / "var", self.postgres_port)

    @property
    def environment(self) -> dict[str, str]:
        """The settings of this house and no others."""
        return own_environment(**self.environ)

    @property
    def output(self) -> str:
        """What the launcher has said since it was started last."""
        return self.log(self.launcher)

    def is_ready(self) -> bool:
        """Has it greeted?"""
        return "Ctrl-C stops everything" in self.output

    def parts(self) -> dict[str, bool]:
        """What /healthz says of each part; empty while nobody answers."""
        _status, answer = self.health()
        return {name: part["well"] for name, part in answer.get("parts", {}).items()}

    def left(self) -> list[str]:
        """Command lines of all that was started for this folder, also of what has lost its launcher."""
        mark = f"WANHAO_DATA={self.folder / 'var'}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
        return found

    @property
    def database_url(self) -> str:
        """Address of its own PostgreSQL."""
        password = (self.folder / "var" / "postgres.password").read_text().strip()
        return f"postgresql://wanhao:{password}@127.0.0.1:{self.postgres_port}/wanhao"

    def remove(self) -> None:
        """Stop it, by force if need be, and take the folder away."""
        self.stop()
        data = self.folder / "var" / "postgres"
        if data.is_symlink():
            shutil.rmtree(data.resolve().parent, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
