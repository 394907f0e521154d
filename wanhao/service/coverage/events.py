"""What happens to hotspots, hazards and charges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class HotspotEvent(Event):
    """Something about one hotspot."""

    subject_kind: ClassVar[str] = "hotspot"
    hotspot_id: int
    planned_on: date


@dataclass(frozen=True, kw_only=True)
class HotspotListed(HotspotEvent):
    complaints: int


@dataclass(frozen=True, kw_only=True)
class HotspotChanged(HotspotEvent):
    state: str


@dataclass(frozen=True, kw_only=True)
class HazardTold(Event):
    """Those who must know were told of a hazard."""

    subject_kind: ClassVar[str] = "ticket"
    ticket_id: int
    told: int


@dataclass(frozen=True, kw_only=True)
class SignalComplaintCharged(Event):
    """A department finished a signal complaint without what proves it."""

    subject_kind: ClassVar[str] = "ticket"
    ticket_id: int
    department_id: int
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SignalChargeLifted(SignalComplaintCharged):
    """What was missing was made good."""
