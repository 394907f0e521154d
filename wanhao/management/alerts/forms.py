"""Forms of alerts: what is typed, before the actions check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.queries import units_within_reach
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.management.alerts.figures import FIGURES
from wanhao.management.alerts.models import AlertRule, Severity, Webhook
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.routing.models import Queue

TOLD = (Role.TEAM_LEADER, Role.DUTY_LEADER, Role.HALL_MANAGER, Role.PLANNER, Role.SYSTEM_MANAGER, Role.EXECUTIVE)
LONGEST_SECONDS = 86_400


class WordsForm(forms.Form):
    """Something to say about an alert."""

    words = forms.CharField(
        label=pgettext_lazy("alert", "Words"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )


def roles_told() -> list[tuple[str, Any]]:
    """Roles that may be told of alerts."""
    return [(role.value, role.label) for role in TOLD]


class RuleForm(forms.Form):
    """An alert rule."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), to_field_name="code")
    figure = forms.ChoiceField(label=_("Figure"))
    window_minutes = forms.IntegerField(
        label=_("Over the last (min)"),
        min_value=1,
        max_value=240,
        initial=15,
        help_text=_("Counts for shares and arrivals; other figures are those of the moment."),
    )
    scope = forms.ChoiceField(label=_("Watches"), choices=AlertRule.Scope.choices)
    queue: forms.ModelChoiceField[Queue] = forms.ModelChoiceField(
        label=_("Queue"), queryset=None, to_field_name="code", required=False
    )
    comparison = forms.ChoiceField(label=_("Bad when it is"), choices=AlertRule.Comparison.choices)
    threshold = forms.FloatField(
        label=_("Threshold"),
        help_text=_("Contacts, seconds or per cent; for arrivals, spreads above the usual: 4 is far above."),
    )
    clear_at = forms.FloatField(
        label=_("Good again from"),
        required=False,
        help_text=_("Empty: the threshold itself. A distance keeps the alert from flapping."),
    )
    hold_seconds = forms.IntegerField(
        label=_("Opens after it was bad for (s)"), min_value=0, max_value=LONGEST_SECONDS, initial=30
    )
    clear_seconds = forms.IntegerField(
        label=_("Closes after it was good for (s)"), min_value=0, max_value=LONGEST_SECONDS, initial=60
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.WARNING)
    tell_roles = forms.MultipleChoiceField(
        label=_("Who is told"), required=False, widget=forms.CheckboxSelectMultiple(), choices=roles_told
    )
    escalate_seconds = forms.IntegerField(
        label=_("Escalates when nobody acknowledged it for (s)"),
        min_value=0,
        max_value=LONGEST_SECONDS,
        initial=0,
        help_text=_("0: never."),
    )
    escalate_roles = forms.MultipleChoiceField(
        label=_("Escalates to"), required=False, widget=forms.CheckboxSelectMultiple(), choices=roles_told
    )
    webhook = forms.ModelChoiceField(
        label=_("Webhook"), queryset=Webhook.objects.none(), to_field_name="public_id", required=False
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, viewer: Staff, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        choices: dict[str, Any] = {
            "unit": units_within_reach(viewer, Right.EDIT_ALERTS),
            "queue": routing.queues_within(viewer, Right.EDIT_ALERTS),
            "webhook": Webhook.objects.visible_to(viewer, Right.EDIT_ALERTS).filter(is_active=True),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["figure"].choices = [(one.code, one.name) for one in FIGURES.values()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What was left empty has its meaning."""
        facts = super().clean() or {}
        if facts.get("clear_at") is None and "threshold" in facts:
            facts["clear_at"] = facts["threshold"]
        if facts.get("scope") != AlertRule.Scope.QUEUE:
            facts["queue"] = None
        return facts


class WebhookForm(forms.Form):
    """A system outside that is told."""

    name = forms.CharField(label=_("Name"), max_length=60)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), to_field_name="code")
    url = forms.URLField(
        label=_("Address"),
        max_length=300,
        assume_scheme="https",
        help_text=_("http:// or https://. Private addresses only within WANHAO_WEBHOOK_NETWORKS."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, viewer: Staff, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.fields["unit"].queryset = units_within_reach(viewer, Right.EDIT_REFERENCE)  # type: ignore[attr-defined]
