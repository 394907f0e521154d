"""Rules for passwords, with the lengths and days of the sign-in policy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanhao.foundation.accounts.passwords import was_used
from wanhao.foundation.sign_in.models import SecurityPolicy

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


class LongEnough:
    """At least as long as the policy says."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        """Raise when it is shorter."""
        if len(password) < SecurityPolicy.current().password_length:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """The rule in words."""
        length = SecurityPolicy.current().password_length
        return ngettext("At least %(n)s character.", "At least %(n)s characters.", length) % {"n": length}


class NotPersonal:
    """Holds neither the staff number nor the name."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        """Raise when it does."""
        own = [user.staff_number, user.name] if user else []
        if any(part and part.casefold() in password.casefold() for part in own):
            raise ValidationError(self.get_help_text(), code="password_personal")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("It must not hold your staff number or your name.")


class NotUsedLately:
    """None of the last few passwords, nor the present one."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        """Raise when it is one of them."""
        count = SecurityPolicy.current().passwords_remembered
        if user is None or user.pk is None or not count:
            return
        if was_used(user, password, last=count):
            raise ValidationError(self.get_help_text(), code="password_used")

    def get_help_text(self) -> str:
        """The rule in words."""
        count = SecurityPolicy.current().passwords_remembered
        return ngettext("Not your last password.", "Not one of your last %(n)s passwords.", count) % {"n": count}


def has_expired(person: Staff, policy: SecurityPolicy) -> bool:
    """Is the password older than the policy allows?"""
    if not policy.password_days or person.password_changed_at is None:
        return False
    return timezone.now() - person.password_changed_at > timedelta(days=policy.password_days)
