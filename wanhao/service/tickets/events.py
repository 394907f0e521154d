"""What happens to tickets. Ids, codes and figures, never texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class TicketEvent(Event):
    """Something about one ticket; wakes the ticket's page and its owner's desk."""

    subject_kind: ClassVar[str] = "ticket"
    ticket_id: int
    number: str
    owner_id: int
    customer_id: int | None = None
    contact_id: int | None = None

    @property
    def topics(self) -> frozenset[str]:
        """The ticket and the desk of its owner."""
        return frozenset({self.subject, f"agent:{self.owner_id}"})


@dataclass(frozen=True, kw_only=True)
class TicketOpened(TicketEvent):
    kind: str
    severity: str
    category: str
    source: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class TicketNoteAdded(TicketEvent):
    note_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerTold(TicketNoteAdded):
    """The customer heard from us otherwise than by a message of ours."""


@dataclass(frozen=True, kw_only=True)
class TicketChanged(TicketEvent):
    changed_fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TicketBegun(TicketEvent):
    reason: str


@dataclass(frozen=True, kw_only=True)
class TicketResolved(TicketEvent):
    reason: str
    is_on_time: bool


@dataclass(frozen=True, kw_only=True)
class TicketReopened(TicketEvent):
    reason: str
    reopened_count: int


@dataclass(frozen=True, kw_only=True)
class TicketClosed(TicketEvent):
    reason: str
    status_before: str


@dataclass(frozen=True, kw_only=True)
class HandOverEvent(TicketEvent):
    """Something about a hand-over; wakes both desks."""

    hand_over_id: int
    asked_by_id: int
    asked_of_id: int

    @property
    def topics(self) -> frozenset[str]:
        """The ticket and the desks of both."""
        return super().topics | {f"agent:{self.asked_by_id}", f"agent:{self.asked_of_id}"}


@dataclass(frozen=True, kw_only=True)
class HandOverAsked(HandOverEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class HandOverAccepted(HandOverEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class HandOverDeclined(HandOverEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketWatched(TicketEvent):
    watcher_id: int


@dataclass(frozen=True, kw_only=True)
class TicketUnwatched(TicketEvent):
    watcher_id: int


@dataclass(frozen=True, kw_only=True)
class ContactJoined(TicketEvent):
    """A further contact is about this ticket; `contact_id` is that one."""


@dataclass(frozen=True, kw_only=True)
class LinkEvent(TicketEvent):
    """Something about a link from this ticket; wakes the other one too."""

    kind: str
    target_id: int
    target: str

    @property
    def topics(self) -> frozenset[str]:
        """Both tickets."""
        return super().topics | {f"ticket:{self.target_id}"}


@dataclass(frozen=True, kw_only=True)
class TicketLinked(LinkEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketUnlinked(LinkEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketMerged(LinkEvent):
    status_before: str


@dataclass(frozen=True, kw_only=True)
class MergeUndone(LinkEvent):
    status_again: str


@dataclass(frozen=True, kw_only=True)
class MessageEvent(TicketEvent):
    """Something about a message between the customer and the centre."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class MessageWritten(MessageEvent):
    state: str


@dataclass(frozen=True, kw_only=True)
class CustomerWrote(MessageEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class MessageDelivered(MessageEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class MessageFailed(MessageEvent):
    tries: int


@dataclass(frozen=True, kw_only=True)
class WebOwnerMissed(Event):
    """Who is named for web tickets (of a region) cannot own them any more: so many administrators were told."""

    subject_kind: ClassVar[str] = "staff"
    staff_id: int
    region_id: int | None
    told: int
