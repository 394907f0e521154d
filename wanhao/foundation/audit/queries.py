"""The trail as auditors read it: filtered, page by page, within the units of their posting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.models import Seal, StoredEvent, Verification

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

PAGE = 50
EXPORT_CHUNK = 2000
COUNTED = 10_000


def visible_events(viewer: Staff, right: Right = Right.SEE_AUDIT) -> QuerySet[StoredEvent]:
    """The whole trail for an auditor of the operator; otherwise the events of the units below the posting."""
    if any(unit.kind == Unit.Kind.OPERATOR for unit in viewer.units_for(right)):
        return StoredEvent.objects.all()
    below = Q(pk__in=[])
    for unit in viewer.units_for(right):
        below |= Q(path__startswith=unit.path)
    return StoredEvent.objects.filter(unit_id__in=Unit.objects.filter(below).values("pk"))


@dataclass(frozen=True, kw_only=True)
class TrailFilter:
    """What the trail is narrowed to; empty means everything. Subjects and actors as they stand in the events."""

    since: datetime | None = None
    until: datetime | None = None
    name: str = ""
    actor: str = ""
    subject: str = ""
    contact_id: int | None = None
    customer_id: int | None = None
    unit_path: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing asked."""
        return not any(getattr(self, field.name) for field in fields(self))

    def apply(self, events: QuerySet[StoredEvent]) -> QuerySet[StoredEvent]:
        """Narrow the queryset."""
        exact = {
            "at__gte": self.since,
            "at__lt": self.until,
            "name": self.name,
            "actor": self.actor,
            "subject": self.subject,
            "contact_id": self.contact_id,
            "customer_id": self.customer_id,
            "unit__path__startswith": self.unit_path,
        }
        found = events.filter(**{name: value for name, value in exact.items() if value})
        kind, _colon, number = self.subject.partition(":")
        is_contact = kind == "contact" and number.isdigit()
        return found.filter(about(kind, number)) if is_contact else found


def about(kind: str, number: str) -> Q:
    """Everything about one thing: a contact or customer with all that happened on its way, else the subject alone.

    What has a contact as its subject always bears its number too, and only by that is it in an index.
    """
    alone = Q(subject=f"{kind}:{number}")
    if kind == "contact" and number.isdigit():
        return Q(contact_id=int(number))
    if kind == "customer" and number.isdigit():
        return alone | Q(customer_id=int(number))
    if kind in ("staff", "agent") and number.isdigit():
        return Q(subject__in=[f"staff:{number}", f"agent:{number}"]) | Q(actor=f"staff:{number}")
    return alone


def page_of_events(viewer: Staff, wanted: TrailFilter, before_id: int | None, size: int = PAGE) -> list[StoredEvent]:
    """The newest events below a number."""
    events = wanted.apply(visible_events(viewer))
    events = events.filter(id__lt=before_id) if before_id else events
    return list(events.select_related("unit").order_by("-id")[:size])


def latest_about(subject: str, count: int = PAGE) -> list[StoredEvent]:
    """The latest events of one thing, for its own page."""
    return list(StoredEvent.objects.filter(subject=subject).order_by("-id")[:count])


def story_of(viewer: Staff, kind: str, number: str, after_id: int | None, size: int = PAGE) -> list[StoredEvent]:
    """What happened to one thing, from the beginning."""
    events = visible_events(viewer).filter(about(kind, number))
    events = events.filter(id__gt=after_id) if after_id else events
    return list(events.select_related("unit").order_by("id")[:size])


def counted(viewer: Staff, wanted: TrailFilter) -> int:
    """How many events the filter finds, counted up to 10,000 and one."""
    return wanted.apply(visible_events(viewer)).order_by()[: COUNTED + 1].count()


def chunks_of_events(viewer: Staff, wanted: TrailFilter) -> Iterator[list[StoredEvent]]:
    """The filtered trail for export, newest first, without a cursor that stays open."""
    events = wanted.apply(visible_events(viewer, Right.EXPORT_AUDIT)).select_related("unit").order_by("-id")
    before: int | None = None
    while chunk := list((events.filter(id__lt=before) if before else events)[:EXPORT_CHUNK]):
        yield chunk
        before = chunk[-1].id


def event_by_number(viewer: Staff, number: int) -> StoredEvent:
    """One event; raises NotFound beyond the viewer's reach."""
    found = visible_events(viewer).filter(id=number).select_related("unit").first()
    if found is None:
        raise NotFound(_("There is no such event within your reach."))
    return found


def seal_of(event: StoredEvent) -> Seal | None:
    """The seal over this event, when it has one yet."""
    seals = Seal.objects.defer("digests").filter(below_xact__gt=event.xact)
    return seals.order_by("below_xact").first()


def count_of_seals() -> int:
    """How many seals there are to verify."""
    return Seal.objects.count()


def last_seal() -> Seal | None:
    """Up to when the trail is sealed."""
    return Seal.objects.defer("digests", "event_ids").order_by("-below_xact").first()


def last_verification() -> Verification | None:
    """The last check of the trail."""
    return Verification.objects.order_by("-id").first()
