"""Signal complaints finished without contact or site test, as charges against the department."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wanhao.service.coverage.models import SignalCharge
from wanhao.service.dispatch.charges import Charge, Source, register


def signal_charges(begin: datetime, end: datetime) -> list[Charge]:
    """One charge for each ticket, lifted once contact and test are there."""
    words = {"contact": _("customer not contacted"), "report": _("no site test report")}
    rows = SignalCharge.objects.filter(charged_at__gte=begin, charged_at__lt=end).order_by("-charged_at")
    return [
        Charge(
            row.department,
            row.charged_at,
            row.ticket_id,
            row.ticket.number,
            " · ".join(words[one] for one in row.missing),
            lifted_at=row.lifted_at,
        )
        for row in rows.select_related("department__region", "ticket")
    ]


def register_charges() -> None:
    """They count on the departments' scoreboard."""
    register(Source("signal", pgettext_lazy("charge", "Signal complaint without contact or site test"), signal_charges))
