"""What happened with lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class ListEvent(Event):
    """Something about a list as a whole."""

    subject_kind: ClassVar[str] = "list"
    list: str

    @property
    def subject(self) -> str:
        """The list by its name."""
        return f"list:{self.list}"

    @property
    def topics(self) -> frozenset[str]:
        """Nobody waits for it."""
        return frozenset()


@dataclass(frozen=True)
class ListExported(ListEvent):
    """Somebody took a copy of what a list shows."""

    form: str
    filters: tuple[str, ...]
    has_words: bool
    columns: tuple[str, ...]


@dataclass(frozen=True)
class ViewSaved(ListEvent):
    """A view was kept under a name."""

    view_id: int
    is_shared: bool


@dataclass(frozen=True)
class ViewRemoved(ListEvent):
    """A view is gone."""

    view_id: int


@dataclass(frozen=True)
class ManyChanged(ListEvent):
    """An act on many rows is over; each row has an event of its own."""

    run_id: int
    act: str
    done: int
    refused: int
