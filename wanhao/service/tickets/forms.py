"""Forms of tickets: what is typed, before the actions check it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.service.tickets import queries, rules
from wanhao.service.tickets.models import Link, StatusReason, Ticket

Step = StatusReason.Step


def category_choices() -> list[tuple[str, Any]]:
    """The tree as groups: the first level names the group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for leaf in queries.category_leaves():
        below = " › ".join(leaf.path[1:]) or leaf.path[0]
        groups.setdefault(leaf.path[0], []).append((str(leaf.id), below))
    return [("", "–"), *groups.items()]


class LocalMoment(forms.DateTimeInput):
    """A moment chosen in the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class TicketForm(forms.Form):
    """A new ticket."""

    kind = forms.ChoiceField(label=_("Type"), choices=Ticket.Kind.choices, initial=Ticket.Kind.CONSULTATION)
    category = forms.TypedChoiceField(label=_("Category"), choices=category_choices, coerce=int)
    severity = forms.ChoiceField(label=_("Severity"), choices=Ticket.Severity.choices)
    due_at = forms.DateTimeField(
        label=_("Due"),
        required=False,
        widget=LocalMoment(),
        help_text=_("Empty: what is promised. Another moment only if it was agreed on with the customer."),
    )
    text = forms.CharField(
        label=_("What does the customer need?"),
        max_length=rules.TEXT_LIMIT,
        widget=forms.Textarea({"rows": 5}),
    )
    place = forms.CharField(
        label=_("Address or description of the place"), max_length=rules.PLACE_LIMIT, required=False
    )


class NoteForm(forms.Form):
    """Something to add to the story."""

    text = forms.CharField(
        label=pgettext_lazy("ticket", "Note"), max_length=rules.TEXT_LIMIT, widget=forms.Textarea({"rows": 3})
    )


class CodedForm(forms.Form):
    """A step of the ticket's life with its reason from the list."""

    step = ""
    code = forms.ChoiceField(label=pgettext_lazy("ticket", "Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = queries.reason_choices(self.step)
        self.fields["code"].choices = choices  # type: ignore[attr-defined]
        self.fields["code"].required = bool(choices)


class StartForm(CodedForm):
    """Work begins."""

    step = Step.BEGUN


class FactsForm(forms.Form):
    """Corrections of category, severity, due time."""

    category = forms.TypedChoiceField(label=_("Category"), choices=category_choices, coerce=int)
    severity = forms.ChoiceField(label=_("Severity"), choices=Ticket.Severity.choices)
    due_at = forms.DateTimeField(
        label=_("Due"),
        required=False,
        widget=LocalMoment(),
        help_text=_("Another moment only if it was agreed on with the customer: it then stays, whatever is promised."),
    )


class SolutionForm(CodedForm):
    """How it was solved."""

    step = Step.RESOLVED
    solution = forms.CharField(
        label=_("Solution"),
        max_length=rules.TEXT_LIMIT,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What was done, in words the customer can be told."),
    )


class ReasonForm(CodedForm):
    """A step that is explained."""

    reason = forms.CharField(
        label=pgettext_lazy("ticket", "In words"), max_length=300, widget=forms.Textarea({"rows": 2})
    )


class ClosingForm(ReasonForm):
    """Why it is closed."""

    step = Step.CLOSED


class ReopeningForm(ReasonForm):
    """Why it is taken up again."""

    step = Step.REOPENED


class DeclineForm(forms.Form):
    """Why a ticket is not taken."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))


class NothingForm(forms.Form):
    """Nothing to type."""


class TagsForm(forms.Form):
    """All tags the ticket carries."""

    tags = forms.MultipleChoiceField(
        label=_("Tags"), choices=queries.tag_choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class PlaceForm(forms.Form):
    """Where it is."""

    place = forms.CharField(
        label=_("Address or description of the place"), max_length=rules.PLACE_LIMIT, required=False
    )
    lon = forms.DecimalField(label=_("Longitude"), max_digits=9, decimal_places=6, required=False)
    lat = forms.DecimalField(label=_("Latitude"), max_digits=8, decimal_places=6, required=False)


class LinkForm(forms.Form):
    """What this ticket has to do with another."""

    kind = forms.ChoiceField(label=_("This ticket is"), choices=Link.Kind.choices)
    to = forms.CharField(label=_("Number of the other ticket"), max_length=20)


class MergeForm(CodedForm):
    """Into which ticket this one goes."""

    step = Step.MERGED
    to = forms.CharField(
        label=_("Number of the ticket in which work goes on"),
        max_length=20,
        help_text=_("This ticket is finished then; its story stays, and the merge can be undone."),
    )


class WatcherForm(forms.Form):
    """Who is told what becomes of the ticket."""

    to = forms.CharField(
        label=_("Staff number of the colleague"),
        max_length=20,
        widget=forms.TextInput({"list": "colleagues", "autocomplete": "off"}),
    )


class MessageForm(forms.Form):
    """What the customer is told."""

    text = forms.CharField(
        label=pgettext_lazy("ticket", "Message to the customer"),
        max_length=rules.MESSAGE_LIMIT,
        widget=forms.Textarea({"rows": 3}),
    )


class HandOverForm(forms.Form):
    """Who is asked to take the ticket."""

    to = forms.CharField(
        label=_("Staff number of the colleague"),
        max_length=20,
        widget=forms.TextInput({"list": "colleagues", "autocomplete": "off"}),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))


class AcceptForm(forms.Form):
    """Yes to a hand-over; nothing to type."""
