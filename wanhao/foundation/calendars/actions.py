"""Changing working hours: what they said until now is kept, and whoever counts in them is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate, now

from wanhao.foundation.audit.actions import record
from wanhao.foundation.calendars import queries, rules
from wanhao.foundation.calendars.events import HoursChanged
from wanhao.foundation.calendars.models import Hours, PastHours
from wanhao.foundation.calendars.rules import WorkingHours

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.audit.events import Actor


@contextmanager
def changing_hours(*, by: Staff | Actor) -> Iterator[None]:
    """Around any change of hours, periods or special days: `with changing_hours(by=staff): row.save()`."""
    with transaction.atomic():
        before = {row.pk: queries.as_said_now(row.pk) for row in Hours.objects.order_by("pk")}
        yield
        for hours in Hours.objects.filter(pk__in=before).order_by("pk"):
            after = queries.as_said_now(hours.pk)
            if after != before[hours.pk]:
                _keep(hours, before[hours.pk], after)
                record(HoursChanged(hours.pk, hours.code), actor=by)
    queries.forget_kept_hours()


def _keep(hours: Hours, before: WorkingHours, after: WorkingHours) -> None:
    if rules.differ_by(before, after, localdate()):
        PastHours.objects.create(
            hours=hours,
            until=now(),
            follows_holidays=before.follows_holidays,
            week=before.week,
            words={day.isoformat(): [word.is_working, word.as_weekday] for day, word in before.words.items()},
        )


def whole_working_days(code: str) -> Hours:
    """Whole working days, Monday to Friday and make-up days, under this code; as the administrator has them by now."""
    names = {"name_zh": "工作日全天", "name_en": "Working days, all day"}
    hours, is_new = Hours.objects.get_or_create(code=code, defaults=names)
    if is_new:
        for weekday in range(5):
            hours.periods.create(weekday=weekday, opens_at=time(0), closes_at=None)
    return hours
