"""The demo password: published, so it opens the demo operator only and is refused everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from config.environment import DEMO_PASSWORD
from wanhao.foundation.accounts.passwords import numbers_with_salt

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

# All demo staff share one hash, so loading them is quick and finding them later needs no guessing. The salt is long
# enough (128 bits by Django's count) that signing in does not replace it.
DEMO_SALT = "wanhaodemopublishedsalt"


def demo_password_hash() -> str:
    """What the demo operator's staff carry; nobody else can get it, because real salts are random."""
    return make_password(DEMO_PASSWORD, salt=DEMO_SALT)


def staff_with_demo_password() -> list[str]:
    """Staff numbers that still open with the demo password."""
    return numbers_with_salt(DEMO_SALT)


class NotTheDemoPassword:
    """A password rule: nobody may choose the demo password."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        """Refuse it, whatever the mode."""
        if password == DEMO_PASSWORD:
            raise ValidationError(_("This password is published with the demo: choose another."), code="demo")

    def get_help_text(self) -> str:
        """Nothing to explain ahead."""
        return ""
