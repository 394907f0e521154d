"""Sign-ins as rows: begun, seen, ended; idle and over-long ones are shut."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.limits.rates import address_of
from wanhao.foundation.sign_in.events import SignedIn, SignedOut
from wanhao.foundation.sign_in.models import SecurityPolicy, SignInSession

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

KEY = "sign_in"
SEEN_EVERY = timedelta(minutes=1)
Ended = SignInSession.Ended


@transaction.atomic
def begin_session(request: HttpRequest, person: Staff) -> SignInSession:
    """Keep the sign-in; the oldest ones beyond the limit end."""
    policy, at = SecurityPolicy.current(), timezone.now()
    open_ones = SignInSession.objects.select_for_update().filter(staff=person, ended_at=None).order_by("-id")
    for old in open_ones[policy.sessions_per_person - 1 :]:
        end_session(old, Ended.DISPLACED)
    row = SignInSession.objects.create(
        staff=person,
        key=request.session.session_key or "",
        started_at=at,
        seen_at=at,
        address=address_of(request),
        browser=request.headers.get("User-Agent", "")[:200],
    )
    request.session[KEY] = row.pk
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    with_code = any(method.get("method") == "mfa" for method in methods)
    record(SignedIn(person.pk, row.address or "", with_code), actor=person, unit=person.unit_id)
    return row


def end_session(row: SignInSession, why: str, *, by: Staff | Actor | None = None) -> None:
    """End one sign-in: its browser is a stranger from now on."""
    note_end(row, why, by=by or Actor.system("web"))
    Session.objects.filter(session_key=row.key).delete()


def note_end(row: SignInSession, why: str, *, by: Staff | Actor) -> None:
    """Write down that a sign-in ended; its browser is told why when it comes back."""
    row.ended_at, row.ended_why = timezone.now(), why
    row.save(update_fields=["ended_at", "ended_why"])
    record(SignedOut(row.staff_id, why), actor=by)


def end_all_sessions(person: Staff, why: str, *, by: Staff | Actor, but: int = 0) -> int:
    """End every open sign-in of a person, except one; how many."""
    rows = SignInSession.objects.filter(staff=person, ended_at=None).exclude(pk=but)
    for row in rows:
        end_session(row, why, by=by)
    return len(rows)


def end_sessions_of_leaver(person: Staff, by: Staff | Actor) -> None:
    """End every sign-in of a person who leaves, in the transaction of their leaving."""
    end_all_sessions(person, Ended.BY_LEADER, by=by)


def why_over(row: SignInSession, policy: SecurityPolicy, at: datetime) -> str:
    """Why this sign-in may not go on; empty while it may."""
    if row.ended_at:
        return row.ended_why
    if at - row.seen_at > policy.idle:
        return Ended.IDLE
    return Ended.EXPIRED if at - row.started_at > policy.longest else ""


def farewell(why: str, policy: SecurityPolicy) -> str:
    """What the person is told."""
    if why == Ended.IDLE:
        text = ngettext(
            "You were signed out after %(n)s minute without activity.",
            "You were signed out after %(n)s minutes without activity.",
            policy.idle_minutes,
        )
        return text % {"n": policy.idle_minutes}
    if why == Ended.EXPIRED:
        return _("Your sign-in lasted its longest time. Please sign in again.")
    return _("This sign-in was ended. Please sign in again.")


def current_session(request: HttpRequest, person: Staff) -> SignInSession:
    """The row of this browser; begun now when the sign-in came another way."""
    row = SignInSession.objects.filter(pk=request.session.get(KEY, 0), staff=person).first()
    if row is None:
        return begin_session(request, person)
    if row.key != request.session.session_key and row.ended_at is None:
        row.key = request.session.session_key or ""
        row.save(update_fields=["key"])
    return row


def close_if_over(request: HttpRequest, row: SignInSession) -> str:
    """Sign the browser out when its time is over; what to tell, or empty."""
    policy = SecurityPolicy.current()
    why = why_over(row, policy, timezone.now())
    if not why:
        return ""
    if row.ended_at is None:
        end_session(row, why)
    logout(request)
    return farewell(why, policy)


def mark_seen(row: SignInSession) -> None:
    """Somebody is active; written at most once a minute."""
    at = timezone.now()
    if at - row.seen_at >= SEEN_EVERY:
        SignInSession.objects.filter(pk=row.pk).update(seen_at=at)
