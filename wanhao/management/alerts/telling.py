"""Who is told of an alert, and what they get."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, Value
from django.db.models.functions import StrIndex
from django.utils import timezone

from wanhao.foundation.accounts.models import Posting, Staff, Unit
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.notices.models import Notice
from wanhao.management.alerts import words
from wanhao.management.alerts.models import Alert, Severity

LEVELS = {
    Severity.NOTICE: Notice.Level.INFORMATION,
    Severity.WARNING: Notice.Level.WARNING,
    Severity.CRITICAL: Notice.Level.ALARM,
}


def holders(roles: Iterable[str], unit: Unit) -> list[Staff]:
    """Staff who hold one of the roles today in a unit above, at or below this one."""
    postings = Posting.objects.in_force(timezone.localdate()).filter(role__in=list(roles), staff__is_active=True)
    above = postings.annotate(at=StrIndex(Value(unit.path), F("unit__path")))
    ids = above.filter(Q(at=1) | Q(unit__path__startswith=unit.path)).values("staff")
    return list(Staff.objects.filter(pk__in=ids).order_by("staff_number"))


def tell(alert: Alert, roles: Iterable[str], prefix_zh: str = "", prefix_en: str = "") -> list[str]:
    """Give a notice to each holder; returns their staff numbers."""
    told = holders(roles, alert.unit)
    text_zh, text_en = words.in_both(alert, prefix_zh, prefix_en)
    for person in told:
        notify(person, text_zh, text_en, level=LEVELS[Severity(alert.severity)], link=f"/alerts/{alert.public_id}/")
    return [person.staff_number for person in told]
