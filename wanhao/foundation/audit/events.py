"""What an event is: a frozen fact in the past tense, with the thing it is about and who did it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar


@dataclass(frozen=True)
class Actor:
    """Who did it, when it was not a member of staff."""

    kind: str
    key: str

    @classmethod
    def system(cls, part: str) -> Actor:
        """A part of the programme, such as `telephony` or `worker`."""
        return cls("system", part)

    @classmethod
    def customer(cls, party_id: int | None) -> Actor:
        """The customer, known or not yet."""
        return cls("customer", str(party_id or "unknown"))

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Event:
    """Derive a frozen dataclass in a context's events.py. No private data in its fields: ids, codes, figures.

    `subject_kind` names the thing it is about; its id is the field `<subject_kind>_id` (or `subject_key`).
    A field `contact_id` or `customer_id` lets the event be followed from there.
    """

    subject_kind: ClassVar[str] = ""

    @classmethod
    def event_name(cls) -> str:
        """`tickets.TicketOpened`: the context and the class."""
        context = re.search(r"wanhao\.\w+\.(\w+)\.", cls.__module__ + ".")
        return f"{context.group(1) if context else cls.__module__.split('.')[0]}.{cls.__name__}"

    @property
    def subject(self) -> str:
        """What it is about, as `ticket:12`."""
        return f"{self.subject_kind}:{getattr(self, f'{self.subject_kind}_id')}"

    @property
    def topics(self) -> frozenset[str]:
        """Live topics to wake; the subject by default."""
        return frozenset({self.subject})

    def payload(self) -> dict[str, Any]:
        """The fields as plain JSON."""
        return {field.name: plain(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True)
class AuditVerified(Event):
    """The trail was checked against its seals; `problem` is empty when all was well."""

    subject_kind: ClassVar[str] = "verification"
    verification_id: int
    events: int
    problem: str
    at_fault: str


@dataclass(frozen=True)
class AuditSearched(Event):
    """Somebody looked at the trail, with these filters."""

    subject_kind: ClassVar[str] = "trail"
    filters: str

    @property
    def subject(self) -> str:
        """There is one trail."""
        return "trail:all"


@dataclass(frozen=True)
class AuditExported(AuditSearched):
    """Somebody took a copy of a part of the trail."""

    form: str


def plain(value: Any) -> Any:
    """A value as JSON can carry it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(item) for item in value]
    return value
