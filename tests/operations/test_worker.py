"""Loops go on after a failure, plain ones and coroutines alike."""

from __future__ import annotations

import asyncio

import pytest

from wanhao.common import loops
from wanhao.operations.worker import end, repeat


class Rounds:
    """Counts calls and tells when there were three."""

    def __init__(self) -> None:
        self.count = 0
        self.enough = asyncio.Event()
        self.loop = asyncio.get_running_loop()

    def add(self) -> None:
        """One more."""
        self.count += 1
        if self.count == 3:
            self.loop.call_soon_threadsafe(self.enough.set)


async def three_rounds(work: loops.Work, rounds: Rounds) -> None:
    """Run a loop until it was called three times."""
    task = asyncio.create_task(repeat(loops.Loop("test", 0.01, work)))
    async with asyncio.timeout(10):
        await rounds.enough.wait()
    await end([task])
    assert task.cancelled()


async def test_a_failing_function_is_called_again() -> None:
    rounds = Rounds()

    def work() -> None:
        rounds.add()
        raise ValueError("this time not")

    await three_rounds(work, rounds)


async def test_a_coroutine_is_awaited_again() -> None:
    rounds = Rounds()

    async def work() -> None:
        rounds.add()

    await three_rounds(work, rounds)


def test_two_loops_of_one_name_are_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "LOOPS", {})
    loops.repeats("sweep", every_seconds=1)(lambda: None)
    with pytest.raises(ValueError, match="sweep"):
        loops.repeats("sweep", every_seconds=1)(lambda: None)
