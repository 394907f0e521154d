"""Forms of contingency: what is typed, before the actions check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.queries import units_within_reach
from wanhao.foundation.accounts.rights import Right
from wanhao.management.alerts.queries import alert_rules
from wanhao.management.contingency import queries
from wanhao.management.contingency.models import EmergencyTeam

if TYPE_CHECKING:
    from wanhao.management.alerts.models import AlertRule

MOST_MEMBERS, MOST_STEPS = 30, 30


class BeginForm(forms.Form):
    """Calling a team without a plan."""

    team = forms.ModelChoiceField(
        label=pgettext_lazy("emergency", "Team"),
        queryset=EmergencyTeam.objects.none(),
        to_field_name="public_id",
        empty_label=None,
    )
    title = forms.CharField(label=pgettext_lazy("emergency", "Title"), max_length=80)
    what = forms.CharField(
        label=_("What has happened"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Spoken on the telephone, so in short whole sentences."),
    )

    def __init__(self, viewer: Staff, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.fields["team"].queryset = queries.teams(viewer).filter(is_active=True)  # type: ignore[attr-defined]


class StartForm(forms.Form):
    """Putting a plan into action."""

    what = forms.CharField(
        label=_("What has happened"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Spoken on the telephone, so in short whole sentences."),
    )


class WordsForm(forms.Form):
    """A line of the log."""

    words = forms.CharField(
        label=_("Write in the log"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )


class ReviewForm(forms.Form):
    """What is learnt."""

    cause = forms.CharField(label=_("What happened, and why"), max_length=4000, widget=forms.Textarea({"rows": 4}))
    went_well = forms.CharField(
        label=_("What went well"), max_length=4000, required=False, widget=forms.Textarea({"rows": 3})
    )
    to_improve = forms.CharField(
        label=_("What to do better"), max_length=4000, required=False, widget=forms.Textarea({"rows": 3})
    )


class ActionForm(forms.Form):
    """Something to be done."""

    text = forms.CharField(label=_("What is to be done"), max_length=300)
    owner = forms.CharField(label=_("Staff number of the owner"), max_length=20)
    due_on = forms.DateField(
        label=_("Due on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), initial=timezone.localdate
    )


class TeamForm(forms.Form):
    """A team."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), to_field_name="code", empty_label=None)
    in_place_minutes = forms.IntegerField(label=_("In place within (min)"), min_value=1, max_value=600, initial=30)
    attempts = forms.IntegerField(label=_("Calls to each member"), min_value=1, max_value=10, initial=3)
    pause_seconds = forms.IntegerField(label=_("Pause between calls (s)"), min_value=5, max_value=600, initial=30)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, viewer: Staff, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.fields["unit"].queryset = units_within_reach(viewer, Right.EDIT_ALERTS)  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """A member of a team; a number that is known stays unless it is to be forgotten."""

    staff = forms.ModelChoiceField(
        label=_("Staff number"),
        queryset=Staff.objects.none(),
        to_field_name="staff_number",
        widget=forms.TextInput({"list": "colleagues"}),
    )
    task = forms.CharField(label=_("Task"), max_length=100, required=False)
    number = forms.CharField(label=_("Number outside"), max_length=30, required=False)
    forget = forms.BooleanField(label=_("Forget the number"), required=False)

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.fields["staff"].queryset = Staff.objects.filter(is_active=True)  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """A plan."""

    title_zh = forms.CharField(label=_("Chinese title"), max_length=80)
    title_en = forms.CharField(label=_("English title"), max_length=80, required=False)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), to_field_name="code", empty_label=None)
    team = forms.ModelChoiceField(
        label=pgettext_lazy("emergency", "Team"),
        queryset=EmergencyTeam.objects.none(),
        to_field_name="public_id",
        empty_label=None,
    )
    rules: forms.ModelMultipleChoiceField[AlertRule] = forms.ModelMultipleChoiceField(
        label=_("Alerts that call for it"),
        queryset=None,
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    starts_itself = forms.BooleanField(label=_("Starts by itself when such an alert opens"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, viewer: Staff, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        choices: dict[str, Any] = {
            "unit": units_within_reach(viewer, Right.EDIT_ALERTS),
            "team": queries.teams(viewer).filter(is_active=True),
            "rules": alert_rules(viewer).filter(is_active=True),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """A step of a plan."""

    text_zh = forms.CharField(label=_("Chinese text"), max_length=200)
    text_en = forms.CharField(label=_("English text"), max_length=200, required=False)
    owner = forms.CharField(label=pgettext_lazy("emergency", "Whose"), max_length=60, required=False)
    within_minutes = forms.IntegerField(label=_("Within (min)"), min_value=1, max_value=1440, required=False)


Members: type[BaseFormSet[MemberForm]] = formset_factory(
    MemberForm, extra=0, min_num=1, max_num=MOST_MEMBERS, validate_min=True, validate_max=True, can_delete=True
)
Steps: type[BaseFormSet[StepForm]] = formset_factory(
    StepForm, extra=0, min_num=1, max_num=MOST_STEPS, validate_min=True, validate_max=True, can_delete=True
)
