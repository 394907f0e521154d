"""What an administrator may enter for head starts, memberships, limits and agents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from wanhao.records.customers.models import Party, SpecialNeed
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import rules
from wanhao.service.routing.limits import SEAT_CLASSES
from wanhao.service.routing.models import Agent, ChannelLimit, HeadStart, Membership

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


BUSINESS_TYPE = "business"
REASONS: list[tuple[Any, list[tuple[str, Any]]]] = [
    (_("Tier"), list(Party.Tier.choices)),
    (_("Segment"), [(f"segment_{value}", label) for value, label in Party.Segment.choices]),
    (_("Special need"), list(SpecialNeed.choices)),
    (
        _("What happened"),
        [
            (rules.GREEN, _("Green channel: SIM loss, urgent roaming")),
            (rules.TRANSFER, _("Passed on by an agent")),
            (rules.REPEAT_CALLER, _("Called again within the queue's hours")),
            (BUSINESS_TYPE, _("A business type, named below")),
        ],
    ),
]


class HeadStartForm(BoundedForm):
    """A reason to come earlier: at least a second, at most a day."""

    bounds = {"seconds": (1, A_DAY)}
    reason = forms.ChoiceField(choices=REASONS, label=_("reason"), widget=UnfoldAdminSelectWidget)
    business_type = forms.SlugField(
        required=False,
        max_length=20,
        label=_("business type"),
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Its code as in the voice menu, only for the reason of a business type."),
    )

    class Meta:
        model = HeadStart
        fields = ["reason", "business_type", "name_zh", "name_en", "seconds", "wants_best", "queue"]
        help_texts = {
            "name_zh": _("As agents see it beside the contact."),
            "wants_best": _("Goes to the highest level in queues that do so for big customers."),
            "queue": _("Empty: in all queues. What is said for one queue goes before."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {value for _group, choices in REASONS for value, _label in choices}
        kept = self.instance.reason
        if kept.startswith(f"{BUSINESS_TYPE}_"):
            business_type = kept.removeprefix(f"{BUSINESS_TYPE}_")
            self.initial.update({"reason": BUSINESS_TYPE, "business_type": business_type})
        elif kept and kept not in known:  # brought in by somebody else: it stays as it is
            choices = self.fields["reason"]
            assert isinstance(choices, forms.ChoiceField)
            choices.choices = [(kept, kept), *REASONS]

    def clean(self) -> dict[str, Any]:
        """A business type is named by its code."""
        entered = super().clean()
        if entered.get("reason") == BUSINESS_TYPE:
            if not entered.get("business_type"):
                self.add_error("business_type", _("Name the business type."))
            entered["reason"] = f"{BUSINESS_TYPE}_{entered.get('business_type', '')}"
        return entered


class MembershipForm(BoundedForm):
    """Who serves a queue, how well, and after how much waiting."""

    bounds = {"level": (1, 9), "after_seconds": (0, A_DAY)}

    class Meta:
        model = Membership
        fields = ["queue", "agent", "level", "after_seconds"]
        help_texts = {"after_seconds": _("The agent is asked for contacts that have waited so long.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agents = self.fields.get("agent")
        if isinstance(agents, forms.ModelChoiceField):  # not on the page of the agent
            agents.queryset = Agent.objects.select_related("staff").order_by("staff__staff_number")
            agents.label_from_instance = lambda agent: str(agent.staff)  # type: ignore[method-assign,assignment]


class AgentForm(BoundedForm):
    """Make a member of staff known to routing, with a wrap-up time of their own."""

    bounds = {"wrap_up_seconds": (0, 3600)}

    class Meta:
        model = Agent
        fields = ["staff", "wrap_up_seconds"]
        help_texts = {"wrap_up_seconds": _("In place of the queues' wrap-up time. Empty: as each queue says.")}


class LimitForm(BoundedForm):
    """How many contacts of a channel at once: for one agent, for a seat class, or for everybody."""

    CHANNELS = [one for one in Contact.Channel.choices if one[0] != Contact.Channel.CONSULT]
    CLASSES = [("", _("everybody")), *((role.value, role.label) for role in SEAT_CLASSES)]
    bounds = {"most": (0, rules.MOST_AT_ONCE)}
    channel = forms.ChoiceField(choices=CHANNELS, label=_("channel"), widget=UnfoldAdminSelectWidget)
    seat_class = forms.ChoiceField(
        choices=CLASSES, label=_("seat class"), required=False, widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = ChannelLimit
        fields = ["channel", "seat_class", "agent", "most"]
        help_texts = {
            "agent": _("An agent's own limit goes before that of the class, and that before everybody's."),
            "most": _(
                "0: none of this channel. Each contact then takes an equal part of the agent, so that different "
                "channels add up to a whole agent at most."
            ),
        }

    def clean(self) -> dict[str, Any]:
        """For an agent or for a class, and a call takes a whole agent."""
        entered = super().clean()
        if entered.get("agent") and entered.get("seat_class"):
            self.add_error("seat_class", _("Choose an agent or a seat class, not both."))
        takes_all = rules.weight_of(entered.get("channel", "")) == rules.FULL_LOAD
        if takes_all and (entered.get("most") or 0) > 1:
            self.add_error("most", _("A conversation takes the whole agent: enter 0 or 1."))
        return entered
