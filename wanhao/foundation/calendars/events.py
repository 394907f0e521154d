"""What happened to working hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class HoursChanged(Event):
    """Periods, holidays or special days of working hours are others from now on."""

    subject_kind: ClassVar[str] = "hours"
    hours_id: int
    code: str
