"""Forms of the customer's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wanhao.records.customers.models import Address, Party, RiskMark, SpecialNeed, Subscription

PIN_FIELD = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class DetailsForm(forms.Form):
    """Who the customer is. Private fields left empty stay as they are, so that nobody has to see them to edit."""

    name = forms.CharField(
        label=_("New name"), max_length=120, required=False, help_text=_("Empty: the name stays as it is.")
    )
    identity_number = forms.CharField(
        label=_("New identity document"),
        max_length=40,
        required=False,
        help_text=_("Empty: the document stays as it is."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Party.Kind.choices)
    tier = forms.ChoiceField(label=_("Tier"), choices=Party.Tier.choices)
    segment = forms.ChoiceField(label=_("Segment"), choices=Party.Segment.choices)
    language = forms.ChoiceField(label=_("Language"), choices=Party.Language.choices)
    special_needs = forms.MultipleChoiceField(
        label=_("Special needs"), choices=SpecialNeed.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class NewCustomerForm(DetailsForm):
    """A customer who is not known yet."""

    region = forms.ChoiceField(label=_("Region"))

    def __init__(self, *args: object, regions: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["name"].required = True
        for name, label in (("name", _("Name")), ("identity_number", _("Identity document"))):
            self.fields[name].label, self.fields[name].help_text = label, ""
        self.fields["region"].choices = regions  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    """Another address."""

    purpose = forms.ChoiceField(label=_("What for"), choices=Address.Purpose.choices)
    text = forms.CharField(label=_("Address"), max_length=200)


class ContactNumberForm(forms.Form):
    """Another number at which the customer is reached."""

    number = forms.CharField(label=_("Telephone number"), max_length=40)
    remark = forms.CharField(label=_("Remark"), max_length=60, required=False)


class AccountForm(forms.Form):
    """Another account."""

    number = forms.CharField(label=_("Account number"), max_length=30)


class ServiceForm(forms.Form):
    """Another service on one of the customer's accounts."""

    account = forms.TypedChoiceField(label=_("Account"), coerce=int)
    service = forms.ChoiceField(label=_("Service"), choices=Subscription.Service.choices)
    number = forms.CharField(label=_("Number"), max_length=40)
    plan_name = forms.CharField(label=_("Plan"), max_length=80, required=False)


class PinForm(forms.Form):
    """A new business PIN, typed by the customer."""

    account = forms.TypedChoiceField(label=_("Account"), coerce=int)
    pin = forms.CharField(label=_("Six digits"), max_length=6, widget=PIN_FIELD)
    again = forms.CharField(label=_("The same six digits"), max_length=6, widget=PIN_FIELD)

    def clean(self) -> dict[str, Any] | None:
        """Both must be the same."""
        cleaned = super().clean() or {}
        if cleaned.get("pin") != cleaned.get("again"):
            self.add_error("again", gettext("The two PINs are not the same."))
        return cleaned


class PinUnlockForm(forms.Form):
    """A locked PIN may be said again, after the customer proved who they are."""

    account = forms.TypedChoiceField(label=_("Account"), coerce=int)
    reason = forms.CharField(label=_("How you made sure who the customer is"), max_length=200)


class ConsentForm(forms.Form):
    """What the customer agrees to."""

    marketing = forms.BooleanField(label=_("Agrees to offers"), required=False)
    recording = forms.BooleanField(label=_("Agrees to being recorded"), required=False)


class RiskForm(forms.Form):
    """Marks that warn colleagues, and why they were set or cleared."""

    marks = forms.MultipleChoiceField(
        label=_("Risk marks"), choices=RiskMark.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)
