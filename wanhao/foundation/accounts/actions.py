"""What people change about their own sign-in, and what leaders change about it for them."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts import events, lockouts, passwords, queries, sessions
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.sign_ins import SignInSession, UsedPassword
from wanhao.foundation.audit.actions import record

Ended = SignInSession.Ended


def choose_language(person: Staff, language: str) -> None:
    """Keep the language this person reads."""
    person.language = language
    person.save(update_fields=["language"])


@transaction.atomic
def choose_password(person: Staff, password: str) -> None:
    """A password of the person's own choice; other sign-ins end."""
    if person.password:
        UsedPassword.objects.create(staff=person, password=person.password)
    person.set_password(password)
    person.must_change_password, person.password_changed_at = False, timezone.now()
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])
    record(events.PasswordChanged(person.pk), actor=person, unit=person.unit_id)


def sign_out(request: HttpRequest) -> None:
    """Write down that this browser's sign-in ended; the library forgets the session."""
    row = SignInSession.objects.filter(pk=request.session.get(sessions.KEY, 0), ended_at=None).first()
    if row is not None:
        sessions.end_session(row, Ended.SIGNED_OUT, by=row.staff)


@transaction.atomic
def end_my_session(session_id: int, *, by: Staff) -> None:
    """End one of my sign-ins, perhaps in a browser left open somewhere."""
    row = SignInSession.objects.select_for_update().filter(pk=session_id, staff=by, ended_at=None).first()
    if row is None:
        raise NotFound(_("This sign-in is over already."))
    sessions.end_session(row, Ended.BY_OWNER, by=by)


@transaction.atomic
def end_sessions_of(staff_number: str, *, by: Staff) -> int:
    """Sign a person out everywhere; how many sign-ins ended."""
    person = queries.staff_to_change(staff_number, by)
    return sessions.end_all_sessions(person, Ended.BY_LEADER, by=by)


@transaction.atomic
def unlock(staff_number: str, *, by: Staff) -> bool:
    """Lift the lock after repeated failures; was there one?"""
    person = queries.staff_to_change(staff_number, by)
    was_locked = lockouts.forget_failures(person.staff_number)
    if was_locked:
        record(events.Unlocked(person.pk), actor=by, unit=person.unit_id)
    return was_locked


@transaction.atomic
def reset_password(staff_number: str, *, by: Staff) -> str:
    """A first password, shown once to the leader and changed at the next sign-in; sign-ins end."""
    person = queries.staff_to_change(staff_number, by)
    password = give_first_password(person)
    lockouts.forget_failures(person.staff_number)
    sessions.end_all_sessions(person, Ended.BY_LEADER, by=by)
    record(events.PasswordReset(person.pk), actor=by, unit=person.unit_id)
    return password


def give_first_password(person: Staff) -> str:
    """Set a password to be changed at once, within the caller's transaction."""
    password = passwords.first_password()
    if person.password:
        UsedPassword.objects.create(staff=person, password=person.password)
    person.set_password(password)
    person.must_change_password, person.password_changed_at = True, timezone.now()
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])
    return password


@transaction.atomic
def remove_second_factor(staff_number: str, *, by: Staff) -> None:
    """For a lost phone: the person sets up the codes anew at the next sign-in."""
    person = queries.staff_to_change(staff_number, by)
    gone, _kinds = Authenticator.objects.filter(user=person).delete()
    if gone:
        sessions.end_all_sessions(person, Ended.BY_LEADER, by=by)
        record(events.SecondFactorRemoved(person.pk), actor=by, unit=person.unit_id)
