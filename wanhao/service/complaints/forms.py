"""Forms of complaints: what is typed, before the actions check it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.service.complaints.models import Compensation, Level, Mediation
from wanhao.service.complaints.rules import REASON_LIMIT

LONG = forms.Textarea({"rows": 3})


class Moment(forms.DateTimeInput):
    """A moment chosen in the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def reason() -> forms.CharField:
    """A sentence that says why."""
    return forms.CharField(label=_("Reason"), max_length=REASON_LIMIT, widget=forms.Textarea({"rows": 2}))


class RaiseForm(forms.Form):
    """To which level, and why."""

    level = forms.TypedChoiceField(label=pgettext_lazy("complaint", "To"), choices=Level.choices[1:], coerce=int)
    reason = reason()


class RepeatForm(forms.Form):
    """Which complaint this one repeats."""

    number = forms.CharField(label=_("Number of the earlier complaint"), max_length=30)


class PartForm(forms.Form):
    """It is no repeat; nothing to type."""


class StepForm(forms.Form):
    """A step of the checklist is done."""

    step = forms.SlugField(widget=forms.HiddenInput)
    note = forms.CharField(label=_("What was done?"), max_length=REASON_LIMIT, required=False)


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploads."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each one as a file."""
        many = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in many]


class MediationForm(forms.Form):
    """A mediation by a third party."""

    mediator = forms.CharField(
        label=_("Third party"), max_length=120, help_text=_("Such as the consumers' association, and who was there.")
    )
    held_at = forms.DateTimeField(label=pgettext_lazy("mediation", "Held"), widget=Moment(), initial=now)
    result = forms.ChoiceField(label=_("Result"), choices=Mediation.Result.choices)
    text = forms.CharField(
        label=pgettext_lazy("complaint", "What was said"), max_length=4000, required=False, widget=LONG
    )
    papers = FilesField(label=_("Files"), required=False)


class MediationResultForm(forms.Form):
    """A mediation has come to its result."""

    mediation = forms.CharField(widget=forms.HiddenInput, max_length=16)
    result = forms.ChoiceField(label=_("Result"), choices=Mediation.Result.choices[1:])
    text = forms.CharField(label=_("What was agreed"), max_length=2000, required=False, widget=LONG)


class CompensationForm(forms.Form):
    """What the customer is to be given."""

    form = forms.ChoiceField(label=pgettext_lazy("compensation", "Form"), choices=Compensation.Form.choices)
    amount = forms.DecimalField(label=_("Amount (¥)"), max_digits=10, decimal_places=2, min_value=0)
    reason = reason()


class CallForm(forms.Form):
    """When to call the customer, and on which number."""

    at = forms.DateTimeField(
        label=_("When"), required=False, widget=Moment(), help_text=_("Empty: as soon as an agent is free.")
    )
    number = forms.CharField(
        label=_("Another number"), max_length=30, required=False, help_text=_("Empty: the number known.")
    )


class RefusalForm(forms.Form):
    """Why a compensation is refused."""

    reason = reason()


class AnswerForm(forms.Form):
    """What the customer said."""

    closing = forms.CharField(max_length=16)
    answer = forms.CharField(max_length=12)
    note = forms.CharField(max_length=REASON_LIMIT, required=False)
