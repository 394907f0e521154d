"""Contacts as others read them, within the reader's reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, NotFound
from wanhao.common.phone_numbers import is_withheld, normalise_number
from wanhao.foundation import prepared
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import ScopedQuerySet, units_within, within_reach
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.privacy.fields import lookup_index
from wanhao.service.contacts.models import Contact, WrapUpCode

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

PAGE = 50


def caller_index(number: str) -> str:
    """How a caller is found again, however a trunk spells the number; those who withheld theirs are not one caller."""
    return "" if is_withheld(number) else lookup_index(normalise_number(number), "number")


def visible_contacts(viewer: Staff, right: Right = Right.SEE_CONTACTS) -> ScopedQuerySet[Contact]:
    """Contacts within the viewer's units, those they served, those that ring at them and those they are asked about."""
    reach = within_reach(viewer, right)
    if viewer.may(Right.SERVE_CONTACTS):
        reach |= Q(agent=viewer) | Q(pk__in=_ringing_at(viewer)) | Q(pk__in=_asked_about(viewer))
    contacts: ScopedQuerySet[Contact] = Contact.objects.filter(reach)
    return contacts


def listed_contacts(viewer: Staff) -> QuerySet[Contact]:
    """The same to see, spelled out in numbers: for lists of very many."""
    units = units_within(viewer, Right.SEE_CONTACTS)
    if units is None:
        return Contact.objects.all()
    reach = Q(unit__in=units)
    if viewer.may(Right.SERVE_CONTACTS):
        ours = {*_ringing_at(viewer).values_list("pk", flat=True), *_asked_about(viewer).values_list("pk", flat=True)}
        reach |= Q(agent=viewer) | Q(pk__in=ours)
    return Contact.objects.filter(reach)


def _ringing_at(viewer: Staff) -> Any:
    return Contact.objects.filter(offers__agent_id=viewer.pk, offers__ended_at=None).values("pk")


def _asked_about(viewer: Staff) -> Any:
    return Contact.objects.filter(call_parties__staff_id=viewer.pk, call_parties__left_at=None).values("pk")


def contact_for(viewer: Staff, public_id: str, right: Right = Right.SEE_CONTACTS) -> Contact:
    """One contact by its public id; raises NotFound beyond the viewer's reach."""
    found = (
        visible_contacts(viewer, right)
        .filter(public_id=public_id)
        .select_related("customer", "subscription", "agent", "wrap_up_code", "unit", "region")
        .first()
    )
    if found is None:
        found = _served_on_floor(viewer, public_id)
    if found is None:
        raise NotFound(_("There is no such contact within your reach."))
    return found


def _served_on_floor(viewer: Staff, public_id: str) -> Contact | None:
    contact = Contact.objects.select_related("agent__unit", "unit", "customer").filter(public_id=public_id).first()
    return contact if contact and may_steer(viewer, contact) else None


def may_steer(viewer: Staff, contact: Contact) -> bool:
    """Does this person lead the floor of the contact's unit, or of the agent who serves it?"""
    units = [contact.unit, contact.agent.unit] if contact.agent else [contact.unit]
    return any(viewer.may(Right.STEER_FLOOR, unit) for unit in units)


def contact_by_id(contact_id: int) -> Contact:
    """One contact for a part of the programme, without a viewer."""
    found = Contact.objects.select_related("customer", "unit", "region").filter(pk=contact_id).first()
    if found is None:
        raise NotFound(_("There is no such contact."))
    return found


def contact_by_public_id(public_id: str) -> Contact:
    """One contact for a part of the programme that checks the viewer's reach by itself."""
    found = Contact.objects.select_related("customer", "agent__unit", "unit").filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such contact within your reach."))
    return found


def public_id_of(contact_id: int) -> str | None:
    """What a contact is called in addresses, interfaces and logs; for parts of the programme, without a viewer."""
    found = prepared.fetch_one("select public_id from contacts_contact where id = %s", [contact_id])
    return str(found[0]) if found else None


def customer_of(contact_id: int) -> int | None:
    """Whose contact it is, as far as we know; without a viewer."""
    found = prepared.fetch_one("select customer_id from contacts_contact where id = %s", [contact_id])
    return found[0] if found else None


def is_speaking_with(contact_id: int, staff: Staff) -> bool:
    """Does this person serve the contact's customer at this moment?"""
    return (
        Contact.objects.filter(pk=contact_id, agent=staff, status=Contact.Status.SERVING, answered_at__isnull=False)
        .exclude(channel=Contact.Channel.CONSULT)
        .exists()
    )


def unit_of(contact_id: int) -> int:
    """The unit a contact belongs to; without a viewer."""
    found = prepared.fetch_one("select unit_id from contacts_contact where id = %s", [contact_id])
    if found is None:
        raise NotFound(_("There is no such contact."))
    return int(found[0])


def contact_to_change(contact_id: int, by: Staff | Actor) -> Contact:
    """The locked row. Staff must be able to see the contact; a part of the programme or the customer may always."""
    contact = prepared.first(Contact, "id = %s for no key update", [contact_id])
    if contact is None:
        raise NotFound(_("There is no such contact."))
    if not isinstance(by, Actor) and not visible_contacts(by).filter(pk=contact_id).exists():
        raise Forbidden(_("This contact belongs to another unit."))
    return contact


