"""What happens in reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class ReportExported(Event):
    """Figures left the house as a file."""

    subject_kind: ClassVar[str] = "report"
    report_id: str
    queue_codes: tuple[str, ...]
    begin: datetime
    end: datetime
    step: str
