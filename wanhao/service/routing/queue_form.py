"""What an administrator may enter for a queue, with what each field does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanhao.service.contacts.models import Contact
from wanhao.service.routing import rules
from wanhao.service.routing.forms import A_DAY, BoundedForm
from wanhao.service.routing.models import Queue

Strategy, Overflow = Queue.Strategy, Queue.Overflow


class QueueForm(BoundedForm):
    """A queue with its targets, times and limits; the region follows from the unit."""

    bounds = {
        "answer_limit_seconds": (1, 3600),
        "service_level_percent": (1, 100),
        "connection_percent": (1, 100),
        "offer_seconds": (5, 120),
        "preferred_seconds": (0, 600),
        "preferred_days": (0, 365),
        "occupied_minutes": (5, 720),
        "repeat_hours": (0, 720),
        "wrap_up_seconds": (0, 3600),
        "wrap_up_extension_seconds": (0, 3600),
        "longest_wait_seconds": (30, A_DAY),
        "max_waiting": (0, 100_000),
        "announce_every_seconds": (10, 600),
    }
    channels = forms.MultipleChoiceField(
        choices=[one for one in Contact.Channel.choices if one[0] != Contact.Channel.CONSULT],
        widget=forms.CheckboxSelectMultiple,
        label=_("channels"),
        help_text=_("Which contacts may wait here."),
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
            "strategy",
            "occupied_minutes",
            "preferred_days",
            "preferred_seconds",
            "offer_seconds",
            "wrap_up_seconds",
            "wrap_up_extension_seconds",
            "longest_wait_seconds",
            "max_waiting",
            "overflow",
            "overflow_queue",
            "repeat_hours",
            "announce_every_seconds",
            "tells_place",
            "tells_wait",
            "is_active",
        ]
        help_texts = {
            "code": _("Stands in the voice menu and in figures; it cannot be changed later."),
            "unit": _("The region follows from it; whoever works for this unit sees the queue."),
            "hours": _("Outside of them callers hear that nobody is at work. Empty: always open."),
            "answer_limit_seconds": _("A person should answer within this time."),
            "service_level_percent": _("The share of contacts to be answered within the limit."),
            "connection_percent": _("The share of contacts that should be answered at all."),
            "strategy": _(
                "Among those who are free. Big customers are those with a head start that is marked so; "
                "equals are told apart by who has been idle longest."
            ),
            "occupied_minutes": _("The time looked back at for the least occupied."),
            "preferred_days": _("Who served the customer within these days is asked first. 0: nobody is."),
            "preferred_seconds": _("So long the customer waits for that agent before anybody else is asked."),
            "offer_seconds": _("An agent who does not answer within this time is set aside."),
            "wrap_up_seconds": _("An agent's own wrap-up time goes before it. 0: ready at once."),
            "longest_wait_seconds": _("Whoever waited so long cannot wait on here."),
            "max_waiting": _("Whoever comes when so many wait and nobody is free cannot wait here."),
            "overflow": _("What becomes of a contact that cannot wait here, or not any longer."),
            "overflow_queue": _("Where it goes on; only for overflow into another queue."),
            "repeat_hours": _("Who asked for a person within these hours has the head start of calling again."),
            "announce_every_seconds": _("How often callers hear their place, the wait and the queue's own words."),
            "is_active": _("Queues are switched off, not deleted, so that figures keep them."),
        }

    def clean(self) -> dict[str, Any]:
        """Overflow leads somewhere, and never round in a circle."""
        entered = super().clean()
        target, overflow = entered.get("overflow_queue"), entered.get("overflow")
        if overflow == Overflow.QUEUE and target is None:
            self.add_error("overflow_queue", _("Choose the queue where contacts go on."))
        elif overflow != Overflow.QUEUE:
            entered["overflow_queue"] = None
        elif target is not None and (problem := self._problem_of(target, entered)):
            self.add_error("overflow_queue", problem)
        return entered

    def _problem_of(self, target: Queue, entered: dict[str, Any]) -> Any:
        if not target.is_active:
            return _("This queue is not in use.")
        if self.instance.pk and self.instance.pk in self._way_from(target):
            return _("From there contacts would come back here: choose a queue that does not overflow into this one.")
        missing = set(entered.get("channels") or []) - set(target.channels)
        names = ", ".join(str(dict(Contact.Channel.choices)[channel]) for channel in sorted(missing))
        return _("That queue does not take: %s.") % names if missing else None

    @staticmethod
    def _way_from(queue: Queue) -> list[int]:
        follows = dict(Queue.objects.filter(overflow=Overflow.QUEUE).values_list("pk", "overflow_queue_id"))
        return rules.way_of_overflow(queue.pk, follows)

    def save(self, commit: bool = True) -> Queue:
        """The region is that of the unit."""
        self.instance.region = self.instance.unit.region or self.instance.unit
        queue: Queue = super().save(commit)
        return queue
