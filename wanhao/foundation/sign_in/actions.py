"""Changing sign-ins: one's own, and what leaders do about those of others: sign out, unlock, reset."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.passwords import give_first_password, set_password
from wanhao.foundation.accounts.queries import staff_to_change, staff_to_hold
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.sign_in import events, lockouts, sessions
from wanhao.foundation.sign_in.models import SignInSession

By = Staff | Actor
Ended = SignInSession.Ended


@transaction.atomic
def choose_password(person: Staff, password: str) -> None:
    """A password of the person's own choice; other sign-ins end."""
    set_password(person, password)
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
def end_sessions_of(staff_number: str, *, by: By) -> int:
    """Sign a person out everywhere; how many sign-ins ended."""
    person = staff_to_change(staff_number, by)
    return sessions.end_all_sessions(person, Ended.BY_LEADER, by=by)


@transaction.atomic
def end_sessions_on_floor(person: Staff, *, by: By) -> int:
    """A leader of the floor signs somebody of their units out everywhere; how many sign-ins ended."""
    if isinstance(by, Staff) and not by.may(Right.STEER_FLOOR, person.unit):
        raise Forbidden(_("This agent belongs to another unit."))
    return sessions.end_all_sessions(person, Ended.BY_LEADER, by=by)


@transaction.atomic
def unlock(staff_number: str, *, by: By) -> bool:
    """Lift the lock after repeated failures; was there one?"""
    person = staff_to_change(staff_number, by)
    was_locked = lockouts.forget_failures(person.staff_number)
    if was_locked:
        record(events.Unlocked(person.pk), actor=by, unit=person.unit_id)
    return was_locked


@transaction.atomic
def reset_password(staff_number: str, *, by: By) -> str:
    """A first password, shown once to the leader and changed at the next sign-in; sign-ins end."""
    person = staff_to_hold(staff_number, by)
    password = give_first_password(person)
    lockouts.forget_failures(person.staff_number)
    sessions.end_all_sessions(person, Ended.BY_LEADER, by=by)
    record(events.PasswordReset(person.pk), actor=by, unit=person.unit_id)
    return password


@transaction.atomic
def remove_second_factor(staff_number: str, *, by: By) -> None:
    """For a lost phone: the person sets up the codes anew at the next sign-in."""
    person = staff_to_hold(staff_number, by)
    gone, _kinds = Authenticator.objects.filter(user=person).delete()
    if gone:
        sessions.end_all_sessions(person, Ended.BY_LEADER, by=by)
        record(events.SecondFactorRemoved(person.pk), actor=by, unit=person.unit_id)
