"""The story of a contact, line by line: every event as the contexts tell it, with a sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from wanhao.foundation.audit.sentences import Teller

if TYPE_CHECKING:
    from wanhao.foundation.audit.models import StoredEvent
    from wanhao.service.contacts.models import Contact

ICONS = {
    "contacts.ContactOpened": "login-2",
    "contacts.CustomerIdentified": "user-check",
    "contacts.LanguageChosen": "language",
    "contacts.BusinessTypeChosen": "category",
    "contacts.PersonAskedFor": "user-question",
    "contacts.ContactAnswered": "phone-call",
    "contacts.ContactHeld": "player-pause",
    "contacts.ContactWrappedUp": "pencil",
    "contacts.ContactRated": "star",
    "contacts.ContactEnded": "flag",
    "routing.ContactQueued": "clock-pause",
    "routing.ContactOffered": "bell-ringing",
    "routing.OfferAccepted": "circle-check",
    "routing.OfferFailed": "bell-off",
    "routing.ContactLeftQueue": "logout",
    "routing.ServiceEnded": "phone-off",
    "routing.WrapUpEnded": "checkbox",
    "routing.WrapUpProlonged": "clock-plus",
    "calls.CallBegan": "phone-incoming",
    "calls.MenuWalked": "dialpad",
    "calls.BalanceTold": "coin",
    "calls.CallHeld": "player-pause",
    "calls.CallResumed": "player-play",
    "calls.CallTransferred": "arrow-forward-up",
    "calls.AgentLegLost": "plug-x",
    "calls.AgentLegRecovered": "plug",
    "calls.CallLost": "alert-octagon",
    "recordings.RecordingReady": "microphone",
    "recordings.RecordingFailed": "microphone-off",
    "recordings.RecordingPlayed": "headphones",
    "recordings.RecordingDeleted": "trash",
    "chat.ChatBegan": "message-plus",
    "chat.MessageSent": "message",
    "chat.NoticeGiven": "message-circle",
    "chat.ChatAccepted": "message-check",
    "chat.ChatTransferred": "arrow-forward-up",
    "chat.ChatReturned": "arrow-back-up",
    "chat.ChatOverflowed": "arrow-ramp-right",
    "chat.SilentCustomerAsked": "message-question",
    "chat.ChatEnded": "message-off",
    "chat.RatingExplained": "message-star",
    "chat.TranscriptRead": "eye",
    "chat.TranscriptDeleted": "trash",
    "tickets.TicketOpened": "ticket",
    "privacy.PrivateDataSeen": "eye",
}


@dataclass(frozen=True)
class Told:
    """A line of the story: when, how long after the contact arrived, what, and by whom."""

    at: datetime
    after_seconds: float
    icon: str
    title: str
    detail: str
    by: str


def story_of(contact: Contact, events: list[StoredEvent]) -> list[Told]:
    """The events in order; who did it is named when it was a person."""
    teller = Teller()
    return [
        Told(
            event.at,
            (event.at - contact.arrived_at).total_seconds(),
            ICONS.get(event.name, "point"),
            teller.title(event),
            teller.detail(event),
            "" if event.actor.startswith("system:") else teller.actor(event),
        )
        for event in events
    ]
