"""What happens in emergencies. Ids and figures, never texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class EmergencyEvent(Event):
    """Something about one emergency; wakes its page and the list."""

    subject_kind: ClassVar[str] = "emergency"
    emergency_id: int


@dataclass(frozen=True)
class EmergencyBegan(EmergencyEvent):
    """The team is being called."""

    team_id: int
    members: int


@dataclass(frozen=True)
class MemberCalled(EmergencyEvent):
    """A member's telephone is being rung."""

    staff_id: int
    attempt: int


@dataclass(frozen=True)
class MemberNotReached(EmergencyEvent):
    """A call ended without the key; `is_last` when there will be no other."""

    staff_id: int
    outcome: str
    is_last: bool


@dataclass(frozen=True)
class MemberConfirmed(EmergencyEvent):
    """A member said that they are coming."""

    staff_id: int
    how: str
    after_seconds: float


@dataclass(frozen=True)
class MemberInPlace(EmergencyEvent):
    """A member is there."""

    staff_id: int
    after_seconds: float
    is_in_time: bool


@dataclass(frozen=True)
class EmergencyStepDone(EmergencyEvent):
    """A step of the plan was done, or taken back."""

    step: int
    is_done: bool


@dataclass(frozen=True)
class EmergencyLogged(EmergencyEvent):
    """Somebody wrote in the log."""


@dataclass(frozen=True)
class EmergencyEnded(EmergencyEvent):
    """It is over."""

    seconds: float


@dataclass(frozen=True)
class EmergencyReviewed(EmergencyEvent):
    """What was learnt was written down."""

    actions: int


@dataclass(frozen=True)
class ReviewActionDone(EmergencyEvent):
    """An action of the review was done, or taken back."""

    action: int
    is_done: bool


@dataclass(frozen=True)
class PlanChanged(Event):
    """A plan was written or changed."""

    subject_kind: ClassVar[str] = "plan"
    plan_id: int
    steps: int


@dataclass(frozen=True)
class TeamChanged(Event):
    """A team was written or changed."""

    subject_kind: ClassVar[str] = "emergency_team"
    emergency_team_id: int
    members: int
