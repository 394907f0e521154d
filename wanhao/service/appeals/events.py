"""What happens to appeals. Ids, codes and figures, never texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class AppealEvent(Event):
    """Something about one appeal; wakes its page and that of its ticket."""

    subject_kind: ClassVar[str] = "appeal"
    appeal_id: int
    ticket_id: int
    regulator_number: str
    customer_id: int | None = None

    @property
    def topics(self) -> frozenset[str]:
        """The appeal and its ticket."""
        return frozenset({self.subject, f"ticket:{self.ticket_id}"})


@dataclass(frozen=True, kw_only=True)
class AppealRecorded(AppealEvent):
    regulator: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class AppealAccepted(AppealEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class AppealAnswered(AppealEvent):
    is_on_time: bool


@dataclass(frozen=True, kw_only=True)
class AppealEnded(AppealEvent):
    state: str


@dataclass(frozen=True, kw_only=True)
class EvidenceEvent(AppealEvent):
    """Something about an evidence pack of the appeal."""

    pack: str


@dataclass(frozen=True, kw_only=True)
class EvidencePackAsked(EvidenceEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class EvidencePackMade(EvidenceEvent):
    files: int
    recordings: int
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EvidencePackFailed(EvidenceEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class EvidencePackExpired(EvidenceEvent):
    pass
