"""What may be asked of the report."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wanhao.access.reports import rules
from wanhao.access.reports.queries import Asked
from wanhao.access.reports.wording import STEPS
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


LONGEST = timedelta(days=400)


class QueueReportForm(forms.Form):
    """Queues, days and interval."""

    queue = forms.MultipleChoiceField(label=_("Queues"), required=False)
    begin = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))
    step = forms.ChoiceField(label=_("Interval"), choices=list(STEPS.items()))

    def __init__(self, viewer: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        queues = routing.queues(viewer, Right.SEE_REPORTS)
        self.fields["queue"].choices = [(queue.code, queue.name) for queue in queues]  # type: ignore[attr-defined]

    @classmethod
    def of_request(cls, viewer: Staff, data: Any) -> QueueReportForm:
        """The form filled from the address; today by half-hours when nothing was asked."""
        today = timezone.localdate().isoformat()
        asked = {"begin": today, "end": today, "step": rules.Step.HALF.value} | {
            name: data[name] for name in ("begin", "end", "step") if data.get(name)
        }
        return cls(viewer, asked | {"queue": data.getlist("queue")})

    def clean(self) -> dict[str, Any]:
        """Days in order, and not more intervals than a page can show."""
        cleaned = super().clean() or {}
        begin, end, step = cleaned.get("begin"), cleaned.get("end"), cleaned.get("step")
        if begin and end and end < begin:
            self.add_error("end", _("The last day lies before the first one: choose a later day."))
        elif begin and end and step:
            longest = rules.LONGEST_SPAN[rules.Step(step)]
            if end - begin >= longest:
                self.add_error(
                    "step",
                    _("%(days)d days at most with this interval: choose a longer interval or fewer days.")
                    % {"days": longest.days},
                )
        return cleaned

    def asked(self) -> Asked:
        """The question in plain terms; the last day is included."""
        zone = timezone.get_current_timezone()
        begin = datetime.combine(self.cleaned_data["begin"], time(), zone)
        end = datetime.combine(self.cleaned_data["end"] + timedelta(days=1), time(), zone)
        return Asked(tuple(self.cleaned_data["queue"]), begin, end, rules.Step(self.cleaned_data["step"]))


class DaysForm(forms.Form):
    """From one day to another, both included."""

    begin = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))

    @classmethod
    def of_request(cls, data: Any) -> DaysForm:
        """The form filled from the address; today when nothing was asked."""
        today = timezone.localdate().isoformat()
        return cls({"begin": data.get("begin") or today, "end": data.get("end") or today})

    def clean(self) -> dict[str, Any]:
        """Days in order, at most a year of them."""
        cleaned = super().clean() or {}
        begin, end = cleaned.get("begin"), cleaned.get("end")
        if begin and end and end < begin:
            self.add_error("end", _("The last day lies before the first one: choose a later day."))
        elif begin and end and end - begin >= LONGEST:
            self.add_error("end", _("%(days)d days at most: choose fewer days.") % {"days": LONGEST.days})
        return cleaned

    def span(self) -> tuple[datetime, datetime]:
        """From the first moment to that after the last."""
        zone = timezone.get_current_timezone()
        begin = datetime.combine(self.cleaned_data["begin"], time(), zone)
        return begin, datetime.combine(self.cleaned_data["end"] + timedelta(days=1), time(), zone)
