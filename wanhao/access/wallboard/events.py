"""What happens to composed boards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class BoardEvent(Event):
    """Something about one board."""

    subject_kind: ClassVar[str] = "board"
    board_id: int


@dataclass(frozen=True)
class BoardComposed(BoardEvent):
    """A board was made or changed."""

    pages: int
    is_shared: bool


@dataclass(frozen=True)
class BoardRemoved(BoardEvent):
    """A board was thrown away."""
