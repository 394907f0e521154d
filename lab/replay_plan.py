"""A day to be replayed: who calls when, for what and how patient, and how many agents are at work. Model seconds."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

SLICE_SECONDS = 300
SHIFT_SECONDS = 1800
TALK_SECONDS, TALK_SPREAD = 210.0, 0.75  # mean, and standard deviation of its logarithm
WRAP_UP_SECONDS = 30.0
RING_SECONDS = (3.0, 6.0)
PATIENCE_SECONDS = 240.0
FAULT_SHARE = 0.25
# class, share of callers, head start in seconds
CLASSES = [("ordinary", 0.88, 0), ("gold", 0.06, 120), ("vip", 0.04, 300), ("green_channel", 0.02, 900)]
STAFFED, STAFFED_SPREAD = 0.96, 0.05  # agents over the load, and how far a shift is off: too few at times, as in life


@dataclass(frozen=True)
class Caller:
    """One caller: moment since the day's first one, class, queue, patience and what serving them takes."""

    at: float
    kind: str
    head_start: int
    queue: str
    patience: float
    ring: float
    talk: float
    wrap_up: float


@dataclass(frozen=True)
class Shift:
    """From this moment on so many are at work: generalists and fault specialists."""

    at: float
    general: int
    fault: int


@dataclass(frozen=True)
class Day:
    """A day as it is replayed."""

    name: str
    seconds: float
    callers: list[Caller]
    shifts: list[Shift]


def days_in(file: Path) -> dict[str, list[tuple[datetime, float]]]:
    """Counts of each 5 minutes by day; columns DateTime and Calls."""
    found: dict[str, list[tuple[datetime, float]]] = defaultdict(list)
    with file.open(newline="") as lines:
        for row in csv.DictReader(lines):
            at = datetime.fromisoformat(row["DateTime"])
            found[f"{at:%Y-%m-%d}"].append((at, float(row["Calls"])))
    return dict(found)


def plan(file: Path, *, day: str = "", hours: str = "", share: float = 1.0, seed: int = 1) -> Day:
    """The day of the file (its first without one), or the hours of it such as 9-12; `share` thins the callers."""
    days = days_in(file)
    name = day or next(iter(days))
    first, last = (int(hour) for hour in (hours or "0-24").split("-"))
    counts = [(at, calls * share) for at, calls in days[name] if first <= at.hour < last]
    draw = random.Random(seed)
    begin = counts[0][0]
    callers = [
        caller(draw, (at - begin).total_seconds() + draw.random() * SLICE_SECONDS)
        for at, calls in counts
        for _one in range(int(calls + draw.random()))
    ]
    callers.sort(key=lambda one: one.at)
    slices = [calls for _at, calls in counts]
    return Day(name, len(slices) * SLICE_SECONDS, callers, shifts(draw, slices))


def caller(draw: random.Random, at: float) -> Caller:
    """Somebody who calls at this moment."""
    kind, _share, head_start = draw.choices(CLASSES, [share for _kind, share, _head_start in CLASSES])[0]
    return Caller(
        at=at,
        kind=kind,
        head_start=head_start,
        queue="fault" if draw.random() < FAULT_SHARE else "general",
        patience=draw.expovariate(1 / PATIENCE_SECONDS),
        ring=draw.uniform(*RING_SECONDS),
        talk=TALK_SECONDS * draw.lognormvariate(-(TALK_SPREAD**2) / 2, TALK_SPREAD),
        wrap_up=draw.expovariate(1 / WRAP_UP_SECONDS),
    )


def shifts(draw: random.Random, slices: list[float]) -> list[Shift]:
    """For each half hour about as many agents as its callers keep busy, more or less by the planner's luck."""
    busy = TALK_SECONDS + WRAP_UP_SECONDS + sum(RING_SECONDS) / 2
    width = SHIFT_SECONDS // SLICE_SECONDS
    found = []
    for start in range(0, len(slices), width):
        part = slices[start : start + width]
        load = sum(part) / (len(part) * SLICE_SECONDS) * busy

        def staffed(share: float, load: float = load) -> int:
            return max(2, round(load * share * draw.gauss(STAFFED, STAFFED_SPREAD)))

        found.append(Shift(start * SLICE_SECONDS, staffed(1 - FAULT_SHARE), staffed(FAULT_SHARE)))
    return found
