"""What happens to voice menus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event

MENU_TOPIC = "menu:all"  # what callers hear has changed: telephony reads it again at once


@dataclass(frozen=True)
class FlowEvent(Event):
    """Something about a voice menu."""

    subject_kind: ClassVar[str] = "flow"
    flow_id: int


@dataclass(frozen=True)
class FlowMade(FlowEvent):
    """A new voice menu, empty or a copy."""

    code: str


@dataclass(frozen=True)
class FlowPublished(FlowEvent):
    """Callers hear this version from now on; calls in progress finish on theirs."""

    version: int
    differences: int
    note: str = ""

    @property
    def topics(self) -> frozenset[str]:
        """Telephony reads the menus again."""
        return frozenset({self.subject, MENU_TOPIC})


@dataclass(frozen=True)
class FlowRolledBack(FlowPublished):
    """An earlier version is heard again, as a new one."""

    restores: int = 0


@dataclass(frozen=True)
class DraftTaken(FlowEvent):
    """The draft was replaced by a published version."""

    version: int


@dataclass(frozen=True)
class AnnouncementEvent(Event):
    """Something about an announcement; telephony reads them again at once."""

    subject_kind: ClassVar[str] = "announcement"
    announcement_id: int

    @property
    def topics(self) -> frozenset[str]:
        """Telephony reads the menus again."""
        return frozenset({self.subject, MENU_TOPIC})


@dataclass(frozen=True)
class AnnouncementMade(AnnouncementEvent):
    """Callers hear this from now on."""

    flow: str
    step: str
    prefixes: tuple[str, ...]
    regions: tuple[str, ...]
    ends_at: str


@dataclass(frozen=True)
class AnnouncementEnded(AnnouncementEvent):
    """It was taken back before its time, or given another end."""

    ends_at: str
