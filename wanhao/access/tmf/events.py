"""What happens to subscriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class SubscriptionEvent(Event):
    """Something about a subscription."""

    subject_kind: ClassVar[str] = "tmf_subscription"
    tmf_subscription_id: int


@dataclass(frozen=True)
class SubscriptionMade(SubscriptionEvent):
    """A system wants to be told."""

    api: str
    version: str


@dataclass(frozen=True)
class SubscriptionEnded(SubscriptionEvent):
    """A system does not want to be told any longer."""


@dataclass(frozen=True)
class SubscriberGaveUp(SubscriptionEvent):
    """A notification was not taken in any of the attempts."""

    notification: str
    attempts: int


@dataclass(frozen=True)
class ThingWithdrawn(Event):
    """What came through an interface was taken back there; the record stays."""

    kind: str
    thing_id: int
    key: str

    @property
    def subject(self) -> str:
        """The thing itself: `ticket:12`."""
        return f"{self.kind}:{self.thing_id}"


@dataclass(frozen=True)
class WordsChanged(Event):
    """A system wrote other words for a thing; what they say is not kept here."""

    kind: str
    thing_id: int

    @property
    def subject(self) -> str:
        """The thing itself: `ticket:12`."""
        return f"{self.kind}:{self.thing_id}"


@dataclass(frozen=True)
class VisitWished(Event):
    """Another system asked for a visit at a time that is no window of ours."""

    subject_kind: ClassVar[str] = "ticket"
    ticket_id: int
    wish: str
