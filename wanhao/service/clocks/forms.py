"""Forms of the administrator for promises of time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanhao.service.clocks.models import Policy, Target
from wanhao.service.clocks.vocabulary import choices_of


class PolicyForm(forms.ModelForm):
    """A policy with the words of the contexts that use it."""

    class Meta:
        model = Policy
        fields = [
            "code",
            "name_zh",
            "name_en",
            "target",
            "kind",
            "severity",
            "tier",
            "category",
            "unit",
            "minutes",
            "hours",
            "warn_percents",
            "position",
            "is_active",
        ]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in ("kind", "severity", "tier", "category"):
            field = self.fields[name]
            anything = [("", _("Any")), *choices_of(name)]
            self.fields[name] = forms.ChoiceField(
                choices=anything, required=False, label=field.label, help_text=field.help_text
            )

    def clean_warn_percents(self) -> list[int]:
        """Warnings come before the end."""
        percents: list[int] = self.cleaned_data["warn_percents"] or []
        if any(not 0 < percent < 100 for percent in percents):
            raise forms.ValidationError(_("A warning comes between 1 and 99 % of the time."))
        return sorted(set(percents))


class PauseReasonForm(forms.ModelForm):
    """A reason with the clocks it stops as boxes to tick."""

    targets = forms.MultipleChoiceField(
        choices=Target.choices, widget=forms.CheckboxSelectMultiple, label=_("pauses the clocks of")
    )
