"""What happens in a chat. Nobody's words are in here, only who said how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class ChatEvent(Event):
    """Something about one chat, told with its contact."""

    subject_kind: ClassVar[str] = "contact"
    contact_id: int
    chat_id: int

    @property
    def topics(self) -> frozenset[str]:
        """The contact's pages, and whoever has the chat before them."""
        return frozenset({f"contact:{self.contact_id}", f"chat:{self.chat_id}"})


@dataclass(frozen=True)
class ChatOfAgent(ChatEvent):
    """Something the desk of an agent shows as well."""

    agent_id: int | None

    @property
    def topics(self) -> frozenset[str]:
        """And the desk of the agent."""
        return super().topics | ({f"agent:{self.agent_id}"} if self.agent_id else set())


@dataclass(frozen=True)
class ChatBegan(ChatEvent):
    """A customer began to write; `is_verified` says whether their number was proved by a code."""

    entrance: str
    is_verified: bool


@dataclass(frozen=True)
class MessageSent(ChatOfAgent):
    """Something was said, by the customer or the agent."""

    number: int
    author: str
    kind: str


@dataclass(frozen=True)
class NoticeGiven(ChatOfAgent):
    """The customer was told how things stand."""

    number: int
    notice: str


@dataclass(frozen=True)
class ChatAccepted(ChatOfAgent):
    """An agent serves the chat."""


@dataclass(frozen=True)
class ChatTransferred(ChatOfAgent):
    """The agent passed the chat on to a queue or a colleague, perhaps with a note of the house."""

    kind: str
    target: str
    has_note: bool


@dataclass(frozen=True)
class ChatReturned(ChatOfAgent):
    """The agent gave no sign any more: the chat waits at the head of the queue again."""

    reason: str
    unanswered_seconds: int


@dataclass(frozen=True)
class ChatOverflowed(ChatEvent):
    """It could not wait in a queue, or not any longer; empty: nowhere else either."""

    onward: str


@dataclass(frozen=True)
class SilentCustomerAsked(ChatOfAgent):
    """The customer was silent and was asked whether they are still there."""

    silent_seconds: int


@dataclass(frozen=True)
class ChatEnded(ChatOfAgent):
    """Nothing more is written."""

    reason: str
    messages: int


@dataclass(frozen=True)
class RatingExplained(ChatEvent):
    """The customer gave a word with the rating."""


@dataclass(frozen=True)
class TranscriptRead(ChatEvent):
    """Somebody who does not serve it read what was written."""

    reader_id: int


@dataclass(frozen=True)
class TranscriptDeleted(ChatEvent):
    """The time of a transcript was over: its messages and files are gone."""

    messages: int
    files: int
