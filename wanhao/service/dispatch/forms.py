"""Forms of work orders: what is typed, before the actions check it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wanhao.foundation.files.queries import accepted_endings
from wanhao.service.dispatch import queries, rules

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit
    from wanhao.service.dispatch.models import OrderType, WorkOrder
    from wanhao.service.tickets.models import Ticket

TEXT = forms.Textarea({"rows": 4})
LONGEST = timedelta(days=400)


class SendForm(forms.Form):
    """A piece of a ticket for a department."""

    department = forms.ChoiceField(label=pgettext_lazy("unit", "Department"))
    type = forms.ChoiceField(label=gettext_lazy("Type"))
    assignee = forms.CharField(
        label=gettext_lazy("Staff number"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Empty: the department hands it out itself."),
    )
    text = forms.CharField(label=gettext_lazy("What is to be done?"), max_length=rules.TEXT_LIMIT, widget=TEXT)

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.departments = {one.code: one for one in queries.departments_for(ticket)}
        self.types = {one.code: one for one in queries.order_types()}
        named = [(code, _named(one)) for code, one in self.departments.items()]
        self.fields["department"].choices = named  # type: ignore[attr-defined]
        self.fields["type"].choices = [(code, one.name) for code, one in self.types.items()]  # type: ignore[attr-defined]

    def clean_department(self) -> Unit:
        """The department of the code."""
        return self.departments[self.cleaned_data["department"]]

    def clean_type(self) -> OrderType:
        """The type of the code."""
        return self.types[self.cleaned_data["type"]]

    def clean(self) -> dict[str, Any]:
        """The person of the number, who must belong to the department."""
        cleaned = super().clean() or {}
        number, department = cleaned.get("assignee", ""), cleaned.get("department")
        cleaned["assignee"] = queries.worker(number, department) if number and department else None
        if number and department and cleaned["assignee"] is None:
            self.add_error("assignee", _("Nobody of this department has this staff number."))
        return cleaned


def _named(department: Unit) -> str:
    region = department.region
    return f"{department.name} · {region.name}" if region else department.name


class OrderForm(forms.Form):
    """A form about one order; most take nothing from it."""

    def __init__(self, *args: Any, order: WorkOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order


class AcceptForm(OrderForm):
    """Taking it; nothing to type."""


class PersonForm(OrderForm):
    """Into whose hands."""

    to = forms.ChoiceField(label=gettext_lazy("To whom?"))

    def __init__(self, *args: Any, order: WorkOrder, **kwargs: Any) -> None:
        super().__init__(*args, order=order, **kwargs)
        people = [one for one in queries.people_of(order.department) if one.pk != order.assignee_id]
        self.people = {one.staff_number: one for one in people}
        self.fields["to"].choices = [(number, one.display_name) for number, one in self.people.items()]  # type: ignore[attr-defined]

    def clean_to(self) -> Staff:
        """The person of the number."""
        return self.people[self.cleaned_data["to"]]


class ReasonForm(OrderForm):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=rules.TEXT_LIMIT, widget=TEXT)


class QuestionForm(OrderForm):
    """What the department must know."""

    question = forms.CharField(
        label=gettext_lazy("Question to the owner of the ticket"), max_length=rules.TEXT_LIMIT, widget=TEXT
    )


class AnswerForm(OrderForm):
    """What the owner says."""

    answer = forms.CharField(label=pgettext_lazy("work order", "Answer"), max_length=rules.TEXT_LIMIT, widget=TEXT)


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"


class FilesField(forms.FileField):
    """A list of uploads."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each of them checked."""
        return [upload for one in data or [] if (upload := super(FilesField, self).clean(one, initial)) is not None]


class FinishForm(OrderForm):
    """The result, with what shows it."""

    result = forms.CharField(
        label=gettext_lazy("Result"),
        max_length=rules.TEXT_LIMIT,
        widget=TEXT,
        help_text=gettext_lazy("What was found and done, in words that can be told to the customer."),
    )
    uploads = FilesField(label=gettext_lazy("Evidence"), required=False)

    def __init__(self, *args: Any, order: WorkOrder, **kwargs: Any) -> None:
        super().__init__(*args, order=order, **kwargs)
        field = self.fields["uploads"]
        field.widget.attrs["accept"] = accepted_endings()
        if order.type.needs_evidence:
            field.help_text = _("This type needs evidence: photos, readings or a report, here or among the files.")


class NoteForm(forms.Form):
    """Something to add to the story."""

    text = forms.CharField(
        label=pgettext_lazy("work order", "Note"), max_length=rules.TEXT_LIMIT, widget=forms.Textarea({"rows": 3})
    )


class PeriodForm(forms.Form):
    """From a day to a day; the last thirty when nothing was asked."""

    begin = forms.DateField(label=pgettext_lazy("period", "From"))
    end = forms.DateField(label=pgettext_lazy("period", "To"))

    @classmethod
    def of_request(cls, data: Any) -> PeriodForm:
        """The form filled from the address."""
        today = timezone.localdate()
        usual = {"begin": (today - timedelta(days=29)).isoformat(), "end": today.isoformat()}
        return cls(usual | {name: data[name] for name in ("begin", "end") if data.get(name)})

    def clean(self) -> dict[str, Any]:
        """Days in order, and not too many."""
        cleaned = super().clean() or {}
        begin, end = cleaned.get("begin"), cleaned.get("end")
        if begin and end and end < begin:
            self.add_error("end", _("The last day lies before the first one: choose a later day."))
        elif begin and end and end - begin > LONGEST:
            self.add_error("end", _("Choose at most %(days)d days.") % {"days": LONGEST.days})
        return cleaned

    def span(self) -> tuple[datetime, datetime]:
        """From the first moment to that after the last."""
        return _midnight(self.cleaned_data["begin"]), _midnight(self.cleaned_data["end"] + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())
