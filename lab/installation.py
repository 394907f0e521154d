"""An installation for a measurement or a test: a folder, ports and settings of its own, its processes begun by name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from config.environment import ROOT
from lab.free_ports import free_ports

START_SECONDS = 30.0
STOP_SECONDS = 20.0
LAST_WORDS = 3000


class HouseFailed(Exception):
    """A process of the house ended or did not do what it was waited for; the message holds its last lines."""


def new_folder() -> Path:
    """A folder that PostgreSQL's own user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="wanhao-house-"))
    folder.chmod(0o755)
    return folder


@dataclass
class Installation:
    """Free ports and a data folder; `start`, `kill` and `restart` processes by the names of the command line."""

    folder: Path = field(default_factory=new_folder)
    environ: dict[str, str] = field(default_factory=dict)  # settings, beside and before those made here
    rtp_ports: str = "42000-49998"
    started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.http_port, self.sip_port, self.wss_port, self.postgres_port = free_ports(4)
        self.environ = {
            "WANHAO_DATA": str(self.folder / "var"),
            "WANHAO_HTTP_PORT": str(self.http_port),
            "WANHAO_SIP_PORT": str(self.sip_port),
            "WANHAO_WSS_PORT": str(self.wss_port),
            "WANHAO_POSTGRES_PORT": str(self.postgres_port),
            "WANHAO_RTP_PORTS": self.rtp_ports,
            **self.environ,
        }

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are given: this process's environment, and the settings."""
        return os.environ | self.environ

    def command(self, name: str) -> list[str]:
        """How a process is begun."""
        return [sys.executable, "-m", "wanhao", name]

    def start(self, *names: str) -> None:
        """Start processes, each but once; what an earlier one of the same name wrote is put aside."""
        for name in names:
            if name in self.started and self.started[name].poll() is None:
                raise HouseFailed(f"{name} runs already in this house")
            if self.log_file(name).exists():
                self.log_file(name).rename(self.log_file(name).with_suffix(f".{time.monotonic_ns()}"))
            with self.log_file(name).open("wb") as log:
                self.started[name] = subprocess.Popen(
                    self.command(name),
                    cwd=ROOT,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def wait_for(self, name: str, line: str, *, seconds: float = START_SECONDS) -> None:
        """Wait until a process says something in its log; raises HouseFailed when it ends instead."""
        deadline = time.monotonic() + seconds
        while line not in self.log(name):
            if self.started[name].poll() is not None:
                raise HouseFailed(f"{name} ended:\n{self.log(name)[-LAST_WORDS:]}")
            if time.monotonic() > deadline:
                raise HouseFailed(f"{name} did not say {line!r}:\n{self.log(name)[-LAST_WORDS:]}")
            time.sleep(0.05)

    def restart(self, name: str, line: str) -> None:
        """Start a process again and wait until it says it is there."""
        self.start(name)
        self.wait_for(name, line)

    def kill(self, name: str) -> None:
        """kill -9."""
        process = self.started.pop(name)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)

    def stop(self) -> None:
        """End everything as an administrator would; raises HouseFailed when something does not end by itself."""
        for process in reversed(self.started.values()):
            process.terminate()
        for name, process in self.started.items():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(STOP_SECONDS)
                raise HouseFailed(f"{name} did not end:\n{self.log(name)[-LAST_WORDS:]}") from None
        self.started.clear()

    def log_file(self, name: str) -> Path:
        """Where a process writes."""
        return self.folder / f"{name}.log"

    def log(self, name: str) -> str:
        """What a process has written since it was started last."""
        file = self.log_file(name)
        return file.read_text(errors="replace") if file.exists() else ""
