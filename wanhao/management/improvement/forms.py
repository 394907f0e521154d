"""Forms of themes and improvements: what is typed, before the actions check it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.management.improvement import queries, theme_queries
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit
    from wanhao.management.changes.models import Entry
    from wanhao.management.improvement.models import Theme

TEXT = forms.Textarea({"rows": 4})
USUAL_DAYS = 14


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
        if not self.is_bound and not self.initial.get("due_on"):
            self.fields["due_on"].initial = timezone.localdate() + timedelta(days=USUAL_DAYS)

    def clean_owner(self) -> Staff:
        """The person of the number."""
        return self.people[self.cleaned_data["owner"]]


class NewForm(OwnedForm):
    """An improvement, about a theme or a category."""

    field_order = ["about", "title", "text", "owner", "due_on", "entry"]
    about = forms.ChoiceField(
        label=_("What it is about"), help_text=_("Its weight and its effect are counted from the tickets of this.")
    )
    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=pgettext_lazy("improvement", "What is to be done"), max_length=4000, widget=TEXT, required=False
    )
    entry = forms.ChoiceField(label=_("Entry of the change-tracking list"), required=False)

    def __init__(self, *args: Any, unit: Unit, viewer: Staff, **kwargs: Any) -> None:
        super().__init__(*args, unit=unit, **kwargs)
        self.themes = {one.public_id: one for one in theme_queries.themes_shown()}
        self.entries: dict[str, Entry] = {one.public_id: one for one in queries.entries_to_link(viewer)}
        themes = [(f"theme:{one.public_id}", one.name) for one in self.themes.values()]
        leaves = [(f"category:{leaf.code}", leaf.label) for leaf in tickets.category_leaves()]
        groups = [(_("Themes"), themes), (_("Categories"), leaves)]
        self.fields["about"].choices = [("", "–"), *(group for group in groups if group[1])]  # type: ignore[attr-defined]
        entries = [(key, one.title) for key, one in self.entries.items()]
        self.fields["entry"].choices = [("", "–"), *entries]  # type: ignore[attr-defined]

    def clean_entry(self) -> Entry | None:
        """The entry chosen, if any."""
        return self.entries.get(self.cleaned_data["entry"])

    def details(self) -> dict[str, Any]:
        """What the action takes: the theme or the category in place of the choice."""
        words = dict(self.cleaned_data)
        kind, _colon, key = words.pop("about").partition(":")
        words["theme"] = self.themes.get(key) if kind == "theme" else None
        words["category"] = tickets.category(key) if kind == "category" else None
        return words


class ChangeForm(OwnedForm):
    """Another owner or due date."""


class PlainForm(forms.Form):
    """Takes the unit like the others."""

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class BeginForm(PlainForm):
    """Work begins; nothing to type."""


class DoneForm(PlainForm):
    """What was done, and on which day it came into force."""

    result = forms.CharField(label=_("What was done"), max_length=4000, widget=TEXT)
    done_on = forms.DateField(
        label=_("In force since"),
        widget=Day(),
        help_text=_("The weeks before this day are compared with the weeks after it."),
        initial=timezone.localdate,
    )


class ReasonForm(PlainForm):
    """Why not."""

    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=TEXT)


class ResumeForm(ReasonForm):
    """Why again, and until when."""

    due_on = forms.DateField(label=_("Due"), widget=Day())


class CommentForm(forms.Form):
    """Something to add to the story."""

    text = forms.CharField(
        label=pgettext_lazy("improvement", "Comment"), max_length=4000, widget=forms.Textarea({"rows": 3})
    )


class ThemeForm(forms.Form):
    """Nothing to type; takes the theme like the others."""

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theme = theme


class NameForm(ThemeForm):
    """The name people use."""

    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"),
        max_length=40,
        help_text=_("As people say it, such as 网速慢 or 账单错误."),
    )


class MergeForm(ThemeForm):
    """The theme that says the same."""

    into = forms.ChoiceField(label=_("Merge into"), help_text=_("Its tickets, those to come too, count there."))

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, theme=theme, **kwargs)
        self.others = {one.public_id: one for one in theme_queries.themes_shown() if one.pk != theme.pk}
        self.fields["into"].choices = [(key, one.name) for key, one in self.others.items()]  # type: ignore[attr-defined]

    def clean_into(self) -> Theme:
        """The theme chosen."""
        return self.others[self.cleaned_data["into"]]


class MoveForm(MergeForm):
    """A ticket of this theme, the theme it speaks of, and why."""

    field_order = ["ticket", "into", "reason"]
    ticket = forms.CharField(label=_("Ticket"), max_length=20)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, theme=theme, **kwargs)
        self.fields["into"].label = _("Move to")
        self.fields["into"].help_text = _("The nightly search for themes leaves it there.")
