"""What it costs to begin: processor time and memory of each process, on the first start and the second, and at rest."""

from __future__ import annotations

import time
from dataclasses import dataclass

import click

from lab.bench_calls import show
from lab.own_house import OwnHouse
from lab.usage import cpu_seconds, memory_mib

PROCESSES = {
    "web": "wanhao web",
    "worker": "wanhao worker",
    "telephony": "wanhao telephony",
    "outside": "wanhao outside",
    "media": "media_process.py",
    "mixer": "mixer_process",
}
START_CPU_LIMIT = 2.5  # seconds of each process until all are well, on a machine that others use too
REST_LIMIT = 60.0  # ms of processor time a second of all of them, without PostgreSQL


@dataclass(frozen=True)
class Figures:
    """Seconds until ready; of the second start CPU seconds until then, ms a second at rest and MiB for each process."""

    first_ready_seconds: float
    second_ready_seconds: float
    start_cpu: dict[str, float]
    rest_ms: dict[str, float]
    memory: dict[str, float]
    memory_of_all: float

    @property
    def missed(self) -> list[str]:
        """Stated limits that were not held."""
        found = [f"start of {name}" for name, seconds in self.start_cpu.items() if seconds > START_CPU_LIMIT]
        if sum(self.rest_ms.values()) > REST_LIMIT:
            found.append("little work at rest")
        return found


def measure(house: OwnHouse, *, first: float, seconds: int) -> Figures:
    """Stop, start again, look at each process, wait, look again."""
    house.stop()
    second = house.open()
    pids = {name: house.pid_of(words) for name, words in PROCESSES.items()}
    at_start = {name: cpu_seconds([pid]) for name, pid in pids.items()}
    time.sleep(seconds / 4)  # the worker catches up with what stood still
    before = {name: cpu_seconds([pid]) for name, pid in pids.items()}
    time.sleep(seconds)
    return Figures(
        first_ready_seconds=round(first, 1),
        second_ready_seconds=round(second, 1),
        start_cpu={name: round(used, 2) for name, used in at_start.items()},
        rest_ms={name: round((cpu_seconds([pid]) - before[name]) * 1000 / seconds, 1) for name, pid in pids.items()},
        memory={name: round(memory_mib([pid]), 1) for name, pid in pids.items()},
        memory_of_all=round(memory_mib(list(house.processes())), 1),
    )


@click.command()
@click.option("--seconds", default=40, show_default=True, help="How long the house is watched at rest.")
def main(seconds: int) -> None:
    """Start the demo house twice; what each process costs until it is ready, and at rest."""
    began = time.monotonic()
    with OwnHouse() as house:
        figures = measure(house, first=time.monotonic() - began, seconds=seconds)
    show(figures)
