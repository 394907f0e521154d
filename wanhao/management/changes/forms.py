"""Forms of the change-tracking list: what is typed, before the actions check it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.management.changes import queries
from wanhao.management.help import queries as helps

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit

TEXT = forms.Textarea({"rows": 4})


class Day(forms.DateInput):
    """A day chosen in the browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class OwnedForm(forms.Form):
    """With an owner of a unit and a due date."""

    owner = forms.ChoiceField(label=_("Owner"))
    due_on = forms.DateField(label=_("Due"), widget=Day())

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.staff_number: one for one in queries.keepers(unit)}
        self.fields["owner"].choices = [(number, one.display_name) for number, one in self.people.items()]  # type: ignore[attr-defined]
        if not self.is_bound:
            due = timezone.localdate() + timedelta(days=queries.tracking_policy().due_days)
            self.fields["due_on"].initial = self.initial.get("due_on") or due

    def clean_owner(self) -> Staff:
        """The person of the number."""
        return self.people[self.cleaned_data["owner"]]


class NewForm(OwnedForm):
    """An entry made by hand."""

    field_order = ["title", "topic", "text", "owner", "due_on"]
    title = forms.CharField(label=_("Title"), max_length=120)
    topic = forms.ChoiceField(label=_("Help topic"), required=False)
    text = forms.CharField(label=_("What changes, or what is unclear?"), max_length=4000, widget=TEXT, required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, unit=unit, **kwargs)
        self.topics = {one.code: one for one in helps.topics()}
        choices = [("", "–"), *((code, one.name) for code, one in self.topics.items())]
        self.fields["topic"].choices = choices  # type: ignore[attr-defined]

    def clean_topic(self) -> Any:
        """The topic of the code."""
        return self.topics.get(self.cleaned_data["topic"])


class AcceptForm(OwnedForm):
    """A proposal becomes an entry."""

    field_order = ["title", "owner", "due_on"]
    title = forms.CharField(label=_("Title"), max_length=120)


class ChangeForm(OwnedForm):
    """Another owner or due date."""


class PlainForm(forms.Form):
    """Nothing to choose from; takes the unit like the others."""

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class BeginForm(PlainForm):
    """Work begins; nothing to type."""


class ResultForm(PlainForm):
    """What came of it."""

    result = forms.CharField(
        label=_("Result"),
        max_length=4000,
        widget=TEXT,
        help_text=_("What holds from now on, in words that can be told to customers."),
    )


class ReasonForm(PlainForm):
    """Why it is taken up again."""

    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=TEXT)


class CommentForm(forms.Form):
    """Something to add to the story."""

    text = forms.CharField(label=pgettext_lazy("entry", "Comment"), max_length=4000, widget=forms.Textarea({"rows": 3}))
