"""What happens to help requests. Ids, codes and figures, never texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class HelpEvent(Event):
    """Something about one request; wakes the leaders' list and the agent's desk."""

    subject_kind: ClassVar[str] = "help"
    help_id: int
    agent_id: int
    topic: str
    contact_id: int | None = None

    @property
    def topics(self) -> frozenset[str]:
        """The request and the desk of who asked."""
        return frozenset({self.subject, f"agent:{self.agent_id}"})


@dataclass(frozen=True, kw_only=True)
class HelpAsked(HelpEvent):
    """An agent asks for help."""


@dataclass(frozen=True, kw_only=True)
class HelpTaken(HelpEvent):
    """A leader sees to it, so many seconds after it was asked for."""

    seconds: float


@dataclass(frozen=True, kw_only=True)
class HelpGiven(HelpEvent):
    """A leader answered, joined the call or took it over, so many seconds after it was asked for."""

    way: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class HelpAskedAgain(HelpEvent):
    """The answer was not enough: the agent asks on."""


@dataclass(frozen=True, kw_only=True)
class HelpEscalated(HelpEvent):
    """Nobody took it in time: all leaders over the agent were alarmed."""

    seconds: float


@dataclass(frozen=True, kw_only=True)
class HelpEnded(HelpEvent):
    """The request is closed."""

    outcome: str
