"""What happens on the telephone side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class CallEvent(Event):
    """Something about the call of a contact; whoever watches the contact is woken."""

    subject_kind: ClassVar[str] = "contact"
    contact_id: int


@dataclass(frozen=True)
class CallBegan(CallEvent):
    """A call reached us and belongs to a telephony process."""

    node: str
    access_code: str


@dataclass(frozen=True)
class MenuWalked(CallEvent):
    """The caller's way through the voice menu: steps in order, each with what led on from it (`main-menu:0`)."""

    steps: tuple[str, ...]
    flow: str = ""
    version: int = 0
    at: str = ""  # the step where the walk ended, or where the caller hung up
    end: str = "left"  # the kind of the last step; `left` when the caller hung up on the way
    was_served: bool = False
    announcements: tuple[int, ...] = ()  # those the caller heard on the way


@dataclass(frozen=True)
class BalanceTold(CallEvent):
    """The caller heard the balance of the account of the number they call from."""


@dataclass(frozen=True)
class BillTold(CallEvent):
    """The caller heard the last bill of the account of the number they call from."""


@dataclass(frozen=True)
class ProgressTold(CallEvent):
    """The caller heard how far their tickets are."""

    tickets: int


@dataclass(frozen=True)
class CallHeld(CallEvent):
    """The agent put the caller on hold."""


@dataclass(frozen=True)
class CallResumed(CallEvent):
    """The agent took the caller off hold."""

    held_seconds: int


@dataclass(frozen=True)
class CallTransferred(CallEvent):
    """The agent passed the caller on: to a queue, to another agent, or to an outside number."""

    to_kind: str
    to: str


@dataclass(frozen=True)
class CallConsulted(CallEvent):
    """The agent asked somebody else while the caller heard music."""

    staff_id: int
    to_kind: str
    to: str


@dataclass(frozen=True)
class QueueConsulted(CallEvent):
    """The agent asks a queue and waits in it for one of its agents, while the caller hears music."""

    staff_id: int
    queue_code: str


@dataclass(frozen=True)
class ConsultationEnded(CallEvent):
    """The one consulted left, or did not answer; the agent is with the caller again."""

    to: str
    was_answered: bool


@dataclass(frozen=True)
class ConferenceBegan(CallEvent):
    """Caller, agent and the one consulted talk together."""

    staff_id: int
    to: str


@dataclass(frozen=True)
class ConferenceLost(CallEvent):
    """The mixer died: whoever was in the call beside caller and agent was cut off."""


@dataclass(frozen=True)
class TransferCompleted(CallEvent):
    """The one consulted goes on with the caller in the agent's place."""

    staff_id: int
    to_kind: str
    to: str


@dataclass(frozen=True)
class Supervised(CallEvent):
    """A supervisor is in the call; abstract."""

    staff_id: int
    announced: str


@dataclass(frozen=True)
class CallListenedTo(Supervised):
    """A supervisor listens; nobody hears them."""


@dataclass(frozen=True)
class CallWhispered(Supervised):
    """A supervisor is heard by the agent alone."""


@dataclass(frozen=True)
class CallJoined(Supervised):
    """A supervisor talks with agent and caller."""


@dataclass(frozen=True)
class CallTakenOver(CallEvent):
    """A supervisor goes on with the caller in the agent's place."""

    staff_id: int
    from_staff_id: int | None


@dataclass(frozen=True)
class SupervisorLeft(CallEvent):
    """A supervisor left the call after so many seconds."""

    staff_id: int
    seconds: int


@dataclass(frozen=True)
class AgentLegLost(CallEvent):
    """The agent's browser or telephone vanished in mid-call; it is rung again."""

    staff_id: int


@dataclass(frozen=True)
class AgentLegRecovered(CallEvent):
    """The same agent came back to the caller."""

    staff_id: int
    after_seconds: int


@dataclass(frozen=True)
class CallLost(CallEvent):
    """A call ended by a failure of ours: its process or its media died."""

    reason: str
    node: str


@dataclass(frozen=True)
class NodeStarted(Event):
    """A telephony process began to take calls."""

    subject_kind: ClassVar[str] = "node"
    node_id: int


@dataclass(frozen=True)
class NodeStopped(Event):
    """A telephony process ended as asked."""

    subject_kind: ClassVar[str] = "node"
    node_id: int


@dataclass(frozen=True)
class NodeLost(Event):
    """A telephony process fell silent; its calls were closed as lost."""

    subject_kind: ClassVar[str] = "node"
    node_id: int
    calls: int


@dataclass(frozen=True)
class MediaProcessLost(Event):
    """The media process of a node died; its calls ended as lost and it was started again."""

    subject_kind: ClassVar[str] = "node"
    node_id: int


@dataclass(frozen=True)
class AnnouncementEvent(Event):
    """Something about a call the house makes itself; `staff_id` is empty for numbers outside."""

    subject_kind: ClassVar[str] = "announcement"
    announcement_id: int
    reference: str
    staff_id: int | None


@dataclass(frozen=True)
class AnnouncementAsked(AnnouncementEvent):
    """The call is to be placed."""


@dataclass(frozen=True)
class AnnouncementEnded(AnnouncementEvent):
    """The call is over, or could not be placed."""

    outcome: str


@dataclass(frozen=True)
class ArrangedCallEvent(Event):
    """Something about a call the centre makes for somebody away from a desk; of the ticket it is about."""

    subject_kind: ClassVar[str] = "ticket"
    arranged_call_id: int
    ticket_id: int
    staff_id: int


@dataclass(frozen=True)
class CallArranged(ArrangedCallEvent):
    """First their telephone is to be rung, then the customer's."""

    @property
    def topics(self) -> frozenset[str]:
        """The telephony processes as well."""
        return frozenset({self.subject, f"arranged-call:{self.arranged_call_id}"})


@dataclass(frozen=True)
class ArrangedCallEnded(ArrangedCallEvent):
    """The call is over, or could not be made."""

    outcome: str
