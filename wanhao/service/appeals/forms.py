"""Forms of appeals."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.service.appeals import rules
from wanhao.service.tickets.forms import LocalMoment


class AppealForm(forms.Form):
    """What the regulator sent."""

    ticket = forms.CharField(label=_("Ticket"), max_length=20, help_text=_("The number of the ticket it is about."))
    regulator = forms.CharField(label=_("Regulator"), max_length=80)
    regulator_number = forms.CharField(label=_("Number at the regulator"), max_length=60)
    received_at = forms.DateTimeField(
        label=pgettext_lazy("appeal", "Received"),
        widget=LocalMoment(),
        help_text=_("The clocks count from this moment."),
    )
    text = forms.CharField(
        label=_("What the customer asks for"), max_length=rules.TEXT_LIMIT, widget=forms.Textarea({"rows": 5})
    )


class AcceptForm(forms.Form):
    """It is taken up; nothing to type."""


class AnswerForm(forms.Form):
    """What we answered."""

    answer = forms.CharField(
        label=_("Our answer"), max_length=rules.TEXT_LIMIT, widget=forms.Textarea({"rows": 6}),
        help_text=_("As it went to the regulator."),
    )  # fmt: skip


class OutcomeForm(forms.Form):
    """How it ended."""

    outcome = forms.CharField(
        label=pgettext_lazy("appeal", "Outcome"), max_length=rules.TEXT_LIMIT, widget=forms.Textarea({"rows": 4})
    )
