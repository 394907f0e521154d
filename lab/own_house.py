"""A whole installation for a measurement or a test: its own folder, ports and database, gone afterwards."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from lab.free_ports import free_ports

START_SECONDS = 420.0
STOP_SECONDS = 60.0
ROOT = Path(__file__).resolve().parent.parent


class HouseFailed(Exception):
    """The installation did not start; the message holds the last lines of its log."""


@dataclass
class OwnHouse:
    """`wanhao up` with the demo operator on free ports. A context manager."""

    rtp_ports: str = "42000-49998"
    command: str = "up"
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="wanhao-house-")))
    environ: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.folder.chmod(0o755)
        http_port, sip_port, wss_port, postgres_port = free_ports(4)
        self.environ = {
            "WANHAO_DEMO": "1",
            "WANHAO_DATA": str(self.folder / "var"),
            "WANHAO_HTTP_PORT": str(http_port),
            "WANHAO_SIP_PORT": str(sip_port),
            "WANHAO_WSS_PORT": str(wss_port),
            "WANHAO_POSTGRES_PORT": str(postgres_port),
            "WANHAO_RTP_PORTS": self.rtp_ports,
            "DATABASE_URL": "",
            **self.environ,
        }

    @property
    def sip_server(self) -> str:
        """host:port for SIP."""
        return f"127.0.0.1:{self.environ['WANHAO_SIP_PORT']}"

    @property
    def web(self) -> str:
        """The address of the pages."""
        return f"http://127.0.0.1:{self.environ['WANHAO_HTTP_PORT']}"

    @property
    def log(self) -> Path:
        """What the launcher says."""
        return self.folder / "up.log"

    def __enter__(self) -> OwnHouse:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start everything and wait until /healthz calls every part well."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "wanhao", self.command],
                cwd=ROOT,
                env=os.environ | self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.is_well():
            if self.process.poll() is not None or time.monotonic() > deadline:
                words = self.log.read_text()[-2000:]
                self.stop()
                raise HouseFailed(words)
            time.sleep(0.3)

    def is_well(self) -> bool:
        """Does /healthz answer 200?"""
        return self.health() is not None

    def health(self) -> dict[str, Any] | None:
        """The answer of /healthz when all is well."""
        connection = http.client.HTTPConnection("127.0.0.1", int(self.environ["WANHAO_HTTP_PORT"]), timeout=5)
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            body = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()
        return dict(body) if answer.status == 200 else None

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
        assert self.process is not None  # started
        return {pid: line for pid, line in lines.items() if _is_below(pid, self.process.pid, parents)}

    def pid_of(self, words: str) -> int:
        """The process whose command line holds these words; raises LookupError."""
        for pid, line in sorted(self.processes().items()):
            if words in line:
                return pid
        raise LookupError(words)

    def stop(self) -> None:
        """SIGINT, as Ctrl-C does, and wait."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
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
