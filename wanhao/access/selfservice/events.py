"""What customers do on their own pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class OwnPageEvent(Event):
    """Something about the customer's page of a ticket."""

    subject_kind: ClassVar[str] = "ticket"
    ticket_id: int
    customer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class OwnPageOpened(OwnPageEvent):
    """The code came back: the customer may see the page for a while."""


@dataclass(frozen=True, kw_only=True)
class SolutionAnswered(OwnPageEvent):
    """The customer said on the page whether it is solved."""

    is_solved: bool
    outcome: str
