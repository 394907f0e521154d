"""What happens to a contact, from its arrival to its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class ContactEvent(Event):
    """Something that happened to one contact."""

    subject_kind: ClassVar[str] = "contact"
    contact_id: int


@dataclass(frozen=True)
class ContactOpened(ContactEvent):
    """A customer reached us."""

    channel: str
    access_code: str
    language: str


@dataclass(frozen=True)
class CustomerIdentified(ContactEvent):
    """We know, or an agent found out, who it is."""

    customer_id: int
    subscription_id: int | None


@dataclass(frozen=True)
class LanguageChosen(ContactEvent):
    """The customer wants to be served in this language."""

    language: str


@dataclass(frozen=True)
class BusinessTypeChosen(ContactEvent):
    """What the customer said the contact is about."""

    business_type: str


@dataclass(frozen=True)
class PersonAskedFor(ContactEvent):
    """The customer wants a person: from here on the contact waits."""

    queue_code: str


@dataclass(frozen=True)
class ContactAnswered(ContactEvent):
    """A person serves the customer."""

    agent_id: int


@dataclass(frozen=True)
class ContactGiven(ContactEvent):
    """An agent sees to it before the customer is on the line."""

    agent_id: int


@dataclass(frozen=True)
class ContactHeld(ContactEvent):
    """The customer was on hold for some seconds."""

    seconds: int


@dataclass(frozen=True)
class ContactWrappedUp(ContactEvent):
    """The agent said what it was about."""

    wrap_up_code: str
    has_note: bool


@dataclass(frozen=True)
class ContactRated(ContactEvent):
    """The customer gave 1 to 5."""

    rating: int


@dataclass(frozen=True)
class ContactEnded(ContactEvent):
    """The contact is over, with its only outcome."""

    outcome: str
    reason: str
    seconds: float
    hold_seconds: int
    agent_id: int | None
