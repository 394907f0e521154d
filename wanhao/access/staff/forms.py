"""Forms of the staff pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts import queries
from wanhao.foundation.accounts.actions import StaffDetails
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.sign_in.queries import locked_numbers


class UnitChoice(forms.ModelChoiceField):
    """A unit within reach, indented by its depth."""

    def label_from_instance(self, obj: Unit) -> str:
        """Name and code, indented."""
        return f"{'　' * (obj.path.count('/') - 1)}{obj.name} ({obj.code})"


def day_field(label: Any, *, required: bool = False) -> forms.DateField:
    """A day from the browser's calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, input_formats=["%Y-%m-%d"])


class Dressed(forms.Form):
    """A form in the look of the house, knowing who fills it in."""

    def __init__(self, *args: Any, by: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
        if "unit" in self.fields:
            self.fields["unit"].queryset = queries.units_within_reach(by)  # type: ignore[attr-defined]


class StaffForm(Dressed):
    """What is written down about a member of staff."""

    staff_number = forms.CharField(label=_("Staff number"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=60)
    unit = UnitChoice(label=_("Unit"), queryset=None)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    joined_on = day_field(_("Joined"))

    def details(self) -> StaffDetails:
        """The checked input."""
        return StaffDetails(**self.cleaned_data)


class ChangeForm(StaffForm):
    """The same for somebody who is here already: the number stays."""

    staff_number = None  # type: ignore[assignment]

    def details_of(self, person: Staff) -> StaffDetails:
        """The checked input with the person's number."""
        return StaffDetails(staff_number=person.staff_number, **self.cleaned_data)


class PostingForm(Dressed):
    """A role in a unit, from a day on."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = UnitChoice(label=_("In and below"), queryset=None)
    from_on = day_field(_("First day"), required=True)
    until_on = day_field(pgettext_lazy("posting", "Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = timezone.localdate


class FilterForm(Dressed):
    """What the list is narrowed to."""

    q = forms.CharField(label=_("Number or name"), required=False)
    unit = UnitChoice(label=_("Unit"), queryset=None, required=False, to_field_name="code")
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", "---------"), *Role.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("active", _("working here")), ("locked", _("locked")), ("left", _("left")), ("all", _("all"))],
    )

    def wanted(self) -> queries.StaffFilter:
        """The filter; what cannot be read is left out."""
        self.is_valid()
        found = self.cleaned_data
        unit, state = found.get("unit"), found.get("state") or "active"
        is_locked = state == "locked"
        return queries.StaffFilter(
            text=found.get("q", "").strip(),
            unit=unit.code if unit else "",
            role=found.get("role", ""),
            state="all" if is_locked else state,
            among=locked_numbers() if is_locked else None,
        )
