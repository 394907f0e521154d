"""What happens to recordings and voice messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class RecordingEvent(Event):
    """Something about a recording of a contact; whoever watches the contact is woken."""

    subject_kind: ClassVar[str] = "contact"
    contact_id: int
    recording: str


@dataclass(frozen=True)
class RecordingReady(RecordingEvent):
    """A recording was converted and sealed."""

    seconds: int


@dataclass(frozen=True)
class RecordingFailed(RecordingEvent):
    """A recording could not be converted; the raw capture is kept."""


@dataclass(frozen=True)
class RecordingPlayed(RecordingEvent):
    """Somebody listened to a recording."""

    staff_id: int


@dataclass(frozen=True)
class RecordingDeleted(RecordingEvent):
    """A recording was deleted when its time was over."""


@dataclass(frozen=True)
class VoiceMessageLeft(RecordingEvent):
    """The caller left a message; it waits for somebody to deal with it."""


@dataclass(frozen=True)
class VoiceMessageDone(RecordingEvent):
    """A member of staff dealt with a voice message."""
