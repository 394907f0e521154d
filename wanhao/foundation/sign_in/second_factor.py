"""Setting up and removing one's time-based codes, kept as events."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpResponse

from wanhao.foundation.accounts.guards import signed_in, viewer
from wanhao.foundation.audit.actions import record
from wanhao.foundation.sign_in.events import SecondFactorRemoved, SecondFactorSetUp


class SetUp(ActivateTOTPView):
    """Scan the picture, type the first code."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it and write it down."""
        response: HttpResponse = super().form_valid(form)
        person = viewer(self.request)
        record(SecondFactorSetUp(person.pk), actor=person, unit=person.unit_id)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The key to type where no picture can be scanned, in groups of four."""
        words: dict[str, Any] = super().get_context_data(**kwargs)
        secret = words["form"].secret
        return words | {"key_text": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))}


class Remove(DeactivateTOTPView):
    """Give the codes up, where they are not compulsory."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove and write it down."""
        response: HttpResponse = super().form_valid(form)
        person = viewer(self.request)
        record(SecondFactorRemoved(person.pk), actor=person, unit=person.unit_id)
        return response


set_up = signed_in("everybody may protect their own sign-in")(SetUp.as_view())
remove = signed_in("everybody decides about their own codes, unless compulsory")(Remove.as_view())
