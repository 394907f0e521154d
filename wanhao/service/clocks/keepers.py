"""What clocks belong to: the contexts above say how their things are locked and who is told when a mark is reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from wanhao.service.clocks.rules import Mark

if TYPE_CHECKING:
    from wanhao.service.clocks.models import Clock


@dataclass(frozen=True)
class Reached:
    """A mark that a clock has reached."""

    clock: Clock
    mark: Mark
    at: datetime

    @property
    def thing_id(self) -> int:
        """The row the clock belongs to."""
        return int(self.clock.subject.partition(":")[2])


class Keeper(Protocol):
    """The context whose things have clocks. Both are called in the transaction in which the marks are noted."""

    def lock(self, ids: Sequence[int]) -> set[int]:
        """Lock these rows without waiting; the ones that could be locked. The others come again in a second."""

    def tell(self, reached: Sequence[Reached]) -> None:
        """Tell who must know, raise what must be raised; the things are locked."""

    def moved(self, clocks: Sequence[Clock]) -> None:
        """These clocks were paused, or go on: they are due at other moments now."""


KEEPERS: dict[str, Keeper] = {}


def register(kind: str, keeper: Keeper) -> None:
    """Things of this kind (`ticket`) have clocks."""
    KEEPERS[kind] = keeper


def lock(subjects: Iterable[str]) -> set[str]:
    """Lock the things of these subjects; those that could be locked."""
    ids: dict[str, list[int]] = defaultdict(list)
    for subject in sorted(set(subjects)):
        kind, _colon, number = subject.partition(":")
        ids[kind].append(int(number))
    return {f"{kind}:{one}" for kind, numbers in ids.items() for one in KEEPERS[kind].lock(numbers)}


def moved(clocks: Sequence[Clock]) -> None:
    """Tell the contexts whose clocks were paused or go on."""
    by_kind: dict[str, list[Clock]] = defaultdict(list)
    for clock in clocks:
        by_kind[clock.subject.partition(":")[0]].append(clock)
    for kind, ones in by_kind.items():
        KEEPERS[kind].moved(ones)


def tell(reached: Sequence[Reached]) -> None:
    """Hand the marks to the contexts they belong to."""
    by_kind: dict[str, list[Reached]] = defaultdict(list)
    for one in reached:
        by_kind[one.clock.subject.partition(":")[0]].append(one)
    for kind, ones in by_kind.items():
        KEEPERS[kind].tell(ones)
