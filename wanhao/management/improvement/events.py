"""What happens to themes and improvements. Ids, codes and figures, never texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class MiningEvent(Event):
    """Something about a round of mining."""

    subject_kind: ClassVar[str] = "mining"
    mining_id: int


@dataclass(frozen=True, kw_only=True)
class MiningAsked(MiningEvent):
    """Somebody wants the themes now and not only tonight."""


@dataclass(frozen=True, kw_only=True)
class MiningDone(MiningEvent):
    """Tickets were read: so many of them, so many now belong to a theme, so many themes are new."""

    texts: int
    placed: int
    themes_new: int


@dataclass(frozen=True, kw_only=True)
class MiningFailed(MiningEvent):
    """The round broke off; what was known stays."""

    problem: str


@dataclass(frozen=True, kw_only=True)
class MiningStopped(MiningEvent):
    """Somebody ended the round before its time; what was known stays."""


@dataclass(frozen=True, kw_only=True)
class ThemeEvent(Event):
    """Something about one theme."""

    subject_kind: ClassVar[str] = "theme"
    theme_id: int


@dataclass(frozen=True, kw_only=True)
class ThemeFound(ThemeEvent):
    """Customers say something that no theme explained until now."""

    tickets: int


@dataclass(frozen=True, kw_only=True)
class ThemeNamed(ThemeEvent):
    """Somebody named it; the programme never renames it again."""


@dataclass(frozen=True, kw_only=True)
class ThemeSeen(ThemeEvent):
    """Somebody has looked into a new theme."""


@dataclass(frozen=True, kw_only=True)
class ThemeHidden(ThemeEvent):
    """It is nothing to improve, and left out of the list."""


@dataclass(frozen=True, kw_only=True)
class ThemeShown(ThemeEvent):
    """It is in the list again."""


@dataclass(frozen=True, kw_only=True)
class ThemeMerged(ThemeEvent):
    """It says the same as another one and counts as that."""

    into_id: int


@dataclass(frozen=True, kw_only=True)
class ThemeParted(ThemeEvent):
    """It counts as one of its own again."""


@dataclass(frozen=True, kw_only=True)
class ThemeTicketMoved(ThemeEvent):
    """Somebody says that one of its tickets speaks of another theme."""

    into_id: int
    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class ImprovementEvent(Event):
    """Something about one improvement."""

    subject_kind: ClassVar[str] = "improvement"
    improvement_id: int


@dataclass(frozen=True, kw_only=True)
class ImprovementProposed(ImprovementEvent):
    """Somebody owns it from now on."""

    owner_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ImprovementBegun(ImprovementEvent):
    """Work on it has begun."""


@dataclass(frozen=True, kw_only=True)
class ImprovementChanged(ImprovementEvent):
    """Another owner or due date."""

    owner_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ImprovementDone(ImprovementEvent):
    """It is done; from the next day on its effect is measured."""

    done_on: date
    is_on_time: bool


@dataclass(frozen=True, kw_only=True)
class ImprovementDropped(ImprovementEvent):
    """It will not be done."""


@dataclass(frozen=True, kw_only=True)
class ImprovementResumed(ImprovementEvent):
    """It is in work again; what was measured of it no longer counts."""


@dataclass(frozen=True, kw_only=True)
class ImprovementCommented(ImprovementEvent):
    """Somebody added to its story."""


@dataclass(frozen=True, kw_only=True)
class ImprovementOverdue(ImprovementEvent):
    """Its day is over; the owner was reminded."""

    owner_id: int
    days: int


@dataclass(frozen=True, kw_only=True)
class EffectMeasured(ImprovementEvent):
    """The time after it is over: tickets of its theme among all, before and after."""

    before_count: int
    before_total: int
    after_count: int
    after_total: int
    verdict: str
