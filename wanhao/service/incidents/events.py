"""What happens to group incidents. Events of the parent ticket or of the ticket attached; ids and figures only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event

TOPIC = "incidents:all"


@dataclass(frozen=True, kw_only=True)
class IncidentEvent(Event):
    """Something about an incident, kept with its parent ticket; wakes the pages of both."""

    subject_kind: ClassVar[str] = "ticket"
    ticket_id: int
    number: str
    incident_id: int

    @property
    def topics(self) -> frozenset[str]:
        """The ticket, and incidents."""
        return frozenset({self.subject, TOPIC})


@dataclass(frozen=True, kw_only=True)
class IncidentOpened(IncidentEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class IncidentAreaChanged(IncidentEvent):
    changed_fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TicketAttached(IncidentEvent):
    """Kept with the ticket that was attached; `number` is the parent's."""

    how: str


@dataclass(frozen=True, kw_only=True)
class TicketDetached(IncidentEvent):
    """Kept with the ticket that was detached; `number` is the parent's."""


@dataclass(frozen=True, kw_only=True)
class IncidentAnnounced(IncidentEvent):
    announcement_id: int


@dataclass(frozen=True, kw_only=True)
class MassMessageAsked(IncidentEvent):
    message_id: int
    customers: int


@dataclass(frozen=True, kw_only=True)
class IncidentRestored(IncidentEvent):
    customers: int


@dataclass(frozen=True, kw_only=True)
class IncidentEnded(IncidentEvent):
    pass
