"""Forms of signing in, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.limits.rates import address_of
from wanhao.foundation.sign_in import lockouts

CONTROL = {"class": "form-control", "placeholder": ""}


def dress(form: forms.Form) -> None:
    """Give every field the look of the house."""
    for field in form.fields.values():
        field.widget.attrs.update(CONTROL)


class SignInForm(LoginForm):
    """Staff number and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
        self.fields["login"].label = _("Staff number")
        self.fields["login"].widget.attrs.update(autofocus=True, inputmode="numeric")
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""


class NewPasswordForm(ChangePasswordForm):
    """The old password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = lazy(password_validators_help_text_html, str)()
        self.fields["password2"].label = _("New password once more")


class ConfirmPasswordForm(PasswordAgainForm):
    """The password once more before a delicate step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.update(autofocus=True)


class LockingCode:
    """Wrong codes count as failures of the staff number."""

    def clean_code(self) -> str:
        """Check the code unless the number is locked."""
        number = self.user.staff_number  # type: ignore[attr-defined]
        minutes = lockouts.minutes_locked(number)
        if minutes:
            raise ValidationError(lockouts.sentence(minutes))
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except ValidationError:
            minutes = lockouts.count_failure(number, address=address_of(context.request))
            if minutes:
                raise ValidationError(lockouts.sentence(minutes)) from None
            raise


class CodeForm(LockingCode, AuthenticateForm):
    """The code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
        self.fields["code"].label = pgettext_lazy("second factor", "Code")
        self.fields["code"].widget.attrs.update(autofocus=True, inputmode="numeric")


class ConfirmCodeForm(LockingCode, ReauthenticateForm):
    """The code once more before a delicate step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
        self.fields["code"].label = pgettext_lazy("second factor", "Code")


class SetUpCodeForm(ActivateTOTPForm):
    """The first code of a new authenticator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
        self.fields["code"].label = _("Code from the app")
        self.fields["code"].widget.attrs.update(autofocus=True, inputmode="numeric")
