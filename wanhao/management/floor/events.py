"""What leaders do on the floor. Ids and figures, never texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class MessageSent(Event):
    """A leader told agents something."""

    subject_kind: ClassVar[str] = "message"
    message_id: int
    receivers: int


@dataclass(frozen=True)
class MessageAcknowledged(Event):
    """An agent has understood a leader's message."""

    subject_kind: ClassVar[str] = "message"
    message_id: int
    staff_id: int


@dataclass(frozen=True)
class SignOutAsked(Event):
    """A leader signs an agent out; a running call goes on, and then it happens."""

    subject_kind: ClassVar[str] = "agent"
    agent_id: int
    waits_for_call: bool


@dataclass(frozen=True)
class AgentSignedOut(Event):
    """An agent was signed out and set offline on a leader's wish."""

    subject_kind: ClassVar[str] = "agent"
    agent_id: int
    asked_by_id: int
    sessions: int


@dataclass(frozen=True)
class ContactReleased(Event):
    """A leader ended a contact by force: asked its telephony process to hang up, or closed what nobody owned."""

    subject_kind: ClassVar[str] = "contact"
    contact_id: int
    way: str
    reason: str
