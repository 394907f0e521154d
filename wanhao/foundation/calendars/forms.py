"""Forms of the admin: weekdays by name, the end of a day as 24:00, periods that do not overlap."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanhao.foundation.calendars.models import Period, SpecialDay

WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)


def as_number(value: str) -> int | None:
    """A chosen weekday; None when none was."""
    return int(value) if value != "" else None


class PeriodForm(forms.ModelForm):
    """One period; an empty end means 24:00."""

    weekday = forms.TypedChoiceField(label=_("weekday"), choices=WEEKDAYS, coerce=int)

    class Meta:
        model = Period
        fields = ["weekday", "opens_at", "closes_at"]
        help_texts = {"closes_at": _("Leave empty for 24:00.")}

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("A period ends after it begins; leave the end empty for 24:00."))
        return cleaned


class SpecialDayForm(forms.ModelForm):
    """A day that is closed, or open with the hours of a weekday."""

    as_weekday = forms.TypedChoiceField(
        label=_("hours of weekday"),
        choices=[("", _("its own")), *WEEKDAYS],
        coerce=as_number,
        empty_value=None,
        required=False,
    )

    class Meta:
        model = SpecialDay
        fields = ["day", "name", "hours", "is_working", "as_weekday"]
        help_texts = {"hours": _("Leave empty for all working hours.")}
