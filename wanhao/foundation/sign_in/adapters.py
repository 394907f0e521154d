"""How the sign-in library meets our house: staff numbers, lock-outs, sessions, sealed secrets."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wanhao.foundation.limits.rates import Rate, address_of, seconds_to_wait
from wanhao.foundation.privacy.fields import sealer
from wanhao.foundation.sign_in import actions, lockouts, sessions

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator

    from wanhao.foundation.accounts.models import Staff

JUST_NOW = timedelta(minutes=5)
PER_ADDRESS = Rate("sign-in", times=60, seconds=60)
UNSAID = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class SignIn(DefaultAccountAdapter):
    """Sign-in by staff number."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The staff number or the password is wrong."),
        "rate_limited": _("That was too often. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff are hired, they do not sign up."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse locked numbers and addresses that try too often."""
        if seconds_to_wait(PER_ADDRESS, address_of(request)):
            raise self.validation_error("rate_limited")
        minutes = lockouts.minutes_locked(credentials.get("username", ""))
        if minutes:
            raise ValidationError(lockouts.sentence(minutes))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count it; say so when it locked the number."""
        minutes = lockouts.count_failure(credentials.get("username", ""), address=address_of(request))
        if minutes:
            raise ValidationError(lockouts.sentence(minutes))

    def post_login(self, request: HttpRequest, user: Staff, **more: Any) -> HttpResponse:
        """Keep the sign-in."""
        lockouts.forget_failures(user.staff_number)
        sessions.begin_session(request, user)
        return super().post_login(request, user, **more)

    def logout(self, request: HttpRequest) -> None:
        """Keep the sign-out."""
        actions.sign_out(request)
        super().logout(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Delicate steps ask for the password again, unless it was given a moment ago."""
        row = getattr(self.request, "sign_in", None)
        just_now = row is not None and timezone.now() - row.started_at < JUST_NOW
        return not just_now and bool(super().is_reauthentication_required(app=app))

    def set_password(self, user: Staff, password: str) -> None:
        """A password of the person's own choice."""
        actions.choose_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On to work."""
        return "/"

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        """Leave out what needs no saying."""
        if message_template not in UNSAID:
            super().add_message(request, level, message_template, *args, **more)


class SecondFactor(DefaultMFAAdapter):
    """Time-based codes: secrets sealed, compulsory for powerful roles."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return sealer("second factor").seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it."""
        return sealer("second factor").unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Powerful roles keep theirs."""
        return not authenticator.user.needs_second_factor
