"""Conversations of three through the mixer process: how punctual it is, what is lost, what it costs."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from dataclasses import dataclass
from typing import Any

import click

from lab.bench_calls import show
from lab.crowd import CODECS, TONES
from softswitch.audience import Role, gains
from softswitch.mixer import Mixer
from softswitch.sdp import Codec

LATENESS_LIMIT_MS, LOST_LIMIT_PERCENT = 10.0, 0.1
BEFORE_SECONDS, AFTER_SECONDS = 2.0, 1.0
ROLES = (Role.CUSTOMER, Role.AGENT, Role.JOINED)


@dataclass(frozen=True)
class Chair:
    """A telephone of the crowd."""

    inside: int
    codec: Codec


@dataclass(frozen=True)
class Figures:
    """What a run came to; lateness is when the last packet of a tick was out, after it was due."""

    conversations: int
    seconds: float
    ticks: int
    ticks_left_out: int
    lateness_p50_ms: float
    lateness_p99_ms: float
    lateness_max_ms: float
    packets_expected: int
    packets_lost: int
    packets_late: int
    packets_not_heard: int
    lost_percent: float
    heard_wrongly: int
    core_percent: float
    priority: int
    crowd_behind_ms: float

    @property
    def missed(self) -> list[str]:
        """Stated limits that were not held."""
        found = []
        if self.lateness_p99_ms > LATENESS_LIMIT_MS:
            found.append(f"p99 lateness ≤ {LATENESS_LIMIT_MS:.0f} ms")
        if self.lost_percent >= LOST_LIMIT_PERCENT:
            found.append(f"lost < {LOST_LIMIT_PERCENT} %")
        if self.heard_wrongly:
            found.append("everybody hears the two others and nobody else")
        return found


async def measure(conversations: int, seconds: float) -> Figures:
    """Seat the crowd, let it talk, count."""
    crowd = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "lab.crowd", str(conversations * len(ROLES)), stdin=PIPE, stdout=PIPE, limit=1 << 20
    )
    mixer = Mixer("127.0.0.1")
    try:
        return await _measure(mixer, crowd, conversations, seconds)
    finally:
        await mixer.stop()
        if crowd.returncode is None:
            crowd.kill()
            await crowd.wait()


async def _measure(mixer: Mixer, crowd: asyncio.subprocess.Process, conversations: int, seconds: float) -> Figures:
    assert crowd.stdin is not None
    assert crowd.stdout is not None
    ports = json.loads(await crowd.stdout.readline())
    await mixer.start()
    talking = BEFORE_SECONDS + seconds + AFTER_SECONDS
    crowd.stdin.write(f"{mixer.port} {talking}\n".encode())
    for number in range(conversations):
        conference = await mixer.open(lambda: None)
        mine = ports[number * len(TONES) : (number + 1) * len(TONES)]
        await conference.arrange([Chair(port, CODECS[number % 2]) for port in mine], gains(ROLES))
    await asyncio.sleep(BEFORE_SECONDS)
    begin = await mixer.command({"do": "facts", "anew": True})
    await asyncio.sleep(seconds)
    end = await mixer.facts()
    heard = json.loads(await crowd.stdout.readline())
    return figures(conversations, seconds, begin, end, heard)


def figures(
    conversations: int, seconds: float, begin: dict[str, Any], end: dict[str, Any], heard: dict[str, Any]
) -> Figures:
    """Between two looks at the mixer's counters, and what the crowd heard."""
    expected, lost, late = (end[name] - begin[name] for name in ("expected", "lost", "late"))
    lost_in = (lost + late) / max(1, expected)
    lost_out = heard["missing"] / max(1, heard["heard"] + heard["missing"])
    return Figures(
        conversations=conversations,
        seconds=seconds,
        ticks=end["ticks"] - begin["ticks"],
        ticks_left_out=end["ticks_left_out"] - begin["ticks_left_out"],
        lateness_p50_ms=end["lateness_p50_ms"],
        lateness_p99_ms=end["lateness_p99_ms"],
        lateness_max_ms=end["lateness_max_ms"],
        packets_expected=expected,
        packets_lost=lost,
        packets_late=late,
        packets_not_heard=heard["missing"],
        lost_percent=round(100 * (lost_in + lost_out), 4),
        heard_wrongly=heard["heard_wrongly"],
        core_percent=round(100 * (end["cpu_seconds"] - begin["cpu_seconds"]) / seconds, 1),
        priority=end["priority"],
        crowd_behind_ms=heard["crowd_behind_ms"],
    )


@click.command()
@click.option("--conversations", default=150, show_default=True, help="Conversations of three at once.")
@click.option("--seconds", default=30.0, show_default=True, help="How long is measured.")
def main(conversations: int, seconds: float) -> None:
    """Conversations of three through the mixer: lateness, loss, processor time."""
    show(asyncio.run(measure(conversations, seconds)))
