"""Who is signed in where, and which numbers are locked."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.sign_in.models import Lockout, SignInSession


def signed_in(people: Iterable[Staff]) -> list[Staff]:
    """Those of them who have a sign-in open now."""
    open_ones = SignInSession.objects.filter(staff__in=[one.pk for one in people], ended_at=None)
    here = set(open_ones.values_list("staff_id", flat=True))
    return [one for one in people if one.pk in here]


def open_sessions(person: Staff) -> QuerySet[SignInSession]:
    """Sign-ins that have not ended, newest first."""
    return SignInSession.objects.filter(staff=person, ended_at=None)


def locked_numbers() -> list[str]:
    """Staff numbers that are locked at the moment."""
    return list(Lockout.objects.filter(locked_until__gt=timezone.now()).values_list("staff_number", flat=True))
