"""Founding units, hiring staff and giving them roles."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.events import RolePosted, StaffHired, UnitFounded
from wanhao.foundation.accounts.models import Posting, Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.actions import record

if TYPE_CHECKING:
    from wanhao.foundation.audit.events import Actor


@transaction.atomic
def open_unit(code: str, *, kind: str, name_zh: str, name_en: str, parent: Unit | None, by: Staff | Actor) -> Unit:
    """Found a unit below `parent`; its path and region follow from there."""
    if Unit.objects.filter(code=code).exists():
        raise Invalid(code=_("There is a unit with this code already."))
    region = None if parent is None else parent if parent.kind == Unit.Kind.REGION else parent.region
    unit = Unit.objects.create(
        code=code,
        kind=kind,
        name_zh=name_zh,
        name_en=name_en,
        parent=parent,
        region=region,
        path=f"{parent.path if parent else ''}{code}/",
    )
    record(UnitFounded(unit.pk, code, kind), actor=by, unit=unit)
    return unit


@transaction.atomic
def hire(
    staff_number: str, *, name: str, unit: Unit, by: Staff | Actor, password_hash: str = "", language: str = "zh-hans"
) -> Staff:
    """A new member of staff; without a password hash nobody can sign in until a first password is given."""
    if Staff.objects.filter(staff_number=staff_number).exists():
        raise Invalid(staff_number=_("This staff number is taken."))
    person = Staff.objects.create(
        staff_number=staff_number,
        name=name,
        unit=unit,
        language=language,
        password=password_hash or make_password(None),
        must_change_password=not password_hash,
        joined_on=timezone.localdate(),
    )
    record(StaffHired(person.pk, staff_number, unit.pk), actor=by, unit=unit)
    return person


@transaction.atomic
def post(
    person: Staff,
    role: str,
    unit: Unit,
    *,
    by: Staff | Actor,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Posting:
    """Give a role in a unit and all below it."""
    begins = from_on or timezone.localdate()
    posting = Posting.objects.create(staff=person, role=Role(role), unit=unit, from_on=begins, until_on=until_on)
    event = RolePosted(person.pk, role, unit.pk, begins.isoformat(), until_on.isoformat() if until_on else None)
    record(event, actor=by, unit=unit)
    return posting
