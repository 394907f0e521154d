"""What reports write: that figures were taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wanhao.access.reports.events import ReportExported
from wanhao.foundation.audit.actions import record

if TYPE_CHECKING:
    from datetime import datetime

    from wanhao.access.reports.queries import Asked
    from wanhao.foundation.accounts.models import Staff


@transaction.atomic
def note_export(asked: Asked, *, by: Staff) -> None:
    """Keep who exported which figures."""
    record(ReportExported("queues", asked.queue_codes, asked.begin, asked.end, asked.step), actor=by)


@transaction.atomic
def note_help_export(teams: tuple[str, ...], begin: datetime, end: datetime, *, by: Staff) -> None:
    """Keep who exported the figures of help, of which teams."""
    record(ReportExported("help", teams, begin, end, "day"), actor=by)


@transaction.atomic
def note_complaint_export(begin: datetime, end: datetime, *, by: Staff) -> None:
    """Keep who exported the figures of complaints."""
    record(ReportExported("complaints", (), begin, end, "day"), actor=by)


@transaction.atomic
def note_ticket_export(begin: datetime, end: datetime, *, by: Staff) -> None:
    """Keep who exported the figures of tickets."""
    record(ReportExported("tickets", (), begin, end, "day"), actor=by)
