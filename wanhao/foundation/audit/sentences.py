"""Events in the reader's language: every context declares in its own `sentences.py` how its events are told.

    declare(TicketClosed, ("工单关闭", "Ticket closed"), ("此前为{status_before}", "was {status_before} before"),
            status_before=Ticket.Status)

Both languages stand side by side, like the names of reference data. `{field}` is a field of the event; what it means
is said by a TextChoices class or by a function from the value to a text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.foundation.accounts.models import Staff, Unit, by_language

if TYPE_CHECKING:
    from wanhao.foundation.audit.events import Event
    from wanhao.foundation.audit.models import StoredEvent

Label = type[TextChoices] | Callable[[Any], object]
Both = tuple[str, str]


@dataclass(frozen=True)
class Sentence:
    """How one kind of event is told: what happened, and its details."""

    name: str
    title: Both
    detail: Both
    labels: Mapping[str, Label]


SENTENCES: dict[str, Sentence] = {}


def declare(event: type[Event], title: Both, detail: Both = ("", ""), **labels: Label) -> None:
    """Say how an event is told, Chinese first."""
    name = event.event_name()
    SENTENCES[name] = Sentence(name, title, detail, labels)


def event_title(name: str) -> str:
    """What an event is called in the reader's language; its own name when nobody declared it."""
    sentence = SENTENCES.get(name)
    return by_language(*sentence.title) if sentence else name


def event_titles() -> list[tuple[str, str]]:
    """All declared events with their titles, by title."""
    return sorted(((name, event_title(name)) for name in SENTENCES), key=lambda pair: pair[1])


def staff_name(number: Any) -> str:
    """A member of staff by row number: name and staff number."""
    staff = Staff.objects.filter(pk=number).first() if number else None
    return staff.display_name if staff else "–"


def unit_name(number: Any) -> str:
    """A unit by row number."""
    unit = Unit.objects.filter(pk=number).first() if number else None
    return unit.name if unit else "–"


def spell_seconds(seconds: Any) -> str:
    """3:07, or 1:02:07 from an hour on."""
    whole = round(float(seconds or 0))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def spell_list(values: Any) -> str:
    """Names, one after the other; a dash when there is none."""
    return ", ".join(str(value) for value in values or ()) or "–"


def spell_moment(text: Any) -> str:
    """A moment as events keep it, 2026-11-22T11:02:50+00:00, on the clock of the house: 2026-11-22 19:02."""
    return f"{timezone.localtime(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}" if text else "–"


def unit_names(codes: Any) -> str:
    """Units by their codes."""
    return spell_list(unit.name for unit in Unit.objects.filter(code__in=codes or ()))


def field_names(model: type[Model]) -> Label:
    """Fields of a model as forms call them."""
    known = {field.name: getattr(field, "verbose_name", field.name) for field in model._meta.get_fields()}
    return lambda names: spell_list(known.get(name, name) for name in names or ())


def part_name(key: str) -> str:
    """A part of the programme that acts by itself: a process, or an application by its name."""
    if key in PARTS:
        return PARTS[key]()
    found = apps.app_configs.get(key)
    return str(found.verbose_name) if found else key


class Told(dict[str, Any]):
    """The fields of an event as texts; what an old event does not have is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


class Teller:
    """Tells the events of one page; asks for each name once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Label, Any], str] = {}

    def title(self, event: StoredEvent) -> str:
        """What happened."""
        return event_title(event.name)

    def detail(self, event: StoredEvent) -> str:
        """With which particulars."""
        sentence = SENTENCES.get(event.name)
        if sentence is None:
            return ""
        fields = Told({name: self._spell(sentence, name, value) for name, value in event.data.items()})
        return by_language(*sentence.detail).format_map(fields).strip()

    def actor(self, event: StoredEvent) -> str:
        """Who did it."""
        kind, _colon, key = event.actor.partition(":")
        if kind == "staff":
            return self._memo(staff_name, int(key) if key.isdigit() else 0)
        if kind == "customer":
            return _("The customer")
        return f"{_('The programme')} · {part_name(key)}"

    def _spell(self, sentence: Sentence, name: str, value: Any) -> str:
        label = sentence.labels.get(name) or USUAL.get(name)
        if value is None:
            return "–"
        return self._memo(label, value) if label else str(value)

    def _memo(self, label: Label, value: Any) -> str:
        if isinstance(value, list | dict):
            return str(spell(label, value))
        if (label, value) not in self._known:
            self._known[label, value] = str(spell(label, value))
        return self._known[label, value]


def spell(label: Label, value: Any) -> object:
    """A value as its label says; unknown choices as they are."""
    choices = getattr(label, "choices", None)
    return label(value) if choices is None else dict(choices).get(value, value)


# Fields that mean the same everywhere.
USUAL: dict[str, Label] = {
    "agent_id": staff_name,
    "staff_id": staff_name,
    "owner_id": staff_name,
    "asked_by_id": staff_name,
    "asked_of_id": staff_name,
    "unit_id": unit_name,
    "changed_fields": spell_list,
    "seconds": spell_seconds,
    "wait_seconds": spell_seconds,
    "talk_seconds": spell_seconds,
    "wrap_up_seconds": spell_seconds,
    "hold_seconds": spell_seconds,
    "held_seconds": spell_seconds,
    "rang_seconds": spell_seconds,
    "before_seconds": spell_seconds,
    "after_seconds": spell_seconds,
    "head_start_seconds": spell_seconds,
    "kept_seconds": spell_seconds,
}

# Parts of the programme that act by themselves.
PARTS: dict[str, Callable[[], str]] = {
    "web": lambda: _("web"),
    "demo": lambda: _("demo operator"),
    "worker": lambda: _("jobs"),
    "telephony": lambda: _("telephony"),
    "routing": lambda: _("routing"),
    "verify-audit": lambda: _("command line"),
    "command line": lambda: _("command line"),
}
