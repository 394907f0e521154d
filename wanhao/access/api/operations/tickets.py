"""Tickets: listing, one with its story, and opening."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from wanhao.access.api.guards import TokenWith
from wanhao.access.api.schemas import AskedMoment, Error
from wanhao.common.errors import Invalid
from wanhao.common.masking import mask_address
from wanhao.foundation.accounts.guards import viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.records.customers import queries as customers
from wanhao.service.contacts import queries as contacts
from wanhao.service.tickets import actions
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.models import Ticket

router = Router(tags=["tickets"])
MOST = 200


class TicketOut(Schema):
    """One ticket; moments in UTC."""

    number: str
    kind: str
    severity: str
    status: str
    category: str
    text: str
    customer: str | None
    contact: str | None
    owner: str = Field(description="Staff number")
    opened_by: str | None = Field(description="Staff number; None when the customer opened it on the web page")
    opened_at: datetime
    due_at: datetime | None = Field(description="None while the clock of the resolution is paused")
    resolved_at: datetime | None
    closed_at: datetime | None
    source: str = Field(description="How it came: desk, chat, hall, web, voice, rest, import")
    reason: str = Field(description="Code of the reason of its status, empty if none was given")
    tags: list[str]
    place: str = Field(description="Masked")
    merged_into: str | None = Field(description="Number of the ticket in which work goes on")
    external_key: str
    version: int

    @classmethod
    def of(cls, ticket: Ticket) -> TicketOut:
        """The outward form of a ticket."""
        plain = ["number", "kind", "severity", "status", "text", "opened_at", "due_at", "resolved_at", "closed_at"]
        plain += ["source", "tags", "external_key", "version"]
        return cls(
            category=ticket.category.code,
            customer=ticket.customer.public_id if ticket.customer else None,
            contact=ticket.contact.public_id if ticket.contact else None,
            owner=ticket.owner.staff_number,
            opened_by=ticket.opened_by.staff_number if ticket.opened_by else None,
            reason=ticket.status_reason.code if ticket.status_reason else "",
            place=mask_address(ticket.place),
            merged_into=ticket.merged_into.number if ticket.merged_into else None,
            **{name: getattr(ticket, name) for name in plain},
        )


class TicketPage(Schema):
    """A page of tickets, newest first; give `next` as `before` for the following one."""

    items: list[TicketOut]
    next: int | None


class TicketsAsked(Schema):
    """Filters of the list; empty means all. `status` may be `unfinished`."""

    term: str = ""
    status: str = ""
    kind: str = ""
    severity: str = ""
    category: str = ""
    owner: str = ""
    tag: str = ""
    source: str = ""
    before: int | None = None
    limit: int = 50


class TicketIn(Schema):
    """What a new ticket needs; customer and contact by their ids."""

    category: str
    text: str
    kind: str = Ticket.Kind.CONSULTATION
    severity: str = Ticket.Severity.ORDINARY
    customer: str = ""
    contact: str = ""
    due_at: AskedMoment | None = None
    place: str = ""
    lon: Decimal | None = None
    lat: Decimal | None = None
    external_key: str = Field("", max_length=60)


@router.get("", response={200: TicketPage, 422: Error}, auth=TokenWith(Right.SEE_TICKETS), url_name="tickets")
def list_tickets(request: HttpRequest, asked: Query[TicketsAsked]) -> TicketPage:
    """Tickets within the token's reach, newest first."""
    size = min(max(asked.limit, 1), MOST)
    narrowed = asked.dict(exclude={"before", "limit"})
    found = tickets.found_tickets(viewer(request), tickets.TicketFilter(**narrowed, before_id=asked.before), size)
    return TicketPage(
        items=[TicketOut.of(ticket) for ticket in found], next=found[-1].pk if len(found) == size else None
    )


@router.get("/{number}", response={200: TicketOut, 404: Error}, auth=TokenWith(Right.SEE_TICKETS), url_name="ticket")
def show_ticket(request: HttpRequest, number: str) -> TicketOut:
    """One ticket."""
    return TicketOut.of(tickets.ticket(number, viewer(request)))


@router.post(
    "", response={201: TicketOut, 404: Error, 422: Error}, auth=TokenWith(Right.OPEN_TICKETS), url_name="tickets"
)
def open_ticket(request: HttpRequest, wanted: TicketIn) -> Status[TicketOut]:
    """Open a ticket; its owner is the token's owner."""
    leaf = next((leaf for leaf in tickets.category_leaves() if leaf.code == wanted.category), None)
    if leaf is None:
        raise Invalid(category=_("There is no such category at the end of the tree."))
    details = actions.TicketDetails(
        category_id=leaf.id,
        text=wanted.text,
        kind=wanted.kind,
        severity=wanted.severity,
        customer_id=customers.customer(wanted.customer, viewer(request)).pk if wanted.customer else None,
        source=Ticket.Source.INTERFACE,
        place=actions.Place(wanted.place, wanted.lon, wanted.lat),
        external_key=wanted.external_key,
        contact_id=contacts.contact_for(viewer(request), wanted.contact).pk if wanted.contact else None,
    )
    if wanted.external_key and tickets.with_key(wanted.external_key):
        raise Invalid(external_key=_("A ticket of this key is there already."))
    opened = actions.open_ticket(details, by=viewer(request), due_at=wanted.due_at)
    return Status(201, TicketOut.of(tickets.ticket(opened.number, viewer(request))))
