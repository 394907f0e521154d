"""What happens to complaints. They are events of the ticket, so its story holds them. Ids, codes and amounts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from wanhao.foundation.audit.events import Event

TOPIC = "complaints:all"


@dataclass(frozen=True, kw_only=True)
class ComplaintEvent(Event):
    """Something about the complaint of one ticket; wakes the ticket's page and the lists of complaints."""

    subject_kind: ClassVar[str] = "ticket"
    ticket_id: int
    number: str
    customer_id: int | None = None

    @property
    def topics(self) -> frozenset[str]:
        """The ticket, and complaints."""
        return frozenset({self.subject, TOPIC})


@dataclass(frozen=True, kw_only=True)
class ComplaintBegun(ComplaintEvent):
    level: int
    owner_id: int | None
    repeats: str


@dataclass(frozen=True, kw_only=True)
class LevelRaised(ComplaintEvent):
    level_before: int
    level: int
    why: str
    owner_id: int | None


@dataclass(frozen=True, kw_only=True)
class RepeatParted(ComplaintEvent):
    repeats: str


@dataclass(frozen=True, kw_only=True)
class RepeatJoined(ComplaintEvent):
    repeats: str


@dataclass(frozen=True, kw_only=True)
class CrisisStepDone(ComplaintEvent):
    step: str
    is_in_time: bool


@dataclass(frozen=True, kw_only=True)
class MediationRecorded(ComplaintEvent):
    mediation_id: int
    result: str


@dataclass(frozen=True, kw_only=True)
class CompensationEvent(ComplaintEvent):
    compensation_id: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class CompensationProposed(CompensationEvent):
    needs_two: bool


@dataclass(frozen=True, kw_only=True)
class CompensationApproved(CompensationEvent):
    is_final: bool


@dataclass(frozen=True, kw_only=True)
class CompensationRefused(CompensationEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class ClosingBegun(ComplaintEvent):
    run: int
    next_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClosingCallAsked(ComplaintEvent):
    number_of_try: int


@dataclass(frozen=True, kw_only=True)
class ClosingCallEnded(ComplaintEvent):
    result: str
    tries: int
    contact_id: int | None


@dataclass(frozen=True, kw_only=True)
class ClosingEnded(ComplaintEvent):
    result: str


@dataclass(frozen=True, kw_only=True)
class ClosureContradicted(ComplaintEvent):
    charged_to_id: int
