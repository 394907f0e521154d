"""Steady calls for some minutes through an own house: does the memory of any process keep growing?"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from statistics import median

import click

from lab import sipp
from lab.bench_calls import TALK_MS, THINK_MS, failures, get_ready, hire_agents, outcome, register, settle, show
from lab.free_ports import free_port
from lab.invented_customers import mobile
from lab.own_house import OwnHouse
from lab.usage import memory_mib

SAMPLE_SECONDS = 2.0
PROCESSES = {
    "web": "wanhao web",
    "worker": "wanhao worker",
    "telephony": "wanhao telephony",
    "media": "media_process.py",
}
GROWTH_SHARE, GROWTH_MIB = 0.05, 10.0  # what is allowed: the larger of the two
EDGE = 5  # samples whose median stands for the beginning and the end


@dataclass(frozen=True)
class Figures:
    """What the steady run came to; memory in MiB, after the first third of the run and at its end."""

    minutes: float
    calls: int
    failed: int
    served: int
    stranded: int
    warm: dict[str, float]
    end: dict[str, float]

    @property
    def missed(self) -> list[str]:
        """Stated limits that were not held."""
        found = []
        if self.failed or self.served != self.calls:
            found.append("every call served")
        if self.stranded:
            found.append("nobody left busy or waiting")
        for name, before in self.warm.items():
            if self.end[name] - before > max(before * GROWTH_SHARE, GROWTH_MIB):
                found.append(f"memory of {name} stays")
        return found


@dataclass
class Memory:
    """Samples of each process of ours by name."""

    pids: dict[str, int]
    samples: dict[str, list[float]] = field(default_factory=dict)

    def sample(self) -> None:
        """Look once."""
        for name, pid in self.pids.items():
            self.samples.setdefault(name, []).append(memory_mib([pid]))

    def at_warm(self) -> dict[str, float]:
        """After the first third."""
        return {name: median(values[len(values) // 3 :][:EDGE]) for name, values in self.samples.items()}

    def at_end(self) -> dict[str, float]:
        """The last samples."""
        return {name: median(values[-EDGE:]) for name, values in self.samples.items()}


def measure(house: OwnHouse, *, minutes: float, rate: int, agents: int) -> Figures:
    """Call steadily and watch."""
    calls = int(minutes * 60 * rate)
    accounts = hire_agents(agents)
    port = free_port()
    register(house, accounts, port)
    phones = sipp.agents(house.sip_server, talk_ms=TALK_MS, port=port).start()
    get_ready(accounts)
    numbers = [mobile(n % 2000 + 1) for n in range(calls)]
    customers = sipp.callers(house.sip_server, numbers, digit="0", think_ms=THINK_MS)
    memory = Memory({name: house.pid_of(words) for name, words in PROCESSES.items()})
    try:
        customers.start("-m", str(calls), "-r", str(rate), "-l", str(calls))
        deadline = time.monotonic() + minutes * 60 + 240
        while customers.process and customers.process.poll() is None and time.monotonic() < deadline:
            memory.sample()
            time.sleep(SAMPLE_SECONDS)
        failed = 0 if customers.wait(1) == 0 else failures(customers)
        settle(calls)
        memory.sample()
    finally:
        customers.stop()
        phones.stop()
    found = outcome()
    return Figures(
        minutes=minutes,
        calls=calls,
        failed=failed,
        served=found["served"],
        stranded=found["stranded"],
        warm=memory.at_warm(),
        end=memory.at_end(),
    )


@click.command()
@click.option("--minutes", default=5.0, show_default=True, help="How long new calls keep coming.")
@click.option("--rate", default=3, show_default=True, help="Calls a second.")
@click.option("--agents", default=40, show_default=True, help="Telephones of agents.")
def main(minutes: float, rate: int, agents: int) -> None:
    """Steady calls; the memory of each process of ours must not keep growing."""
    with OwnHouse() as house:
        house.adopt()
        figures = measure(house, minutes=minutes, rate=rate, agents=agents)
    show(figures)
