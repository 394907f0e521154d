"""SIPp as customers and as agents' telephones: real SIP and RTP from another process."""

from __future__ import annotations

import struct
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lab.free_ports import free_port

SCENARIOS = Path(__file__).parent / "scenarios"
PCAPS = Path("/usr/share/sip-tester")


class SippMissing(Exception):
    """SIPp is not installed: apt install sip-tester."""


def key(digit: str) -> str:
    """A capture of one key as RFC 2833 telephone events."""
    return str(PCAPS / f"dtmf_2833_{ {'*': 'star', '#': 'pound'}.get(digit, digit) }.pcap")


PRESSES = 40
PRESS = """  <recv request="BYE" timeout="2000" ontimeout="press{n}"/>
  <nop next="over"/>
  <label id="press{n}"/>
  <nop><action><exec play_pcap_audio="{pcap}"/></action></nop>
"""
LAST_WAIT = """  <recv request="BYE"/>
"""
LINK_BYTES, IP_BYTES, UDP_BYTES, PCAP_HEAD, RECORD_HEAD = 14, 20, 8, 24, 16


def later_key(digit: str, n: int, folder: Path) -> str:
    """The capture of a key moved on in RTP time: a key whose time is not newer than the last one's is not heard."""
    data = bytearray(Path(key(digit)).read_bytes())
    at = PCAP_HEAD
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at + 8)
        rtp = at + RECORD_HEAD + LINK_BYTES + IP_BYTES + UDP_BYTES
        (sequence,) = struct.unpack_from("!H", data, rtp + 2)
        struct.pack_into("!HI", data, rtp + 2, (sequence + 100 * n) % 65536, 1_000_000 + 16_000 * n)
        at += RECORD_HEAD + length
    path = folder / f"key-{digit}-{n}.pcap"
    path.write_bytes(data)
    return str(path)


def presses(digit: str, folder: Path) -> str:
    """Scenario steps that press a key every two seconds until the other side hangs up."""
    steps = [PRESS.format(n=n, pcap=later_key(digit, n, folder)) for n in range(1, PRESSES + 1)]
    return "".join(steps) + LAST_WAIT


VOICE = str(PCAPS / "g711a.pcap")


@dataclass
class Sipp:
    """One SIPp process in a folder of its own, which holds its scenario, its log and its errors."""

    scenario: str
    server: str
    values: dict[str, str] = field(default_factory=dict)
    rows: Sequence[Sequence[str]] = ()
    port: int = field(default_factory=free_port)
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="wanhao-sipp-")))
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What the scenario logged, line by line."""
        return self.folder / "said.log"

    def start(self, *arguments: str) -> Sipp:
        """Begin; add SIPp's own arguments such as -m 10 -r 5."""
        command = ["sipp", "-sf", str(self._scenario_file()), "-i", "127.0.0.1", "-mi", "127.0.0.1"]
        command += ["-p", str(self.port), "-nostdin", "-trace_logs", "-log_file", str(self.log)]
        command += ["-trace_err", "-error_file", str(self.folder / "errors.log"), "-skip_rlimit"]
        if self.rows:
            command += ["-inf", str(self._rows_file())]
        try:
            with (self.folder / "screen.log").open("wb") as screen:
                self.process = subprocess.Popen(
                    [*command, *arguments, self.server],
                    cwd=self.folder,
                    stdin=subprocess.DEVNULL,
                    stdout=screen,
                    stderr=subprocess.STDOUT,
                )
        except FileNotFoundError as missing:
            raise SippMissing from missing
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
        """Lines of the log that begin with a word, split at blanks."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return [line.split() for line in lines if line.startswith(word)]


def callers(server: str, numbers: Iterable[str], *, digit: str, rating: str = "5", think_ms: int = 1500) -> Sipp:
    """Customers who dial 10000, think, press a key, wait, talk and rate."""
    values = {"called": "10000", "think_ms": str(think_ms), "voice_pcap": VOICE}
    customers = Sipp("caller", server, values, rows=[[number] for number in numbers])
    customers.values |= {"key_pcap": key(digit), "presses": presses(rating, customers.folder)}
    return customers


def voters(server: str, numbers: Iterable[str], *, called: str, digit: str) -> Sipp:
    """Callers of a poll, who press a key when they are let in."""
    return Sipp("voter", server, {"called": called, "key_pcap": key(digit)}, rows=[[number] for number in numbers])


def diallers(server: str, numbers: Iterable[str], *, listen_ms: int) -> Sipp:
    """People who dial 10000 and listen."""
    values = {"called": "10000", "listen_ms": str(listen_ms)}
    return Sipp("dialler", server, values, rows=[[number] for number in numbers])


def agents(server: str, *, talk_ms: int, port: int) -> Sipp:
    """Telephones that answer on a port and hang up after a while."""
    return Sipp("agent", server, {"talk_ms": str(talk_ms), "voice_pcap": VOICE}, port=port)


def register(server: str, accounts: Iterable[tuple[str, str]], *, port: int) -> None:
    """Register telephones (user, password) at a port, where `agents` will answer afterwards."""
    rows = [[user, f"[authentication username={user} password={password}]"] for user, password in accounts]
    client = Sipp("register", server, rows=rows, port=port).start("-m", str(len(rows)), "-r", "20")
    try:
        if client.wait(60):
            raise RuntimeError(f"telephones could not register: {client.errors()}")
    finally:
        client.stop()
