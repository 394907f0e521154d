"""From the address of the auditors' page to a filter, and back to chips."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from wanhao.common.chips import Chip, address_with
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.audit import subjects
from wanhao.foundation.audit.queries import TrailFilter
from wanhao.foundation.audit.sentences import SENTENCES, event_title

DAY = re.compile(r"\d{4}-\d\d-\d\d")
NAMES = ("since", "until", "event", "actor", "subject", "contact", "customer", "unit")


class NotUnderstood(Exception):
    """A value of the address that names nothing; the text says what to do."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    values: dict[str, str]
    filter: TrailFilter
    problems: list[str]

    @property
    def text(self) -> str:
        """The filters as one line, for the record of who looked."""
        return " ".join(f"{name}={value}" for name, value in self.values.items() if value)

    def chips(self) -> list[Chip]:
        """The filters in force; each leads to the page without it."""
        return [
            Chip(f"{label_of(name)}: {shown(name, value)}", address_with(self.values, **{name: ""}), True)
            for name, value in self.values.items()
            if value
        ]


def label_of(name: str) -> str:
    """What a filter is called."""
    labels = {
        "since": _("From"),
        "until": _("Until"),
        "event": _("Event"),
        "actor": _("By"),
        "subject": _("About"),
        "contact": _("Contact"),
        "customer": _("Customer"),
        "unit": _("Unit"),
    }
    return labels[name]


def shown(name: str, value: str) -> str:
    """A filter's value as one reads it."""
    return event_title(value) if name == "event" else value.replace("T", " ") if name in ("since", "until") else value


def read(address: Mapping[str, str]) -> Asked:
    """Understand the address; what cannot be understood is a problem and left out."""
    values = {name: address.get(name, "").strip()[:100] for name in NAMES}
    values |= {"since": to_the_minute(values["since"], "00:00"), "until": to_the_minute(values["until"], "23:59")}
    found: dict[str, Any] = {}
    problems: list[str] = []
    for name, value in values.items():
        if value:
            try:
                found |= READERS[name](value)
            except NotUnderstood as problem:
                problems.append(str(problem))
    return Asked(values, TrailFilter(**found), problems)


def to_the_minute(value: str, minute: str) -> str:
    """A day alone becomes its first or last minute, as the form's field shows it."""
    return f"{value}T{minute}" if DAY.fullmatch(value) else value


def moment(value: str, *, end: bool = False) -> datetime:
    """A minute; as an end, the minute is still in."""
    try:
        at = parse_datetime(value)
    except ValueError:
        at = None
    if at is not None and end:
        at += timedelta(minutes=1)
    if at is None:
        raise NotUnderstood(_("%(value)s is no time: write it as 2026-11-22 or 2026-11-22T08:30.") % {"value": value})
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def event(value: str) -> dict[str, Any]:
    """An event by its name."""
    if value not in SENTENCES:
        raise NotUnderstood(_("There is no event called %(value)s.") % {"value": value})
    return {"name": value}


def actor(value: str) -> dict[str, Any]:
    """A staff number, or `system:worker`, `customer:12` as it stands in the events."""
    if ":" in value:
        return {"actor": value}
    number = subjects.find_staff(value)
    if number is None:
        raise NotUnderstood(_("There is no member of staff with number %(value)s.") % {"value": value})
    return {"actor": f"staff:{number}"}


def subject(value: str) -> dict[str, Any]:
    """`ticket:NUMBER`, `contact:ID` …"""
    found = subjects.find(value)
    if found is None:
        raise NotUnderstood(_("There is nothing called %(value)s.") % {"value": value})
    return {"subject": found}


def of_kind(kind: str) -> Callable[[str], dict[str, Any]]:
    """A contact or customer by public id."""

    def find(value: str) -> dict[str, Any]:
        found = subjects.find(f"{kind}:{value}")
        number = (found or "").partition(":")[2]
        if not number.isdigit():
            raise NotUnderstood(_("There is nothing called %(value)s.") % {"value": value})
        return {f"{kind}_id": int(number)}

    return find


def unit(value: str) -> dict[str, Any]:
    """A unit with all below it, by its code."""
    path = Unit.objects.filter(code=value).values_list("path", flat=True).first()
    if path is None:
        raise NotUnderstood(_("There is no unit with code %(value)s.") % {"value": value})
    return {"unit_path": path}


READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "since": lambda value: {"since": moment(value)},
    "until": lambda value: {"until": moment(value, end=True)},
    "event": event,
    "actor": actor,
    "subject": subject,
    "contact": of_kind("contact"),
    "customer": of_kind("customer"),
    "unit": unit,
}
