"""What happens on visits. Ids, codes and figures, never texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class VisitEvent(Event):
    """Something about one visit; wakes its ticket's page and the technician's phone."""

    subject_kind: ClassVar[str] = "visit"
    visit_id: int
    work_order_id: int
    ticket_id: int
    technician_id: int
    customer_id: int | None = None

    @property
    def topics(self) -> frozenset[str]:
        """The visit, its ticket, the work order."""
        return frozenset({self.subject, f"ticket:{self.ticket_id}", f"work_order:{self.work_order_id}"})


@dataclass(frozen=True, kw_only=True)
class TechnicianArrived(VisitEvent):
    arrived_at: datetime
    told_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ResultSent(VisitEvent):
    """The checklist came from the phone."""

    job_type: str
    readings: int
    outside: tuple[str, ...]
    photos: int


@dataclass(frozen=True, kw_only=True)
class VisitHeld(VisitEvent):
    """Readings outside their limits: somebody must decide."""

    outside: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReadingExcused(VisitEvent):
    item: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class VisitFinished(VisitEvent):
    is_excused: bool


@dataclass(frozen=True, kw_only=True)
class CustomerNumberTaken(VisitEvent):
    """The technician called the customer: the number was opened on their phone."""

    @property
    def subject(self) -> str:
        """A visit may not have begun yet."""
        return f"work_order:{self.work_order_id}"


@dataclass(frozen=True)
class FieldPhoneSet(Event):
    """A technician said on which telephone to be rung."""

    subject_kind: ClassVar[str] = "staff"
    staff_id: int
    is_own_number: bool
