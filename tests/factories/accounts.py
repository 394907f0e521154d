"""Units and staff for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from wanhao.foundation.accounts.models import Posting, Staff, Unit
from wanhao.foundation.accounts.rights import Role

PASSWORD = "correct-horse-battery"
_numbers = count(1)


def make_operator() -> Unit:
    """The root of the organisation; the same one within a test."""
    unit, _ = Unit.objects.get_or_create(
        kind=Unit.Kind.OPERATOR,
        code="operator",
        defaults={"name_zh": "万和电信", "name_en": "Wanhe", "path": "operator/"},
    )
    return unit


def make_unit(
    kind: str = Unit.Kind.CENTRE, *, code: str = "", parent: Unit | None = None, name_zh: str = "", name_en: str = ""
) -> Unit:
    """A unit below `parent`; without one, below the operator (regions) or below a new region (all others)."""
    code = code or f"{kind}-{next(_numbers)}"
    if parent is None:
        parent = make_operator() if kind == Unit.Kind.REGION else make_unit(Unit.Kind.REGION)
    region = parent if parent.kind == Unit.Kind.REGION else parent.region
    return Unit.objects.create(
        kind=kind,
        code=code,
        name_zh=name_zh or f"单位 {code}",
        name_en=name_en or f"Unit {code}",
        parent=parent,
        region=region,
        path=f"{parent.path}{code}/",
    )


def make_staff(
    role: str | None = Role.GENERAL_SEAT,
    *,
    unit: Unit | None = None,
    number: str = "",
    name: str = "",
    language: str = "en",
) -> Staff:
    """A member of staff with one posting (none when `role` is None) in `unit`, or in a new centre."""
    unit = unit or make_unit()
    number = number or str(70000 + next(_numbers))
    staff = Staff.objects.create(
        staff_number=number, name=name or f"员工{number}", unit=unit, language=language, must_change_password=False
    )
    if role is not None:
        Posting.objects.create(staff=staff, role=role, unit=unit)
    return staff


def give_password(staff: Staff, password: str = PASSWORD) -> Staff:
    """Let this person sign in with a password."""
    staff.set_password(password)
    staff.save(update_fields=["password"])
    return staff


def give_second_factor(staff: Staff, secret: str = "JBSWY3DPEHPK3PXP") -> None:
    """Set up the time-based codes, as a powerful role must."""
    if not Authenticator.objects.filter(user=staff).exists():
        TOTP.activate(staff, secret)


def signed_in(staff: Staff) -> Client:
    """A browser in which this person has signed in, second factor included where it is compulsory."""
    if staff.needs_second_factor:
        give_second_factor(staff)
    client = Client()
    client.force_login(staff)
    return client


def colleague_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The page of somebody in the unit."""
    return {"number": make_staff(unit=unit).staff_number}


def posting_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A role of somebody in the unit."""
    posting = Posting.objects.get(staff=make_staff(unit=unit))
    return {"number": posting.staff.staff_number, "posting_id": posting.pk}
