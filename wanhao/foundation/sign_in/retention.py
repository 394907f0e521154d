"""What is kept around signing in, and for how long: sign-ins, browsers' sessions, failures, counted attempts."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from wanhao.foundation.audit.events import Actor
from wanhao.foundation.limits import rates
from wanhao.foundation.sign_in import lockouts, sessions
from wanhao.foundation.sign_in.models import Lockout, SecurityPolicy, SignInSession

SIGN_INS_KEPT = timedelta(days=92)


@transaction.atomic
def end_what_is_over(at: datetime) -> int:
    """End sign-ins whose browser never came back after their time; how many. Of several workers each takes others."""
    policy = SecurityPolicy.current()
    over = Q(seen_at__lt=at - policy.idle) | Q(started_at__lt=at - policy.longest)
    rows = SignInSession.objects.select_for_update(skip_locked=True).filter(over, ended_at=None)
    for row in rows:
        sessions.note_end(row, sessions.why_over(row, policy, at), by=Actor.system("worker"))
    return len(rows)


def forget(at: datetime) -> None:
    """Delete what is over: sessions of staff and customers, sign-ins ended three months ago, counts, old failures."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    SignInSession.objects.filter(ended_at__lt=at - SIGN_INS_KEPT).delete()
    rates.forget(at)
    unlocked = Q(locked_until=None) | Q(locked_until__lt=at)
    Lockout.objects.filter(unlocked, failed_at__lt=at - lockouts.FORGOTTEN_AFTER).delete()