@dataclass(frozen=True, kw_only=True)
class ContactFilter:
    """What a list of contacts is narrowed to; empty means all."""

    channel: str = ""
    outcome: str = ""
    queue_code: str = ""
    agent_id: int | None = None
    agent_number: str = ""
    rating: int | None = None
    queue_codes: tuple[str, ...] = ()
    queued_from: datetime | None = None
    queued_until: datetime | None = None
    customer_id: int | None = None
    caller_number: str = ""
    arrived_from: datetime | None = None
    arrived_before: datetime | None = None
    is_open: bool | None = None

    def apply(self, contacts: QuerySet[Contact]) -> QuerySet[Contact]:
        """Narrow the queryset."""
        exact = {
            "channel": self.channel,
            "outcome": self.outcome,
            "queue_code": self.queue_code,
            "agent_id": self.agent_id,
            "rating": self.rating,
            "agent__staff_number": self.agent_number,
            "customer_id": self.customer_id,
            "caller_index": lookup_index(normalise_number(self.caller_number), "number"),
            "arrived_at__gte": self.arrived_from,
            "arrived_at__lt": self.arrived_before,
        }
        contacts = contacts.filter(**{name: value for name, value in exact.items() if value})
        if self.queue_codes or self.queued_from or self.queued_until:
            contacts = contacts.filter(pk__in=self._queued())
        if self.is_open is not None:
            contacts = contacts.filter(ended_at__isnull=self.is_open)
        return contacts

    def _queued(self) -> Any:
        """Contacts that came to one of the queues within the span, whatever became of them there."""
        asked = {
            "places__queue__code__in": self.queue_codes,
            "places__queued_at__gte": self.queued_from,
            "places__queued_at__lt": self.queued_until,
        }
        return Contact.objects.filter(**{name: value for name, value in asked.items() if value}).values("pk")


@dataclass(frozen=True)
class Page:
    """Contacts, newest first, and the key of the next page (empty at the end)."""

    contacts: Sequence[Contact]
    next_key: str


def contacts(viewer: Staff, wanted: ContactFilter | None = None, *, after_key: str = "", size: int = PAGE) -> Page:
    """A page of contacts by keyset: the key is the last row's moment and number."""
    rows = (wanted or ContactFilter()).apply(visible_contacts(viewer))
    rows = rows.select_related("customer", "agent", "wrap_up_code").order_by("-arrived_at", "-pk")
    if after_key:
        moment, number = parse_key(after_key)
        rows = rows.filter(Q(arrived_at__lt=moment) | Q(arrived_at=moment, pk__lt=number))
    found = list(rows[: size + 1])
    page = found[:size]
    is_last = len(found) <= size
    return Page(page, "" if is_last else f"{page[-1].arrived_at.isoformat()}~{page[-1].pk}")


def parse_key(key: str) -> tuple[datetime, int]:
    """Moment and number out of a page key; raises NotFound for anything else."""
    moment, _separator, number = key.partition("~")
    try:
        return datetime.fromisoformat(moment), int(number)
    except ValueError:
        raise NotFound(_("This page is not there any more: start again from the first.")) from None


def timeline(contact: Contact) -> list[StoredEvent]:
    """Everything that happened to the contact, in order."""
    return list(StoredEvent.objects.filter(contact_id=contact.pk).order_by("id"))


def contacts_by_id(contact_ids: Iterable[int]) -> dict[int, Contact]:
    """Contacts with their customers, for a part of the programme that shows them masked."""
    rows = Contact.objects.filter(pk__in=set(contact_ids)).select_related("customer")
    return {contact.pk: contact for contact in rows}


def outbound_by_agent() -> dict[int, Contact]:
    """Conversations of agents with customers they called: member of staff → contact."""
    rows = Contact.objects.filter(status=Contact.Status.SERVING, channel=Contact.Channel.OUTBOUND)
    return {contact.agent_id: contact for contact in rows.select_related("customer") if contact.agent_id}


def ratings_by_agent(agent_ids: Iterable[int], since: datetime) -> dict[int, tuple[int, int]]:
    """Agent → sum and number of ratings of contacts that arrived since a moment."""
    rows = Contact.objects.filter(agent__in=set(agent_ids), arrived_at__gte=since, rating__isnull=False).order_by()
    found = rows.values_list("agent").annotate(Sum("rating"), Count("pk"))
    return {agent_id: (total, many) for agent_id, total, many in found}


def contacts_of_customer(customer_id: int, *, most: int = 20, before: datetime | None = None) -> list[Contact]:
    """The customer's latest contacts on every channel; the caller has checked the right to see the customer."""
    rows = Contact.objects.filter(customer_id=customer_id).select_related("agent", "wrap_up_code")
    if before:
        rows = rows.filter(arrived_at__lt=before)
    return list(rows.order_by("-arrived_at")[:most])


def earlier_of_the_same(contact: Contact) -> QuerySet[Contact]:
    """Contacts of the same customer, or else the same number, that arrived before; none of somebody unknown."""
    rows = Contact.objects.filter(arrived_at__lt=contact.arrived_at).exclude(pk=contact.pk)
    if contact.customer_id:
        return rows.filter(customer=contact.customer_id)
    return rows.filter(caller_index=contact.caller_index) if contact.caller_index else rows.none()


def wrap_up_codes() -> list[WrapUpCode]:
    """Codes an agent may choose, parents before children."""
    return list(WrapUpCode.objects.filter(is_active=True).select_related("parent"))


def open_by_status() -> dict[tuple[str, str], int]:
    """How many contacts are open, by channel and status, for those who watch the machines."""
    rows = Contact.objects.exclude(status=Contact.Status.ENDED).order_by().values_list("channel", "status")
    return {(channel, status): many for channel, status, many in rows.annotate(Count("pk"))}


def caller_index_of(contact_id: int) -> str:
    """The fingerprint under which the caller's number is found again; empty for an unknown number."""
    found = prepared.fetch_one("select caller_index from contacts_contact where id = %s", [contact_id])
    return found[0] if found else ""
