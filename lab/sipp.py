"""SIPp as customers and as agents' telephones: real SIP and RTP from other processes."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.environment import ROOT
from lab.free_ports import free_port
from lab.handsets import LOG, SENT, with_handsets

SCENARIOS = Path(__file__).parent / "scenarios"
VOICE = "/usr/share/sip-tester/g711a.pcap"
HANDSETS = 800  # more than talk at once


class SippMissing(Exception):
    """SIPp is not installed: apt install sip-tester."""


@dataclass
class Sipp:
    """One SIPp process in a folder of its own, which holds its scenario, its log and its errors."""

    scenario: str
    server: str
    values: dict[str, str] = field(default_factory=dict)
    handsets: int = 0
    rows: Sequence[Sequence[str]] = ()
    port: int = field(default_factory=free_port)
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="wanhao-sipp-")))
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What the scenario logged, line by line."""
        return self.folder / LOG

    def start(self, *arguments: str) -> Sipp:
        """Begin; add SIPp's own arguments such as -m 10 -r 5."""
        if shutil.which("sipp") is None:
            raise SippMissing
        command = ["sipp", "-sf", str(self._scenario_file()), "-i", "127.0.0.1", "-mi", "127.0.0.1"]
        command += ["-p", str(self.port), "-nostdin", "-trace_logs", "-log_file", str(self.log)]
        command += ["-trace_err", "-error_file", str(self.folder / "errors.log"), "-skip_rlimit"]
        if self.rows:
            command += ["-inf", str(self._rows_file())]
        command += [*arguments, self.server]
        if self.handsets:
            command = with_handsets(command, self.folder, self.handsets)
        with (self.folder / "screen.log").open("wb") as screen:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=screen, stderr=subprocess.STDOUT
            )
        return self

    def _scenario_file(self) -> Path:
        text = (SCENARIOS / f"{self.scenario}.xml").read_text()
        for name, value in self.values.items():
            text = text.replace(f"@{name}@", value)
        path = self.folder / f"{self.scenario}.xml"
        path.write_text(text)
        return path

    def _rows_file(self) -> Path:
        path = self.folder / "rows.csv"
        path.write_text("\n".join(["SEQUENTIAL", *(";".join(row) for row in self.rows)]) + "\n")
        return path

    def wait(self, seconds: float) -> int:
        """Until it ends by itself; 0 when every call succeeded. Raises TimeoutExpired."""
        assert self.process is not None  # started
        return self.process.wait(seconds)

    def stop(self) -> None:
        """End it now, whatever it does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def errors(self) -> str:
        """What SIPp complained about, for the message of a failed test."""
        path = self.folder / "errors.log"
        return path.read_text(errors="replace")[-3000:] if path.exists() else ""

    def said(self, word: str) -> list[list[str]]:
        """Lines of the logs that begin with a word, split at blanks."""
        logs = [path for path in (self.log, self.folder / SENT) if path.exists()]
        lines = [line.split() for path in logs for line in path.read_text(errors="replace").splitlines()]
        return [words for words in lines if words[:1] == [word]]


def callers(server: str, numbers: Iterable[str], *, digit: str, rating: str = "5", think_ms: int = 1500) -> Sipp:
    """Customers who dial 10000, think, press a key, wait, talk and rate."""
    values = {"called": "10000", "think_ms": str(think_ms), "voice": VOICE, "key": digit, "rating": rating}
    return Sipp("caller", server, values, HANDSETS, rows=[[number] for number in numbers])


def voters(server: str, numbers: Iterable[str], *, called: str, digit: str) -> Sipp:
    """Callers of a poll, who press a key when they are let in."""
    return Sipp("voter", server, {"called": called, "key": digit}, HANDSETS, rows=[[number] for number in numbers])


def diallers(server: str, numbers: Iterable[str], *, listen_ms: int) -> Sipp:
    """People who dial 10000 and listen."""
    values = {"called": "10000", "listen_ms": str(listen_ms)}
    return Sipp("dialler", server, values, rows=[[number] for number in numbers])


def agents(server: str, *, talk_ms: int, port: int) -> Sipp:
    """Telephones that answer on a port and hang up after a while."""
    return Sipp("agent", server, {"talk_ms": str(talk_ms), "voice": VOICE}, HANDSETS, port=port)


def register(server: str, accounts: Iterable[tuple[str, str]], *, port: int) -> None:
    """Register telephones (user, password) at a port, where `agents` will answer afterwards."""
    rows = [[user, f"[authentication username={user} password={password}]"] for user, password in accounts]
    client = Sipp("register", server, rows=rows, port=port).start("-m", str(len(rows)), "-r", "20")
    try:
        if client.wait(60):
            raise RuntimeError(f"telephones could not register: {client.errors()}")
    finally:
        client.stop()
