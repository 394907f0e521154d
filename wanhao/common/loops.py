"""Work that repeats as long as the worker lives. A context registers its own in `jobs.py`, which the worker imports.

    @repeats("routing sweep", every_seconds=1)
    def sweep() -> None: ...

A plain function runs in a thread of its own; a coroutine function runs in the worker's event loop and may as well
go on for ever (a listener). Either is called again after `every_seconds`, also after it failed. Several workers may
run at once: whoever needs to be alone takes an advisory lock.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Work = Callable[[], None] | Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Loop:
    """One piece of repeated work."""

    name: str
    every_seconds: float
    work: Work


LOOPS: dict[str, Loop] = {}


def repeats(name: str, *, every_seconds: float) -> Callable[[Work], Work]:
    """Register a function to be called again and again by every worker."""

    def register(work: Work) -> Work:
        if name in LOOPS:
            raise ValueError(f"two loops are called {name!r}")
        LOOPS[name] = Loop(name, every_seconds, work)
        return work

    return register
