"""Closures that customers contradicted, as charges against the department of who had said it was solved."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import pgettext_lazy

from wanhao.service.complaints.models import FalseClosure
from wanhao.service.dispatch.charges import Charge, Source, register


def false_closures(begin: datetime, end: datetime) -> list[Charge]:
    """One charge for each."""
    rows = FalseClosure.objects.filter(at__gte=begin, at__lt=end).order_by("-at")
    return [
        Charge(row.unit, row.at, row.ticket_id, row.ticket.number, row.solution, row.charged_to)
        for row in rows.select_related("unit__region", "ticket", "charged_to")
    ]


def register_charges() -> None:
    """They count on the departments' scoreboard."""
    register(Source("false-closure", pgettext_lazy("charge", "The customer says it is not solved"), false_closures))
