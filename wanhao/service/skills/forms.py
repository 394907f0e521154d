"""What leaders enter about skills."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wanhao.service.skills import rules
from wanhao.service.skills.models import Skill

LEVELS: list[tuple[str, Any]] = [("0", "–"), *((str(n), str(n)) for n in range(rules.LOWEST, rules.HIGHEST + 1))]


class DayInput(forms.DateInput):
    """A day as browsers enter it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LevelForm(forms.Form):
    """A level, and perhaps the last day."""

    level = forms.TypedChoiceField(choices=LEVELS, coerce=int, label=_("Level"))
    valid_until = forms.DateField(required=False, widget=DayInput, label=_("Valid until"))

    def clean_valid_until(self) -> Any:
        """A new last day does not lie in the past."""
        day = self.cleaned_data["valid_until"]
        if day and day < localdate() and day != self.initial.get("valid_until"):
            raise forms.ValidationError(_("Choose today or a later day."))
        return day


class ManyForm(LevelForm):
    """The same level of a skill for several agents."""

    skill = forms.ModelChoiceField(
        queryset=Skill.objects.filter(is_active=True), to_field_name="code", label=_("Skill"), empty_label=None
    )
    field_order = ["skill", "level", "valid_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = [*LEVELS[1:], ("0", _("take it away"))]
        level.initial = "3"


def level_forms(rows: Iterable[Any], data: Any = None) -> list[tuple[Any, LevelForm]]:
    """A form for each cell of an agent's row, told apart by the skill's code."""
    return [
        (
            cell,
            LevelForm(
                data,
                prefix=cell.skill.code,
                initial={"level": cell.level, "valid_until": cell.held.valid_until if cell.held else None},
            ),
        )
        for cell in rows
    ]
