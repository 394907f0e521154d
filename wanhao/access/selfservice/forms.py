"""What customers type on their own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.service.tickets import rules, web_offers


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


def offered_choices() -> list[tuple[str, Any]]:
    """What a ticket may be about, in groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in web_offers.offers():
        groups.setdefault(one.group, []).append((str(one.category_id), one.name))
    return [("", _("Please choose")), *groups.items()]


class NewTicketForm(forms.Form):
    """A ticket the customer opens: what about, what happened, where, and the mobile the code goes to."""

    key = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    category = forms.TypedChoiceField(
        label=pgettext_lazy("web ticket", "What is it about?"),
        coerce=int,
        choices=offered_choices,
        error_messages={"invalid_choice": _("This is not offered here any more. Choose something else.")},
    )
    text = forms.CharField(
        label=_("What happened?"),
        max_length=rules.TEXT_LIMIT,
        help_text=_("Since when, how often, what you tried. Photographs can be sent after the next step."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    place = forms.CharField(
        label=_("Where? (if it matters)"),
        max_length=rules.PLACE_LIMIT,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    number = forms.CharField(
        label=_("Your mobile number"),
        max_length=30,
        help_text=_("We send a code there, and news of your ticket."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
