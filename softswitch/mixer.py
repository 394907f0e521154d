"""The mixer seen from asyncio: conferences of legs, in a process of its own that is started anew when it dies.

    conference = await mixer.open(on_lost)
    await conference.arrange([customer.leg, agent.leg, supervisor.leg], gains)
    await each.leg.point_inside(mixer.port)      # the leg hears the conference, and it hears the leg

Point legs elsewhere before the conference is closed, or they hear nothing.
"""

import asyncio
import contextlib
import json
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from softswitch.errors import MixerLost, SwitchError
from softswitch.mixing import PLACES, Gains
from softswitch.sdp import Codec

log = logging.getLogger(__name__)
MOST_CONFERENCES = 400
COMMAND_SECONDS = 3.0
HEARTBEAT_SECONDS = 5.0
START_SECONDS = 15.0
LONGEST_PAUSE_SECONDS = 5.0
ROOT = Path(__file__).parents[1]


class ConferenceFull(SwitchError):
    """No more people fit into this conference, or no more conferences into this mixer."""


class Seated(Protocol):
    """Who can take a seat: RTP comes from and goes to this local port. A Leg is one."""

    @property
    def inside(self) -> int: ...

    @property
    def codec(self) -> Codec: ...


class Mixer:
    """Supervises the mixer process, which is started with the first conference or by start()."""

    def __init__(self, host: str) -> None:
        self.host, self.port = host, 0
        self.restarts = self.conferences_lost = 0
        self._process: Process | None = None
        self._answers: deque[asyncio.Future[dict[str, Any]]] = deque()
        self._open: dict[int, Conference] = {}
        self._keeper: asyncio.Task[None] | None = None
        self._up = asyncio.Event()

    @property
    def is_up(self) -> bool:
        """Can it be given commands?"""
        return self._up.is_set()

    @property
    def pid(self) -> int | None:
        """The process id while it is up."""
        return self._process.pid if self._process and self.is_up else None

    @property
    def conferences(self) -> int:
        """How many are open."""
        return len(self._open)

    async def start(self) -> None:
        """Have the process running from now on until stop(); raises MixerLost."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep())
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._up.wait()
        except TimeoutError:
            raise MixerLost("the mixer does not start") from None

    async def stop(self) -> None:
        """End the process."""
        self._open.clear()
        if self._keeper:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None

    async def open(self, on_lost: Callable[[], None]) -> "Conference":
        """A new, empty conference; `on_lost` is called if the process dies. Raises MixerLost, ConferenceFull."""
        await self.start()
        number = next((n for n in range(MOST_CONFERENCES) if n not in self._open), None)
        if number is None:
            raise ConferenceFull(f"{MOST_CONFERENCES} conferences are open")
        self._open[number] = Conference(self, number, on_lost)
        return self._open[number]

    async def facts(self) -> dict[str, Any]:
        """Seats, ticks and how late they were (ms), packets expected, lost and late, CPU; since the process began."""
        return await self.command({"do": "facts"})

    async def command(self, command: dict[str, Any]) -> dict[str, Any]:
        """Send one command; an answer that does not come ends the process, and another one is started."""
        process = self._process
        if process is None or process.stdin is None or not self.is_up:
            raise MixerLost("the mixer is down")
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers.append(answer)
        process.stdin.write(json.dumps(command).encode() + b"\n")
        await asyncio.wait({answer}, timeout=COMMAND_SECONDS)
        if not answer.done():
            answer.cancel()
            log.error("the mixer does not answer; restarting it")
            _kill(process)
            raise MixerLost("the mixer hangs")
        return answer.result()

    def has(self, conference: "Conference") -> bool:
        """Is it open, in the process that runs now?"""
        return self._open.get(conference.number) is conference

    def forget(self, conference: "Conference") -> None:
        """The conference is over."""
        if self.has(conference):
            del self._open[conference.number]

    # -- the process --------------------------------------------------------------------------------------

    async def _keep(self) -> None:
        pause = 0.0
        while True:
            try:
                await self._live()
                pause = 0.0
                self.restarts += 1
                log.warning("the mixer died and is started again")
            except (OSError, ValueError, TimeoutError):
                log.exception("the mixer could not be started")
                pause = min(LONGEST_PAUSE_SECONDS, pause + 0.5)
            await asyncio.sleep(pause)

    async def _live(self) -> None:
        """One process from its start to its death; raises OSError, ValueError, TimeoutError when it does not start."""
        settings = {"host": self.host, "conferences": MOST_CONFERENCES}
        process = self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "softswitch.mixer_process", json.dumps(settings)),
            stdin=PIPE,
            stdout=PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        )
        beating: asyncio.Task[None] | None = None
        try:
            assert process.stdout is not None
            async with asyncio.timeout(START_SECONDS):
                self.port = json.loads(await process.stdout.readline())["port"]
            self._up.set()
            beating = asyncio.create_task(self._beat())
            await self._take_answers(process.stdout)
        finally:
            if beating:
                beating.cancel()
            _kill(process)
            self._lost()
            await process.wait()

    async def _take_answers(self, answers: asyncio.StreamReader) -> None:
        while line := await answers.readline():
            answer = self._answers.popleft()
            if not answer.done():
                answer.set_result(json.loads(line))

    async def _beat(self) -> None:
        """Find out that it hangs before somebody hears it."""
        with contextlib.suppress(MixerLost):
            while True:
                await asyncio.sleep(HEARTBEAT_SECONDS)
                await self.command({"do": "facts"})

    def _lost(self) -> None:
        self._up.clear()
        while self._answers:
            answer = self._answers.popleft()
            if not answer.done():
                answer.set_exception(MixerLost("the mixer died"))
        lost, self._open = list(self._open.values()), {}
        self.conferences_lost += len(lost)
        for conference in lost:
            conference.on_lost()


class Conference:
    """Legs that hear each other as they are told."""

    def __init__(self, mixer: Mixer, number: int, on_lost: Callable[[], None]) -> None:
        self.mixer, self.number, self.on_lost = mixer, number, on_lost
        self._seated: list[Seated | None] = [None] * PLACES

    async def arrange(self, legs: Sequence[Seated], gains: Gains) -> None:
        """These legs and no others, each hearing the others by `gains`: row who hears, column whom, 0 to 1.

        Whoever was seated before notices nothing. Raises MixerLost, ConferenceFull.
        """
        if not self.mixer.has(self):
            raise MixerLost("the conference is over")
        if len(legs) > PLACES:
            raise ConferenceFull(f"only {PLACES} fit into a conference")
        places = self._places(legs)
        matrix = [[0.0] * PLACES for _place in range(PLACES)]
        for listener, row in zip(places, gains, strict=True):
            for speaker, gain in zip(places, row, strict=True):
                matrix[listener][speaker] = gain
        seats = [leg and [leg.inside, int(leg.codec)] for leg in self._seated]
        await self.mixer.command({"do": "arrange", "conference": self.number, "seats": seats, "gains": matrix})

    async def close(self) -> None:
        """Let everybody go; nothing is heard here any more."""
        with contextlib.suppress(MixerLost):
            await self.arrange([], [])
        self.mixer.forget(self)

    def _places(self, legs: Sequence[Seated]) -> list[int]:
        """Seat them: who sits stays where they are."""
        self._seated = [leg if leg in legs else None for leg in self._seated]
        for leg in legs:
            if leg not in self._seated:
                self._seated[self._seated.index(None)] = leg
        return [self._seated.index(leg) for leg in legs]


def _kill(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
