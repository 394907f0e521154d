"""Who is told of an alert, and what they get."""

from __future__ import annotations

from collections.abc import Iterable

from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.notices.models import Notice
from wanhao.management.alerts import words
from wanhao.management.alerts.models import Alert, Severity

LEVELS = {
    Severity.NOTICE: Notice.Level.INFORMATION,
    Severity.WARNING: Notice.Level.WARNING,
    Severity.CRITICAL: Notice.Level.ALARM,
}


def tell(alert: Alert, roles: Iterable[str], prefix_zh: str = "", prefix_en: str = "") -> list[str]:
    """Give a notice to each holder; returns their staff numbers."""
    told = list(accounts.posted(roles, accounts.around(alert.unit)))
    text_zh, text_en = words.in_both(alert, prefix_zh, prefix_en)
    for person in told:
        notify(person, text_zh, text_en, level=LEVELS[Severity(alert.severity)], link=f"/alerts/{alert.public_id}/")
    return [person.staff_number for person in told]
