"""The password of a member of staff, and the ones before it."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import check_password
from django.utils import timezone

from wanhao.foundation.accounts.models import Staff, UsedPassword

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def first_password() -> str:
    """A password to be told once: 12 characters that are not mistaken for one another."""
    return "".join(secrets.choice(LETTERS) for _ in range(12))


def give_first_password(person: Staff) -> str:
    """Set a password to be changed at once, within the caller's transaction."""
    password = first_password()
    set_password(person, password, must_change=True)
    return password


def set_password(person: Staff, password: str, *, must_change: bool = False) -> None:
    """Set it and remember the one before, within the caller's transaction."""
    if person.password:
        UsedPassword.objects.create(staff=person, password=person.password)
    person.set_password(password)
    person.must_change_password, person.password_changed_at = must_change, timezone.now()
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])


def was_used(person: Staff, password: str, *, last: int) -> bool:
    """Is it one of the last few passwords, the present one among them?"""
    earlier = UsedPassword.objects.filter(staff=person).values_list("password", flat=True)[: last - 1]
    return any(check_password(password, used) for used in [person.password, *earlier] if used)


def numbers_with_salt(salt: str) -> list[str]:
    """Staff numbers whose password was hashed with this salt."""
    carrying = Staff.objects.filter(password__contains=f"${salt}$")
    return list(carrying.order_by("staff_number").values_list("staff_number", flat=True))
