"""What happens to appointments. They are events of the ticket, so its story holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class AppointmentEvent(Event):
    """Something about one appointment of a ticket."""

    subject_kind: ClassVar[str] = "ticket"
    ticket_id: int
    appointment_id: int
    area: str
    begins_at: datetime
    customer_id: int | None = None

    @property
    def topics(self) -> frozenset[str]:
        """The ticket's page and the plan of the area."""
        return frozenset({self.subject, "appointments:all"})


@dataclass(frozen=True, kw_only=True)
class AppointmentBooked(AppointmentEvent):
    place: int
    capacity: int


@dataclass(frozen=True, kw_only=True)
class AppointmentCarried(AppointmentEvent):
    """It came along from a ticket that was merged, or back to it."""

    came_from: str


@dataclass(frozen=True, kw_only=True)
class AppointmentMoved(AppointmentEvent):
    was_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class AppointmentCancelled(AppointmentEvent):
    reason: str


@dataclass(frozen=True, kw_only=True)
class AppointmentKept(AppointmentEvent):
    arrived_at: datetime


@dataclass(frozen=True, kw_only=True)
class AppointmentBroken(AppointmentEvent):
    arrived_at: datetime | None
