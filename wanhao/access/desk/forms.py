"""What the desk's pages send."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanhao.access.desk.models import Seat
from wanhao.records.customers.models import Party
from wanhao.service.tickets.forms import PlaceForm, TagsForm
from wanhao.service.tickets.models import Ticket

NUMBER = re.compile(r"\+?[0-9*#]{3,20}")


class WrapUpForm(forms.Form):
    """Code and note of a contact."""

    code = forms.SlugField(error_messages={"required": _("Choose what the contact was about.")})
    note = forms.CharField(required=False, max_length=2000)


class DraftForm(forms.Form):
    """A wrap-up as typed so far."""

    code = forms.SlugField(required=False)
    note = forms.CharField(required=False, max_length=4000, strip=False)


class SeatForm(forms.Form):
    """One choice about the seat at a time: the phone, or automatic answering."""

    phone = forms.ChoiceField(required=False, choices=Seat.Phone.choices)
    sets = forms.ChoiceField(required=False, choices=[("auto_answer", "auto_answer")])
    auto_answer = forms.BooleanField(required=False)


class TransferForm(forms.Form):
    """To whom a caller is passed: a place from the list, or a number outside; at once, or consulted first."""

    way = forms.ChoiceField(required=False, choices=[("transfer", "transfer"), ("consult", "consult")])
    target = forms.CharField(required=False, max_length=60)
    number = forms.CharField(required=False, max_length=30)

    def clean_number(self) -> str:
        """Digits without the spaces and dashes people write."""
        number = re.sub(r"[\s-]", "", self.cleaned_data["number"])
        if number and not NUMBER.fullmatch(number):
            raise forms.ValidationError(_("A number has 3 to 20 digits."))
        return number

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two."""
        data = super().clean() or {}
        if not self.errors and bool(data.get("target")) == bool(data.get("number")):
            raise forms.ValidationError(_("Choose one from the list, or give a number."))
        return data


class ChatTransferForm(forms.Form):
    """To whom a chat is passed, with a word for them that the customer never sees."""

    target = forms.CharField(max_length=60, error_messages={"required": _("Choose a queue or a colleague.")})
    note = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3, "id": "chat-transfer-note"}),
    )


class CallerForm(forms.Form):
    """Which customer is calling."""

    customer = forms.SlugField()


class TicketForm(PlaceForm, TagsForm):
    """A ticket from the contact at hand with its place and tags; the category is a leaf of the tree."""

    category = forms.SlugField(error_messages={"required": _("Choose a category from the list.")})
    kind = forms.ChoiceField(
        choices=Ticket.Kind.choices, widget=forms.Select(attrs={"class": "form-select", "id": "ticket-kind"})
    )
    severity = forms.ChoiceField(
        choices=Ticket.Severity.choices, widget=forms.Select(attrs={"class": "form-select", "id": "ticket-severity"})
    )
    text = forms.CharField(max_length=4000, error_messages={"required": _("Describe what the customer needs.")})

    @property
    def points(self) -> list[forms.BoundField]:
        """The fields of the point on the map."""
        return [self["lon"], self["lat"]]


SELECT = {"class": "form-select"}
TYPED = {"class": "form-control", "autocomplete": "off"}


class NewCustomerForm(forms.Form):
    """What must be known to register a caller; the rest is added on the customer's page."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    tier = forms.ChoiceField(label=_("Tier"), choices=Party.Tier.choices, widget=forms.Select(attrs=SELECT))
    segment = forms.ChoiceField(label=_("Segment"), choices=Party.Segment.choices, widget=forms.Select(attrs=SELECT))
    language = forms.ChoiceField(label=_("Language"), choices=Party.Language.choices, widget=forms.Select(attrs=SELECT))
