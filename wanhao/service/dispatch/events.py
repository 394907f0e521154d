"""What happens to work orders. Ids, codes and figures, never texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class WorkOrderEvent(Event):
    """Something about one work order; wakes its page, its ticket's page and the department's inbox."""

    subject_kind: ClassVar[str] = "work_order"
    work_order_id: int
    number: str
    ticket_id: int
    department_id: int
    assignee_id: int | None = None
    customer_id: int | None = None

    @property
    def topics(self) -> frozenset[str]:
        """The order, its ticket, the department."""
        return frozenset({self.subject, f"ticket:{self.ticket_id}", f"department:{self.department_id}"})


@dataclass(frozen=True, kw_only=True)
class WorkOrderSent(WorkOrderEvent):
    """A department received it."""

    order_type: str


@dataclass(frozen=True, kw_only=True)
class WorkOrderAssigned(WorkOrderEvent):
    """Handed to a person."""


@dataclass(frozen=True, kw_only=True)
class WorkOrderAccepted(WorkOrderEvent):
    """Somebody works on it."""


@dataclass(frozen=True, kw_only=True)
class WorkOrderRefused(WorkOrderEvent):
    """The department does not take it."""


@dataclass(frozen=True, kw_only=True)
class WorkOrderBounced(WorkOrderEvent):
    """The department took it and sends it back."""


@dataclass(frozen=True, kw_only=True)
class WorkOrderAskedBack(WorkOrderEvent):
    """The department asks the ticket's owner."""


@dataclass(frozen=True, kw_only=True)
class WorkOrderAnswered(WorkOrderEvent):
    """The owner answered."""


@dataclass(frozen=True, kw_only=True)
class WorkOrderFinished(WorkOrderEvent):
    """Done, with result and evidence."""

    is_late: bool
    evidence: int


@dataclass(frozen=True, kw_only=True)
class WorkOrderCancelled(WorkOrderEvent):
    """The owner no longer asks for it."""


@dataclass(frozen=True, kw_only=True)
class WorkOrderReopened(WorkOrderEvent):
    """The result did not hold: the department works on it again."""

    reopened_count: int
    charged_to_id: int


@dataclass(frozen=True, kw_only=True)
class WorkOrderFoundFalse(WorkOrderEvent):
    """Reported done and contradicted: charged to who finished it."""

    charged_to_id: int


@dataclass(frozen=True, kw_only=True)
class WorkOrderNoted(WorkOrderEvent):
    """Somebody added a note."""


@dataclass(frozen=True, kw_only=True)
class WorkOrderCarried(WorkOrderEvent):
    """Its ticket was merged into another, or taken out again."""

    came_from: str
    went_to: str


@dataclass(frozen=True, kw_only=True)
class WorkOrderStuck(WorkOrderEvent):
    """The patrol found it not moving."""

    why: str
    hours: int


@dataclass(frozen=True, kw_only=True)
class TicketSentToAndFro(Event):
    """A ticket went to and fro beyond the limit."""

    subject_kind: ClassVar[str] = "ticket"
    ticket_id: int
    turns: int


@dataclass(frozen=True, kw_only=True)
class WarningBegun(Event):
    """A department or one of its orders went beyond a limit; all staff see it."""

    subject_kind: ClassVar[str] = "department"
    department_id: int
    kind: str
    number: str = ""
    numerator: int = 0
    denominator: int = 0


@dataclass(frozen=True, kw_only=True)
class WarningEnded(WarningBegun):
    """It is within the limit again."""


@dataclass(frozen=True, kw_only=True)
class PatrolMade(Event):
    """The day's round over all open work orders."""

    subject_kind: ClassVar[str] = "patrol"
    patrol_id: int
    day: date
    looked_at: int
    found: int


@dataclass(frozen=True, kw_only=True)
class ScoreboardExported(Event):
    """Somebody took the scoreboard along as a file."""

    subject_kind: ClassVar[str] = "staff"
    staff_id: int
    begin: date
    end: date
