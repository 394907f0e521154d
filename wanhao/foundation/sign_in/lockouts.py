"""Repeated failures lock a staff number for a time; a leader can unlock it."""

from __future__ import annotations

import math
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from wanhao.foundation.accounts.queries import staff_by_number
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.sign_in.events import LockedOut, SignInFailed
from wanhao.foundation.sign_in.models import Lockout, SecurityPolicy

FORGOTTEN_AFTER = timedelta(hours=1)


def key_of(typed: str) -> str:
    """Under what failures are counted: signing in does not tell `a001` from `A001`, so neither does the count."""
    return typed.lower().upper()[:20]


def minutes_locked(staff_number: str) -> int:
    """How many more minutes this number is locked; 0 when it is not."""
    until = Lockout.objects.filter(pk=key_of(staff_number)).values_list("locked_until", flat=True).first()
    return max(0, math.ceil((until - timezone.now()).total_seconds() / 60)) if until else 0


def sentence(minutes: int) -> str:
    """What the person is told."""
    text = ngettext(
        "Too many failures: this staff number is locked for %(n)s more minute. A leader can unlock it.",
        "Too many failures: this staff number is locked for %(n)s more minutes. A leader can unlock it.",
        minutes,
    )
    return text % {"n": minutes}


@transaction.atomic
def count_failure(staff_number: str, *, address: str) -> int:
    """Count one failure and lock at the limit; the minutes of the lock, or 0."""
    policy, at = SecurityPolicy.current(), timezone.now()
    Lockout.objects.get_or_create(pk=key_of(staff_number), defaults={"failed_at": at})
    row = Lockout.objects.select_for_update().get(pk=key_of(staff_number))
    over = (row.locked_until is not None and row.locked_until <= at) or at - row.failed_at > FORGOTTEN_AFTER
    row.failures = 1 if over else row.failures + 1
    row.failed_at = at
    is_locked = row.failures >= policy.failures_before_lock
    row.locked_until = at + timedelta(minutes=policy.lock_minutes) if is_locked else None
    row.save()
    person = staff_by_number(key_of(staff_number))
    staff_id, unit = (person.pk, person.unit_id) if person else (0, None)
    record(SignInFailed(staff_id, address, row.failures), actor=Actor.system("web"), unit=unit)
    if is_locked:
        record(LockedOut(staff_id, policy.lock_minutes), actor=Actor.system("web"), unit=unit)
    return policy.lock_minutes if is_locked else 0


def forget_failures(staff_number: str) -> bool:
    """Start counting anew; was there a lock?"""
    row = Lockout.objects.filter(pk=key_of(staff_number)).first()
    if row is None:
        return False
    was_locked = row.locked_until is not None and row.locked_until > timezone.now()
    row.delete()
    return was_locked
