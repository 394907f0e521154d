"""Whole houses at once, as the demo and the benches make them: units, staff with a ready password hash, roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from wanhao.foundation.accounts.actions import StaffDetails, hire_staff, post_role
from wanhao.foundation.accounts.models import Posting, Staff, Unit
from wanhao.foundation.accounts.unit_actions import found_unit

if TYPE_CHECKING:
    from wanhao.foundation.audit.events import Actor


def open_unit(code: str, *, kind: str, name_zh: str, name_en: str, parent: Unit | None, by: Staff | Actor) -> Unit:
    """Found a unit below `parent`."""
    return found_unit(kind, code, name_zh, by=by, parent=parent, name_en=name_en)


def hire(
    staff_number: str, *, name: str, unit: Unit, by: Staff | Actor, password_hash: str = "", language: str = "zh-hans"
) -> Staff:
    """A new member of staff; without a password hash nobody can sign in until a first password is given."""
    details = StaffDetails(staff_number, name, unit, language=language)
    person, _password = hire_staff(details, by=by, password_hash=password_hash or make_password(None))
    return person


def post(person: Staff, role: str, unit: Unit, *, by: Staff | Actor) -> Posting:
    """Give a role in a unit and all below it."""
    return post_role(person.staff_number, role, unit, by=by)
