"""Forms of tickets: what is typed, before the actions check it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.service.tickets import queries, rules
from wanhao.service.tickets.models import Ticket


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


class NoteForm(forms.Form):
    """Something to add to the story."""

    text = forms.CharField(
        label=pgettext_lazy("ticket", "Note"), max_length=rules.TEXT_LIMIT, widget=forms.Textarea({"rows": 3})
    )


class StartForm(forms.Form):
    """Work begins; nothing to type."""


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


class SolutionForm(forms.Form):
    """How it was solved."""

    solution = forms.CharField(
        label=_("Solution"),
        max_length=rules.TEXT_LIMIT,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What was done, in words the customer can be told."),
    )


class ReasonForm(forms.Form):
    """Why a ticket is closed, reopened or not taken."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))


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
