"""Forms of incidents: what is typed, before the actions check it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.models import Unit
from wanhao.service.incidents.actions import AreaDetails
from wanhao.service.incidents.rules import TEXT_LIMIT
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from wanhao.service.incidents.models import Incident

PRODUCTS = [
    ("mobile", _("Mobile")),
    ("fixed", _("Fixed line")),
    ("broadband", _("Broadband")),
    ("iptv", _("IPTV")),
]


class Moment(forms.DateTimeInput):
    """A moment chosen in the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class Words(forms.CharField):
    """Several words parted by spaces."""

    def clean(self, value: Any) -> tuple[str, ...]:
        """The words, each once."""
        return tuple(dict.fromkeys(str(super().clean(value)).replace("，", " ").replace(",", " ").split()))


class Several(forms.MultipleChoiceField):
    """Boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        """What was ticked."""
        return tuple(super().clean(value))


def region_choices() -> list[tuple[str, str]]:
    """Regions by code."""
    return [(unit.code, unit.name) for unit in Unit.objects.filter(kind=Unit.Kind.REGION)]


def unit_choices() -> list[tuple[str, str]]:
    """Centres, halls and departments by code."""
    rows = Unit.objects.exclude(kind__in=[Unit.Kind.REGION, Unit.Kind.TEAM]).exclude(parent=None)
    return [(unit.code, with_region(unit)) for unit in rows.select_related("region")]


def with_region(unit: Unit) -> str:
    """A unit's name with its region's: departments of two regions may be called the same."""
    return f"{unit.name} · {unit.region.name}" if unit.region else unit.name


def category_choices() -> list[tuple[str, str]]:
    """The first level of the tree, none being any."""
    return [("", "–"), *((str(row.pk), row.name) for row in tickets.top_categories())]


class AreaForm(forms.Form):
    """Where an incident is felt and in what."""

    title = forms.CharField(label=_("Title"), max_length=120)
    regions = Several(label=_("Regions"), choices=region_choices, required=False)
    units = Several(label=_("Units"), choices=unit_choices, required=False)
    prefixes = Words(
        label=_("Areas of numbers"),
        required=False,
        help_text=_("First digits of numbers, such as 0900, parted by spaces."),
    )
    places = Words(
        label=_("Places"),
        required=False,
        help_text=_("Words of addresses or descriptions, such as 阳光小区, parted by spaces."),
    )
    products = Several(label=_("Services affected"), choices=PRODUCTS, required=False)
    category = forms.TypedChoiceField(
        label=_("Only of category"), choices=category_choices, coerce=int, empty_value=None, required=False
    )


def area_typed(typed: dict[str, Any]) -> AreaDetails:
    """The area that was typed into the form above."""
    names = ("regions", "units", "prefixes", "places", "products")
    return AreaDetails(**{name: typed[name] for name in names}, category_id=typed["category"])


def area_of(incident: Incident) -> dict[str, Any]:
    """What the form of an incident's area begins with."""
    return {
        "title": incident.title,
        "regions": incident.regions,
        "units": incident.units,
        "prefixes": " ".join(incident.prefixes),
        "places": " ".join(incident.places),
        "products": incident.products,
        "category": incident.category_id,
    }


def leaf_choices() -> list[tuple[str, str]]:
    """Categories at the end of the tree."""
    return [("", "–"), *((str(leaf.id), leaf.label) for leaf in tickets.category_leaves())]


class NewIncidentForm(AreaForm):
    """A new incident with its parent ticket."""

    leaf = forms.TypedChoiceField(label=_("Category of the parent ticket"), choices=leaf_choices, coerce=int)
    severity = forms.ChoiceField(label=_("Severity"), choices=Ticket.Severity.choices, initial=Ticket.Severity.SERIOUS)
    text = forms.CharField(label=_("What is known"), max_length=4000, widget=forms.Textarea({"rows": 3}))

    field_order = ["title", "leaf", "severity", "text"]


TEXT = {"rows": 2}


class MessageForm(forms.Form):
    """What all customers are told."""

    text_zh = forms.CharField(label=_("Chinese text"), max_length=TEXT_LIMIT, widget=forms.Textarea(TEXT))
    text_en = forms.CharField(label=_("English text"), max_length=TEXT_LIMIT, widget=forms.Textarea(TEXT))


def in_six_hours() -> Any:
    """When an announcement usually ends."""
    return now() + timedelta(hours=6)


class AnnounceForm(MessageForm):
    """What callers of the area hear, until when."""

    ends_at = forms.DateTimeField(
        label=pgettext_lazy("announcement", "At the latest until"),
        widget=Moment(),
        initial=in_six_hours,
        help_text=_("It ends by itself when the incident is restored."),
    )


class RestoreForm(forms.Form):
    """What was done."""

    solution = forms.CharField(
        label=_("What was done"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Open tickets of the incident are resolved with these words; every customer is called back."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(TEXT))


class AttachForm(forms.Form):
    """A ticket that the area does not find."""

    ticket = forms.CharField(label=_("Number of the ticket"), max_length=30)


class DetachForm(ReasonForm):
    """Which ticket does not belong, and why."""

    ticket = forms.CharField(label=_("Number of the ticket"), max_length=30)
    field_order = ["ticket", "reason"]
