"""Changing staff: hire, post, let go."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts import events, leaving, queries
from wanhao.foundation.accounts.models import Posting, Staff, Unit
from wanhao.foundation.accounts.passwords import give_first_password
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor

By = Staff | Actor
NUMBER = re.compile(r"[0-9A-Z]{3,20}")
CHANGEABLE = ("name", "unit", "email", "language", "joined_on")


@dataclass(frozen=True)
class StaffDetails:
    """What is written down about a member of staff."""

    staff_number: str
    name: str
    unit: Unit
    email: str = ""
    language: str = "zh-hans"
    joined_on: date | None = None


def choose_language(person: Staff, language: str) -> None:
    """Keep the language this person reads."""
    person.language = language
    person.save(update_fields=["language"])


@transaction.atomic
def hire_staff(details: StaffDetails, *, by: By, password_hash: str = "") -> tuple[Staff, str]:
    """A new member of staff, and the first password to tell them once; none when a ready hash is given."""
    check_details(details, by)
    if Staff.objects.filter(staff_number=details.staff_number).exists():
        raise Invalid(staff_number=_("Somebody has this staff number already."))
    person = Staff.objects.create(
        staff_number=details.staff_number,
        name=details.name,
        unit=details.unit,
        email=details.email,
        language=details.language,
        joined_on=details.joined_on or timezone.localdate(),
        sip_secret=secrets.token_urlsafe(18),
        password=password_hash,
        must_change_password=not password_hash,
    )
    password = "" if password_hash else give_first_password(person)
    record(events.StaffHired(person.pk, person.staff_number, person.unit_id), actor=by, unit=person.unit_id)
    return person, password


@transaction.atomic
def change_staff(staff_number: str, details: StaffDetails, *, by: By) -> Staff:
    """Write down what changed about a person; their number stays."""
    person = queries.staff_to_change(staff_number, by)
    check_details(details, by)
    changed = [name for name in CHANGEABLE if getattr(person, name) != getattr(details, name)]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, getattr(details, name))
    person.save(update_fields=changed)
    record(events.StaffChanged(person.pk, tuple(changed)), actor=by, unit=person.unit_id)
    return person


def check_details(details: StaffDetails, by: By) -> None:
    """Invalid says what is wrong with which field."""
    wrong: dict[str, object] = {}
    if not NUMBER.fullmatch(details.staff_number):
        wrong["staff_number"] = _("A staff number has 3 to 20 digits or capital letters.")
    if not 0 < len(details.name) <= 60:
        wrong["name"] = _("Give a name of at most 60 characters.")
    if details.language not in dict(settings.LANGUAGES):
        wrong["language"] = _("Choose zh-hans or en.")
    if isinstance(by, Staff) and not by.may(Right.MANAGE_STAFF, details.unit):
        wrong["unit"] = _("This unit lies outside of yours.")
    if wrong:
        raise Invalid(**wrong)


@transaction.atomic
def post_role(
    staff_number: str, role: str, unit: Unit, *, by: By, from_on: date | None = None, until_on: date | None = None
) -> Posting:
    """Give a role in a unit and all below it."""
    person = queries.staff_to_change(staff_number, by)
    begin = from_on or timezone.localdate()
    if not person.is_active:
        raise NotAllowed(_("This person has left: rehire them first."))
    if role not in Role.values:
        raise Invalid(role=_("Choose a role."))
    if isinstance(by, Staff) and not by.may(Right.MANAGE_STAFF, unit):
        raise Invalid(unit=_("This unit lies outside of yours."))
    if until_on is not None and until_on < begin:
        raise Invalid(until_on=_("The last day is before the first."))
    if overlapping(person, role, unit, begin, until_on):
        raise Invalid(role=_("This person holds this role there in that time already."))
    posting = Posting.objects.create(staff=person, role=role, unit=unit, from_on=begin, until_on=until_on)
    until = until_on.isoformat() if until_on else None
    record(events.RolePosted(person.pk, role, unit.pk, begin.isoformat(), until), actor=by, unit=person.unit_id)
    return posting


def overlapping(person: Staff, role: str, unit: Unit, begin: date, until: date | None) -> bool:
    """Is the same role held in the same unit at some time of these days?"""
    same = Posting.objects.filter(Q(until_on=None) | Q(until_on__gte=begin), staff=person, role=role, unit=unit)
    return (same.filter(from_on__lte=until) if until else same).exists()


@transaction.atomic
def end_posting(staff_number: str, posting_id: int, *, by: By, until_on: date | None = None) -> None:
    """Take a role back from tomorrow on; one that has not begun is withdrawn."""
    person = queries.staff_to_change(staff_number, by)
    posting = person.postings.filter(pk=posting_id).first()
    last = until_on or timezone.localdate() - timedelta(days=1)
    if posting is None or (posting.until_on is not None and posting.until_on <= last):
        raise NotFound(_("This posting is over already."))
    if isinstance(by, Staff) and not by.may(Right.MANAGE_STAFF, posting.unit):
        raise Forbidden(_("This unit lies outside of yours."))
    take_back(posting, last)
    event = events.PostingEnded(person.pk, posting.role, posting.unit_id, last.isoformat())
    record(event, actor=by, unit=person.unit_id)


def take_back(posting: Posting, last: date) -> None:
    """End a posting on a day; one that would not have begun goes altogether."""
    if posting.from_on > last:
        posting.delete()
    else:
        posting.until_on = last
        posting.save(update_fields=["until_on"])


@transaction.atomic
def staff_leaves(staff_number: str, *, by: By, left_on: date | None = None) -> Staff:
    """A person leaves: no more sign-in, roles and all that is open end, the history stays."""
    person = queries.staff_to_hold(staff_number, by)
    if isinstance(by, Staff) and person.pk == by.pk:
        raise NotAllowed(_("You cannot let yourself go: ask another leader."))
    if not person.is_active:
        raise NotAllowed(_("This person has left already."))
    last = left_on or timezone.localdate()
    for posting in person.postings.in_force(last):
        take_back(posting, last)
    person.postings.filter(from_on__gt=last).delete()
    person.is_active, person.left_on = False, last
    person.save(update_fields=["is_active", "left_on"])
    leaving.end_all(person, by=by)
    record(events.StaffLeft(person.pk, last.isoformat()), actor=by, unit=person.unit_id)
    return person


@transaction.atomic
def rehire_staff(staff_number: str, *, by: By) -> str:
    """A person comes back under the same number, with a new first password and no roles yet."""
    person = queries.staff_to_hold(staff_number, by)
    if person.is_active:
        raise NotAllowed(_("This person has not left."))
    person.is_active, person.left_on, person.joined_on = True, None, timezone.localdate()
    person.save(update_fields=["is_active", "left_on", "joined_on"])
    password = give_first_password(person)
    record(events.StaffRehired(person.pk, person.joined_on.isoformat()), actor=by, unit=person.unit_id)
    return password


@transaction.atomic
def rotate_sip_secret(staff: Staff, *, by: Staff) -> None:
    """Give a telephone account a new password: for oneself, or for others with the right to manage staff."""
    if by.pk != staff.pk and not by.may(Right.MANAGE_STAFF, staff.unit):
        raise Forbidden(_("Only staff managers may do this for others."))
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    staff.sip_secret = secrets.token_urlsafe(18)
    staff.save(update_fields=["sip_secret"])
    record(events.SipSecretRotated(staff.pk), actor=by, unit=staff.unit_id)
