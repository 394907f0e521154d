"""What an administrator may enter for queues, head starts and breaks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanhao.service.contacts.models import Contact
from wanhao.service.routing.models import Agent, HeadStart, Membership, Queue

A_DAY = 86_400


class BoundedForm(forms.ModelForm):
    """A form whose numbers keep between bounds; the bounds are said beside the field."""

    bounds: dict[str, tuple[int, int]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in self.bounds.items():
            field = self.fields.get(name)
            if isinstance(field, forms.IntegerField):
                told = _("From %(least)d to %(most)d.") % {"least": least, "most": most}
                field.help_text = f"{told} {field.help_text}".strip()

    def clean(self) -> dict[str, Any]:
        """Numbers outside of their bounds would stop a queue or an agent."""
        entered = super().clean() or self.cleaned_data
        for name, (least, most) in self.bounds.items():
            value = entered.get(name)
            if value is not None and not least <= value <= most:
                self.add_error(name, _("Enter a number from %(least)d to %(most)d.") % {"least": least, "most": most})
        return entered


class QueueForm(BoundedForm):
    """A queue with its targets and times; the region follows from the unit."""

    bounds = {
        "answer_limit_seconds": (1, 3600),
        "service_level_percent": (1, 100),
        "connection_percent": (1, 100),
        "offer_seconds": (5, 120),
        "preferred_seconds": (0, 600),
        "wrap_up_seconds": (0, 3600),
        "wrap_up_extension_seconds": (0, 3600),
        "longest_wait_seconds": (30, A_DAY),
        "max_waiting": (0, 100_000),
        "announce_every_seconds": (10, 600),
    }
    channels = forms.MultipleChoiceField(
        choices=Contact.Channel.choices, widget=forms.CheckboxSelectMultiple, label=_("channels")
    )

    class Meta:
        model = Queue
        fields = [
            "code",
            "name_zh",
            "name_en",
            "unit",
            "channels",
            "hours",
            "answer_limit_seconds",
            "service_level_percent",
            "connection_percent",
            "offer_seconds",
            "preferred_seconds",
            "wrap_up_seconds",
            "wrap_up_extension_seconds",
            "longest_wait_seconds",
            "max_waiting",
            "announce_every_seconds",
            "is_active",
        ]

    def save(self, commit: bool = True) -> Queue:
        """The region is that of the unit."""
        self.instance.region = self.instance.unit.region or self.instance.unit
        queue: Queue = super().save(commit)
        return queue


class HeadStartForm(BoundedForm):
    """A reason to come earlier: at least a second, at most a day."""

    bounds = {"seconds": (1, A_DAY)}

    class Meta:
        model = HeadStart
        fields = ["reason", "name_zh", "name_en", "seconds", "queue"]


class MembershipForm(BoundedForm):
    """Who serves a queue, how well, and after how much waiting."""

    bounds = {"level": (1, 9), "after_seconds": (0, A_DAY)}

    class Meta:
        model = Membership
        fields = ["queue", "agent", "level", "after_seconds"]


class AgentForm(forms.ModelForm):
    """Make a member of staff known to routing."""

    class Meta:
        model = Agent
        fields = ["staff"]
