"""What the interface gives and takes. Private data is masked as on the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.utils.timezone import is_aware, make_aware
from ninja import Field, Schema
from pydantic import AfterValidator

from wanhao.common.masking import mask_number

if TYPE_CHECKING:
    from wanhao.foundation.audit.models import StoredEvent
    from wanhao.records.customers.queries import CustomerCard
    from wanhao.service.contacts.models import Contact


def in_utc(at: datetime) -> datetime:
    """A moment in UTC; one without a zone is on our clock. Pages and the database take no others than these."""
    if not 1900 <= at.year <= 2200:
        raise ValueError("only moments between 1900 and 2200")
    return (at if is_aware(at) else make_aware(at)).astimezone(UTC)


AskedMoment = Annotated[datetime, AfterValidator(in_utc)]


class ErrorDetail(Schema):
    """What went wrong, in words and for machines."""

    code: str
    message: str
    fields: dict[str, str] = {}


class Error(Schema):
    """The one form of every error."""

    error: ErrorDetail


class ContactOut(Schema):
    """One contact; moments in UTC, lengths in seconds."""

    id: str
    channel: str
    status: str
    outcome: str
    access_code: str
    caller: str = Field(description="Masked")
    customer: str | None = Field(description="The customer's id")
    language: str
    business_type: str
    queue: str
    agent: str | None = Field(description="Staff number")
    arrived_at: datetime
    asked_for_person_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    hold_seconds: int
    wrap_up_code: str | None
    rating: int | None

    @classmethod
    def of(cls, contact: Contact) -> ContactOut:
        """The outward form of a contact."""
        plain = [
            "channel",
            "status",
            "outcome",
            "access_code",
            "language",
            "business_type",
            "arrived_at",
            "asked_for_person_at",
            "answered_at",
            "ended_at",
            "end_reason",
            "hold_seconds",
            "rating",
        ]
        return cls(
            id=contact.public_id,
            caller=mask_number(contact.caller_number),
            customer=contact.customer.public_id if contact.customer else None,
            queue=contact.queue_code,
            agent=contact.agent.staff_number if contact.agent else None,
            wrap_up_code=contact.wrap_up_code.code if contact.wrap_up_code else None,
            **{name: getattr(contact, name) for name in plain},
        )


class Moment(Schema):
    """One thing that happened to a contact."""

    at: datetime
    event: str
    actor: str
    data: dict[str, Any]

    @classmethod
    def of(cls, event: StoredEvent) -> Moment:
        """The outward form of an event."""
        return cls(at=event.at, event=event.name, actor=event.actor, data=event.data)


class ContactDetail(ContactOut):
    """A contact with everything that happened to it, and its recordings."""

    timeline: list[Moment]
    recordings: list[str]


class ContactPage(Schema):
    """A page of contacts, newest first; give `next` as `after` for the following one."""

    items: list[ContactOut]
    next: str


class ServiceOut(Schema):
    """A subscription; its number masked."""

    service: str
    number: str
    plan_name: str
    status: str


class CustomerOut(Schema):
    """A customer, masked."""

    id: str
    kind: str
    name: str
    tier: str
    segment: str
    language: str
    region: str
    special_needs: list[str]
    risk_marks: list[str]
    services: list[ServiceOut]

    @classmethod
    def of(cls, card: CustomerCard) -> CustomerOut:
        """The outward form of a customer's card."""
        plain = ["kind", "name", "tier", "segment", "language", "region", "special_needs", "risk_marks"]
        return cls(
            id=card.public_id,
            services=[ServiceOut.from_orm(service) for service in card.services],
            **{name: getattr(card, name) for name in plain},
        )


class CustomerPage(Schema):
    """A page of customers, newest first."""

    items: list[CustomerOut]
    next: int | None


class CustomerSearch(Schema):
    """A number, account, identity document or full name: sent in the body, so that no log keeps it."""

    term: str = Field(min_length=2, max_length=80)
