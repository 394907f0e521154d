"""What happens to entries of the change-tracking list. Ids, codes and figures, never texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class EntryEvent(Event):
    """Something about one entry."""

    subject_kind: ClassVar[str] = "entry"
    entry_id: int


@dataclass(frozen=True, kw_only=True)
class EntryProposed(EntryEvent):
    """A help topic was asked for so often that it should be looked into."""

    topic: str
    asked: int


@dataclass(frozen=True, kw_only=True)
class EntryOpened(EntryEvent):
    """Somebody owns it from now on."""

    owner_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class EntryBegun(EntryEvent):
    """Work on it has begun."""


@dataclass(frozen=True, kw_only=True)
class EntryAnswered(EntryEvent):
    """The owner has an answer."""


@dataclass(frozen=True, kw_only=True)
class EntryChanged(EntryEvent):
    """Another owner or due date."""

    owner_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class EntryCommented(EntryEvent):
    """Somebody added to its story."""


@dataclass(frozen=True, kw_only=True)
class EntryClosed(EntryEvent):
    """It is over, with its result; `requests` help requests led to it."""

    status_before: str
    is_on_time: bool
    requests: int


@dataclass(frozen=True, kw_only=True)
class EntryReopened(EntryEvent):
    """The answer did not hold."""


@dataclass(frozen=True, kw_only=True)
class EntryOverdue(EntryEvent):
    """Its day is over; the owner was reminded."""

    owner_id: int
    days: int
