"""What staff and customers type about callbacks, and what an administrator sets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.phone_numbers import is_telephone_number, normalise_number
from wanhao.service.callbacks import rules
from wanhao.service.callbacks.models import CallbackPolicy
from wanhao.service.routing import queries as routing

LANGUAGES = [("zh", _("Chinese")), ("en", _("English"))]


def checked_number(text: str) -> str:
    """A telephone number in one spelling."""
    number = normalise_number(text)
    if not is_telephone_number(number):
        raise ValidationError(_("Give a telephone number of 5 to 15 digits."))
    return number


class PolicyForm(forms.ModelForm):
    """How a queue treats callbacks."""

    class Meta:
        model = CallbackPolicy
        fields = (
            "queue",
            "is_offered",
            "is_online",
            "key",
            "from_wait_seconds",
            "hours",
            "due_minutes",
            "mode",
            "preview_seconds",
            "tries",
            "after_busy_minutes",
            "after_no_answer_minutes",
            "ring_seconds",
        )

    def clean_key(self) -> str:
        """One key of a telephone."""
        key = str(self.cleaned_data["key"])
        if not rules.is_key(key):
            raise ValidationError(_("A key is one of 0–9, * and #."))
        return key


class NewCallbackForm(forms.Form):
    """A callback entered by staff: at the desk, in the hall."""

    number = forms.CharField(
        label=_("Number"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    queue = forms.ChoiceField(label=_("Queue"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    at = forms.DateTimeField(
        label=_("Not before"),
        required=False,
        help_text=_("Empty: as soon as its turn comes."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(label=pgettext_lazy("callback", "What it is about"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["queue"].choices = [  # type: ignore[attr-defined]
            (queue.code, queue.name) for queue in routing.queues_to_pass_to()
        ]

    def clean_number(self) -> str:
        """In one spelling."""
        return checked_number(self.cleaned_data["number"])

    def clean_at(self) -> datetime | None:
        """A moment to come."""
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at <= timezone.now():
            raise ValidationError(_("Choose a moment in the future."))
        return at


class CancelForm(forms.Form):
    """Why a callback is given up."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class MoveForm(forms.Form):
    """Another time."""

    at = forms.DateTimeField(
        label=_("Not before"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


class CustomersForm(forms.Form):
    """What a customer gives on the web page."""

    queue = forms.ChoiceField(label=pgettext_lazy("callback", "What is it about?"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Your mobile number"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, policies: list[CallbackPolicy], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policies = {policy.queue.code: policy for policy in policies}
        self.fields["queue"].choices = [  # type: ignore[attr-defined]
            (code, policy.queue.name) for code, policy in self.policies.items()
        ]

    @property
    def policy(self) -> CallbackPolicy:
        """The policy of the queue that was chosen."""
        return self.policies[self.cleaned_data["queue"]]


class CodeForm(forms.Form):
    """The code of the short message."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
