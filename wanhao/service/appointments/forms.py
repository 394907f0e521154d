"""What is chosen when an appointment is booked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.service.appointments.queries import Offered
from wanhao.service.appointments.rules import SHANGHAI


def moment_of(key: str) -> datetime | None:
    """The moment a window's key names."""
    try:
        return datetime.strptime(key, "%Y%m%d%H%M").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


class WindowForm(forms.Form):
    """One of the windows offered."""

    window = forms.ChoiceField(label=pgettext_lazy("appointment", "Window"), widget=forms.RadioSelect)

    def __init__(self, offered: list[Offered], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["window"].choices = [(one.key, one.key) for one in offered]  # type: ignore[attr-defined]
        self.fields["window"].error_messages["invalid_choice"] = _("This window is full by now. Choose another one.")

    def clean_window(self) -> datetime:
        """As a moment."""
        at = moment_of(self.cleaned_data["window"])
        if at is None:
            raise forms.ValidationError(_("Choose a window."))
        return at


class CancelForm(forms.Form):
    """Why nobody is expected any more."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
