"""What the processes of a house use: processor seconds and memory, read from /proc."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

from lab.own_house import OwnHouse

TICKS = os.sysconf("SC_CLK_TCK")
SAMPLE_SECONDS = 2.0  # each look walks the page tables of forty processes


def cpu_seconds(pids: list[int]) -> float:
    """User and system seconds of living processes, with those of their reaped children."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += sum(int(value) for value in fields[11:13])
    return ticks / TICKS


def memory_mib(pids: list[int]) -> float:
    """Memory of the processes in MiB, shared pages divided among those who share them."""
    total = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


@dataclass
class Watch:
    """Samples a house while something runs in it."""

    house: OwnHouse
    memory: list[float] = field(default_factory=list)
    cpu: float = 0.0
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Watch:
        self._before = cpu_seconds(list(self.house.processes()))
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self.cpu = cpu_seconds(list(self.house.processes())) - self._before

    def _sample(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            self.memory.append(memory_mib(list(self.house.processes())))
