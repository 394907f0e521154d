"""What happens to callbacks. No numbers of customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from wanhao.foundation.audit.events import Event

TOPIC = "callbacks:all"


@dataclass(frozen=True, kw_only=True)
class CallbackEvent(Event):
    """Something about one callback; wakes those who watch callbacks, and the pages of its queue."""

    subject_kind: ClassVar[str] = "callback"
    callback_id: int
    queue_id: int
    contact_id: int | None = None
    customer_id: int | None = None

    @property
    def topics(self) -> frozenset[str]:
        """Callbacks, the queue, the contact."""
        found = {self.subject, TOPIC, f"queue:{self.queue_id}"}
        return frozenset(found | ({f"contact:{self.contact_id}"} if self.contact_id else set()))


@dataclass(frozen=True, kw_only=True)
class CallbackAsked(CallbackEvent):
    source: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class CallbackQueued(CallbackEvent):
    number_of_try: int


@dataclass(frozen=True, kw_only=True)
class CallbackTaken(CallbackEvent):
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class CallbackDialled(CallbackEvent):
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class CallbackTried(CallbackEvent):
    result: str
    tries: int


@dataclass(frozen=True, kw_only=True)
class CallbackPutOff(CallbackEvent):
    not_before: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class CallbackMoved(CallbackEvent):
    not_before: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class CallbackClosed(CallbackEvent):
    outcome: str
    is_in_time: bool


@dataclass(frozen=True, kw_only=True)
class CallbackOverdue(CallbackEvent):
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class NumberProved(Event):
    """Somebody on the web page proved that they have the telephone."""

    subject_kind: ClassVar[str] = "queue"
    queue_id: int
