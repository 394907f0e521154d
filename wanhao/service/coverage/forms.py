"""What is typed about hotspots."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from wanhao.service.coverage.models import Hotspot


class Day(forms.DateInput):
    """A day, chosen in the browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ListForm(forms.Form):
    """A cluster to be listed for construction."""

    name = forms.CharField(label=_("name"), max_length=80)
    planned_on = forms.DateField(label=_("planned for"), widget=Day)
    lon = forms.DecimalField(max_digits=9, decimal_places=6, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.DecimalField(max_digits=8, decimal_places=6, min_value=-90, max_value=90, widget=forms.HiddenInput)
    radius_m = forms.IntegerField(min_value=50, max_value=20_000, widget=forms.HiddenInput)
    complaints = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class FollowForm(forms.Form):
    """How far the construction is."""

    state = forms.ChoiceField(label=_("state"), choices=Hotspot.State)
    planned_on = forms.DateField(label=_("planned for"), widget=Day)
    note = forms.CharField(label=_("note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
