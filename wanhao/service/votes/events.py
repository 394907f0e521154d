"""What happens to polls. Sums and ids only: who voted what is in the ballots, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class PollEvent(Event):
    """Something about one poll; wakes its page."""

    subject_kind: ClassVar[str] = "poll"
    poll_id: int


@dataclass(frozen=True)
class BallotsCounted(PollEvent):
    """Calls answered within a moment: counted, and not counted because they had voted before."""

    counted: int
    again: int


@dataclass(frozen=True)
class WinnersDrawn(PollEvent):
    winners: tuple[str, ...]


@dataclass(frozen=True)
class PollExported(PollEvent):
    pass
