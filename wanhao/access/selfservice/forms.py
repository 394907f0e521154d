"""What customers type on their own pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NumberForm(forms.Form):
    """The number that was told with the ticket."""

    number = forms.CharField(
        label=_("Ticket number"),
        max_length=30,
        help_text=_("It stands in our short message, such as T20261122-000123."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class WordsForm(forms.Form):
    """A message to the centre."""

    text = forms.CharField(label=_("Your message"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    """Solved or not."""

    answer = forms.ChoiceField(choices=[("solved", _("Solved")), ("not_solved", _("Not solved"))])
    words = forms.CharField(
        label=_("What is not solved?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
