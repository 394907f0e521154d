"""What routing decides. The functions in sql/ write these; the classes say what they hold.

Seconds are exact to the microsecond, so that every interval figure can be recomputed from events.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class PlaceEvent(Event):
    """Something about one stay of a contact in one queue."""

    subject_kind: ClassVar[str] = "contact"
    contact_id: int
    place_id: int
    queue_id: int


@dataclass(frozen=True)
class ContactQueued(PlaceEvent):
    """The contact waits in a queue; `kept_seconds` is what it had waited before and keeps."""

    queued_at: datetime
    head_start_seconds: int
    kept_seconds: float


@dataclass(frozen=True)
class ContactOffered(PlaceEvent):
    """The contact rings at an agent."""

    offer_id: int
    agent_id: int
    wait_seconds: float


@dataclass(frozen=True)
class OfferAccepted(PlaceEvent):
    """The agent answered: the contact has left the queue."""

    offer_id: int
    agent_id: int
    wait_seconds: float
    in_limit: bool


@dataclass(frozen=True)
class OfferFailed(PlaceEvent):
    """Declined, not answered, unreachable or withdrawn; the contact keeps its place unless it left."""

    offer_id: int
    agent_id: int
    outcome: str
    rang_seconds: float


@dataclass(frozen=True)
class ContactLeftQueue(PlaceEvent):
    """The contact left without an answer: abandoned, overflow, closed, transferred, lost."""

    outcome: str
    wait_seconds: float


@dataclass(frozen=True)
class ServiceEnded(PlaceEvent):
    """The conversation is over; `has_wrap_up` says whether a WrapUpEnded follows."""

    offer_id: int
    agent_id: int
    outcome: str
    talk_seconds: float
    has_wrap_up: bool


@dataclass(frozen=True)
class WrapUpEnded(PlaceEvent):
    """The agent's work after the conversation is over."""

    agent_id: int
    wrap_up_seconds: float


@dataclass(frozen=True)
class WrapUpProlonged(PlaceEvent):
    """The agent took a little longer for the work after the conversation."""

    agent_id: int
    seconds: int


@dataclass(frozen=True)
class AgentEvent(Event):
    """Something about an agent's presence."""

    subject_kind: ClassVar[str] = "agent"
    agent_id: int


@dataclass(frozen=True)
class AgentStateChanged(AgentEvent):
    """The agent is in another state; the one before lasted `before_seconds`."""

    state: str
    reason: str
    before: str
    before_seconds: float


@dataclass(frozen=True)
class AgentStateWanted(AgentEvent):
    """What the agent will be after the running contact."""

    state: str
    reason: str


@dataclass(frozen=True)
class AgentEnrolled(AgentEvent):
    """A member of staff can be routed to from now on."""

    unit_id: int


@dataclass(frozen=True)
class OwnWrapUpSet(AgentEvent):
    """The agent has this long after a contact, whatever the queue says; none: as long as the queue says."""

    seconds: int | None


@dataclass(frozen=True)
class MembershipChanged(AgentEvent):
    """The agent serves a queue from now on, at this level and after this wait."""

    queue_id: int
    level: int
    after_seconds: int


@dataclass(frozen=True)
class MembershipEnded(AgentEvent):
    """The agent does not serve the queue any more."""

    queue_id: int
