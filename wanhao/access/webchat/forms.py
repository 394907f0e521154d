"""What customers type before and after a conversation."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.phone_numbers import is_mobile, normalise_number
from wanhao.service.chat import rules


class EntranceForm(forms.Form):
    """The first words; name and mobile when the customer likes."""

    text = forms.CharField(
        label=pgettext_lazy("chat", "What is it about?"),
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(
        label=_("How may we call you? (optional)"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    number = forms.CharField(
        label=_("Your mobile number (optional)"),
        max_length=30,
        required=False,
        help_text=_("We send a code there. Then we know your account and need not ask for it."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    form_key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean_number(self) -> str:
        """A mobile, or nothing."""
        typed = self.cleaned_data["number"]
        number = normalise_number(typed) if typed else ""
        if number and not is_mobile(number):
            raise ValidationError(_("Give a mobile number of 11 digits, or leave it empty."))
        return number


class MobileForm(forms.Form):
    """A mobile to which a code is sent."""

    number = forms.CharField(
        label=_("Your mobile number"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_number(self) -> str:
        """A mobile."""
        number = normalise_number(self.cleaned_data["number"])
        if not is_mobile(number):
            raise ValidationError(_("Give a mobile number of 11 digits: the code is sent there as a short message."))
        return number


class RatingForm(forms.Form):
    """How it was."""

    rating = forms.TypedChoiceField(choices=[(n, n) for n in range(1, 6)], coerce=int)
    words = forms.CharField(
        label=_("Anything you want to add?"),
        max_length=rules.LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
