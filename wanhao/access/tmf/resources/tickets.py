"""TroubleTicket (TMF621): our tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from wanhao.access.tmf import wordings
from wanhao.access.tmf.attributes import ONLY_5, TEXT, TROUBLE_TICKET
from wanhao.access.tmf.resources import JOINED, Column, by_href, each, joined, narrowed, party, told_to
from wanhao.access.tmf.rules import Condition, spelled
from wanhao.common.errors import Forbidden, Invalid, NotAllowed, NotFound, Refused
from wanhao.foundation.accounts.rights import Right
from wanhao.records.customers import queries as customers
from wanhao.service.contacts import queries as contacts
from wanhao.service.tickets import actions, linking
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.describing import describe_ticket
from wanhao.service.tickets.models import Category, Note, Ticket

if TYPE_CHECKING:
    from wanhao.access.tmf.reading import Body
    from wanhao.foundation.accounts.models import Staff

Status = Ticket.Status
STATUS_WORDS = {
    Status.OPEN: "acknowledged",
    Status.IN_PROGRESS: "inProgress",
    Status.RESOLVED: "resolved",
    Status.CLOSED: "closed",
    Status.MERGED: "cancelled",
}
STEP_WORDS = {
    Note.Kind.BEGUN: "inProgress",
    Note.Kind.RESOLVED: "resolved",
    Note.Kind.REOPENED: "inProgress",
    Note.Kind.CLOSED: "closed",
}
SEVERITIES = {
    "minor": "ordinary",
    "major": "serious",
    "critical": "major",
    "ordinary": "ordinary",
    "serious": "serious",
}
SEVERITY_WORDS = {"ordinary": "Minor", "serious": "Major", "major": "Critical"}
KEPT = {
    name: schema
    for name, schema in {**TROUBLE_TICKET, **ONLY_5}.items()
    if name not in ("description", "status", "statusChangeReason", "note", "expectedResolutionDate")
}


def _written_since(*kinds: str) -> Callable[[datetime], Q]:
    """Opened, or with a line of its story (of these kinds), since a moment."""

    def since(at: datetime) -> Q:
        return Q(opened_at__gte=at) | Q(tickets.noted_since(at, kinds))

    return since


COLUMNS = {
    "id": Column("number"),
    "href": by_href("number"),
    "name": Column("category__name_zh"),
    "description": Column("text"),
    "status": Column("status", each(STATUS_WORDS), is_beside=True),
    "severity": Column("severity", each(SEVERITY_WORDS), is_beside=True),
    "ticketType": Column("kind"),
    "relatedParty.id": Column(find=lambda ids: Q(customer__public_id__in=ids) | Q(owner__staff_number__in=ids)),
    "relatedEntity.id": Column("contact__public_id"),
    "troubleTicketSpecification.id": Column("category__code"),
    "troubleTicketSpecification.name": Column("category__name_zh"),
    "troubleTicketSpecification.href": by_href("category__code"),
    "creationDate": Column("opened_at", is_moment=True),
    "lastUpdate": Column(since=_written_since()),
    "statusChangeDate": Column(since=_written_since(*STEP_WORDS)),
    "expectedResolutionDate": Column("due_at", is_moment=True),
    "resolutionDate": Column("resolved_at", is_moment=True),
}
WITHDRAWN = "Withdrawn through the interface"


class TroubleTickets:
    """Tickets as trouble tickets; what our tickets have no place for is kept in the integrator's words."""

    name, kind = "troubleTicket", "TroubleTicket"
    see, write = Right.SEE_TICKETS, Right.OPEN_TICKETS
    attributes, needed = TROUBLE_TICKET, ("description", "severity", "ticketType")
    columns = COLUMNS

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> QuerySet[Ticket]:
        """Newest first."""
        wanted = narrowed("ticket", conditions, COLUMNS, KEPT | {"status": TEXT})
        found = tickets.tickets(viewer).exclude(wordings.withdrawn("ticket")).filter(wanted)
        return found.select_related("category", "customer", "contact", "owner").order_by("-pk")

    def one(self, viewer: Staff, key: str) -> Ticket:
        """By its number."""
        row = tickets.ticket(key, viewer)
        if wordings.is_withdrawn(f"ticket:{row.pk}"):
            raise NotFound("This ticket was withdrawn.")
        return row

    def shown(self, rows: Sequence[Ticket], viewer: Staff) -> list[dict[str, Any]]:
        """With its notes, steps and links; the integrator's words before our own for what only they have."""
        words = wordings.words_for([f"ticket:{row.pk}" for row in rows])
        lines = tickets.notes_by_ticket([row.pk for row in rows])
        said = {row.pk: words.get(f"ticket:{row.pk}", wordings.NONE) for row in rows}
        return [
            _shown(row, lines[row.pk], told_to(viewer, said[row.pk], severity=row.severity, status=row.status))
            for row in rows
        ]

    @transaction.atomic
    def create(self, body: Body, viewer: Staff) -> Ticket:
        """A ticket of the interface, owned by whose token it is."""
        read = _Read(body, is_new=True)
        details = TicketDetails(
            category_id=_category_of(read),
            text=read.text,
            kind=read.kind.lower() if read.kind.lower() in Ticket.Kind.values else Ticket.Kind.FAULT,
            severity=SEVERITIES.get(read.severity.lower(), Ticket.Severity.ORDINARY),
            source=Ticket.Source.INTERFACE,
            **_people(read.related, viewer),
        )
        ticket = actions.open_ticket(details, by=viewer, due_at=read.due_at)
        if read.status:
            ticket = _step(ticket, read.status, read.reason, viewer)
        return _keep(ticket, body, read, viewer)

    @transaction.atomic
    def change(self, row: Ticket, body: Body, viewer: Staff) -> Ticket:
        """Facts, notes, words, and a status reached by the acts of our own tickets."""
        read = _Read(body)
        if any(name in KEPT for name in body.sent if name != "note"):
            _must_be_theirs(row, viewer)
        severity = SEVERITIES.get(read.severity.lower(), row.severity)
        category_id = _category_of(read, row.category)
        if (severity, category_id) != (row.severity, row.category_id) or read.due_at is not None:
            row = actions.change_ticket(
                row.pk, version=row.version, category_id=category_id, severity=severity, due_at=read.due_at, by=viewer
            )
        if read.text and read.text != row.text:
            row = describe_ticket(row.pk, version=row.version, text=read.text, by=viewer)
        if read.status:
            row = _step(row, read.status, read.reason, viewer)
        return _keep(row, body, read, viewer)

    @transaction.atomic
    def remove(self, row: Ticket, viewer: Staff) -> int:
        """Take a ticket of the interface back: it ends as cancelled, stays on record, and is no longer shown here."""
        if row.source != Ticket.Source.INTERFACE:
            raise NotAllowed("Only tickets that came through an interface are taken back there. Change its status.")
        _must_be_theirs(row, viewer)
        if row.status in (*Ticket.UNFINISHED, Status.RESOLVED):
            _step(row, "cancelled", WITHDRAWN, viewer)
        return wordings.withdraw(f"ticket:{row.pk}", row.number, by=viewer)


def _must_be_theirs(row: Ticket, viewer: Staff) -> None:
    """Who may only see a ticket adds notes; what others are told of it, or not, is for those who work on it."""
    if row.opened_by_id != viewer.pk and not tickets.may_change(row.pk, viewer):
        raise Forbidden("This ticket belongs to another unit: only notes can be added.")


class _Read:
    """What a body says about a ticket; raises Invalid."""

    def __init__(self, body: Body, *, is_new: bool = False) -> None:
        body.conform({**TROUBLE_TICKET, **ONLY_5})
        self.text = body.text("description", is_needed=is_new)
        self.severity = body.text("severity", most=200, is_needed=is_new)
        self.kind = body.text("ticketType", most=200, is_needed=is_new)
        self.status = body.text("status", most=20)
        self.reason = body.text("statusChangeReason")
        body.text("name", most=200), body.text("priority", most=60), body.text("externalId", most=200)
        due_at = body.moment("expectedResolutionDate")
        self.due_at = due_at if due_at and due_at > now() else None  # what is past promises nothing
        specification = body.object("troubleTicketSpecification")
        self.specification = specification.text("id", most=200)
        notes = body.objects("note")
        self.lines = [text for text in (note.text("text") for note in notes) if text]
        self.related = _related(body)
        if self.status and self.status not in STATUSES:
            body.wrong["status"] = f"status must be one of {', '.join(STATUSES)}."
        body.check(*notes, specification)


def _keep(row: Ticket, body: Body, read: _Read, viewer: Staff) -> Ticket:
    """Its notes, its links and the words that are only kept."""
    known = {note.text for note in tickets.notes_of(row.pk)}
    for line in read.lines:
        if line not in known:
            actions.add_note(row.pk, line, by=viewer)
    _link(row, body, viewer)
    sent, own = dict(body.sent), {*KEPT}
    if read.status:
        sent["status"] = read.status if read.status != STATUS_WORDS[Status(row.status)] else None
        own.add("status")
    if read.specification == row.category.code:
        sent["troubleTicketSpecification"] = None
    ours = {"severity": row.severity, "status": row.status}
    beside = {name: value for name, value in ours.items() if sent.get(name)}
    wordings.keep(f"ticket:{row.pk}", sent, own, by=viewer, beside=beside)
    return tickets.ticket(row.number, viewer)


LINKS = {"duplicate": "duplicate", "parent": "parent", "caused_by": "caused_by", "causedby": "caused_by"}


def _link(row: Ticket, body: Body, viewer: Staff) -> None:
    """Relationships of our kinds to tickets of ours are links of ours; others are only kept."""
    for part in body.objects("troubleTicketRelationship"):
        kind = LINKS.get(part.text("relationshipType").lower()) or LINKS.get(part.text("type").lower())
        if kind is not None:
            with suppress(Refused), transaction.atomic():
                linking.link_tickets(row.pk, kind, part.text("id"), version=row.version, by=viewer)
                row.refresh_from_db(fields=["version"])


STATUSES = ("acknowledged", "inProgress", "pending", "held", "resolved", "closed", "cancelled", "rejected")
WAITING = ("pending", "held")  # kept as their words: whether our clocks stand is decided by staff
UNSAID = "The interface gave no reason."


def _step(row: Ticket, word: str, reason: str, viewer: Staff) -> Ticket:
    """Take the step that leads to this status; none when it is there."""
    own, is_open = Status(row.status), row.status in Ticket.UNFINISHED
    if word == STATUS_WORDS[own] or (word in WAITING and is_open):
        return row
    named: dict[str, Any] = {"version": row.version, "by": viewer}
    if word == "inProgress" and own == Status.OPEN:
        return actions.begin_ticket(row.pk, **named)
    if word == "inProgress" and own in (Status.RESOLVED, Status.CLOSED):
        return actions.reopen_ticket(row.pk, reason=reason or UNSAID, **named)
    if word == "resolved" and is_open:
        return actions.resolve_ticket(row.pk, solution=reason or UNSAID, **named)
    if word in ("closed", "cancelled", "rejected") and own not in (Status.CLOSED, Status.MERGED):
        return actions.close_ticket(row.pk, reason=reason or UNSAID, **named)
    raise NotAllowed(f"A ticket that is {STATUS_WORDS[own]} cannot become {word}.")


def _category_of(read: _Read, now_of: Category | None = None) -> int:
    """The category a specification of ours names, else the one a ticketType names, else as it is."""
    if named := tickets.categories().filter(code=read.specification).first():
        if named != now_of and named.pk not in {leaf.id for leaf in tickets.category_leaves()}:
            raise Invalid(troubleTicketSpecification="Tickets are of a specification in use that has none below it.")
        return named.pk
    return _category(read.kind, now_of)


def _category(word: str, now_of: Category | None) -> int:
    """The leaf of the tree that a ticketType names (its code or name); else one that begins so, else as it is."""
    leaves = tickets.category_leaves()
    wanted = word.lower()
    named = [leaf for leaf in leaves if wanted in (leaf.code.lower(), leaf.path[-1].lower())]
    near = named or [leaf for leaf in leaves if wanted and leaf.code.lower().startswith(wanted)]
    if not near and now_of is not None:
        return now_of.pk
    if not leaves:
        raise Invalid(ticketType="There are no ticket categories yet.")
    return (near or leaves)[0].id


def _related(body: Body) -> list[tuple[str, str]]:
    """Kind and id of the things the ticket is about: customers and contacts."""
    parts = [*body.objects("relatedParty"), *body.objects("relatedEntity")]
    found = [(part.text("@referredType", most=200).lower(), part.text("id", most=200)) for part in parts]
    for part in parts:
        body.wrong |= part.wrong
    return found


def _people(related: Iterable[tuple[str, str]], viewer: Staff) -> dict[str, Any]:
    """Our customer and contact among them; things of other systems are only kept as words."""
    found: dict[str, Any] = {}
    for kind, key in related:
        with suppress(NotFound):
            if kind == "customer" and "customer_id" not in found:
                found["customer_id"] = customers.customer(key, viewer).pk
            elif kind == "partyinteraction" and "contact_id" not in found:
                found["contact_id"] = contacts.contact_for(viewer, key).pk
    return found


def _shown(row: Ticket, lines: Sequence[Note], words: dict[str, Any]) -> dict[str, Any]:
    steps = [line for line in lines if line.kind in STEP_WORDS]
    own: dict[str, Any] = {
        "id": row.number,
        "name": row.category.name_zh,
        "description": row.text,
        "severity": SEVERITY_WORDS[row.severity],
        "ticketType": row.kind,
        "status": STATUS_WORDS[Status(row.status)],
        "creationDate": spelled(row.opened_at),
        "lastUpdate": spelled(max([row.opened_at, *(line.written_at for line in lines)])),
        "expectedResolutionDate": spelled(row.due_at),
        "resolutionDate": spelled(row.resolved_at),
        "statusChangeDate": spelled(steps[-1].written_at if steps else row.opened_at),
        "statusChangeReason": steps[-1].text if steps and steps[-1].text else None,
        "note": [
            {"id": str(line.pk), "author": line.author.staff_number, "date": spelled(line.written_at),
             "text": line.text, "@type": "Note"}
            for line in lines if line.kind == Note.Kind.NOTE
        ],
        "statusChange": [
            {"status": "acknowledged", "changeDate": spelled(row.opened_at), "@type": "StatusChange"},
            *({"status": STEP_WORDS[Note.Kind(line.kind)], "changeDate": spelled(line.written_at),
               "changeReason": line.text, "@type": "StatusChange"} for line in steps),
        ],
        "relatedParty": _parties(row),
        "relatedEntity": [] if row.contact is None else [
            {"id": row.contact.public_id, "role": "origin", "@referredType": "PartyInteraction",
             "@type": "RelatedEntity"}
        ],
        "troubleTicketRelationship": _relationships(row),
        "troubleTicketSpecification": _specification(row.category),
        "@type": "TroubleTicket",
    }  # fmt: skip
    told = own | {name: value for name, value in words.items() if name not in JOINED}
    for name in ("relatedParty", "relatedEntity", "attachment", "troubleTicketRelationship"):
        told[name] = joined(own.get(name) or [], words.get(name))
    return {name: value for name, value in told.items() if value is not None}


def _specification(category: Category) -> dict[str, Any]:
    href = f"/tmf-api/troubleTicket/v5/troubleTicketSpecification/{category.code}"
    kinds = {"@referredType": "TroubleTicketSpecification", "@type": "TroubleTicketSpecificationRef"}
    return {"id": category.code, "href": href, "name": category.name_zh, **kinds}


def _parties(row: Ticket) -> list[dict[str, Any]]:
    owner = party(row.owner.staff_number, "owner", "Individual")
    return [party(row.customer.public_id, "customer", "Customer"), owner] if row.customer else [owner]


def _relationships(row: Ticket) -> list[dict[str, Any]]:
    return [
        {"id": link.target.number, "relationshipType": link.kind, "@type": "TroubleTicketRelationship"}
        for link in tickets.links_of(row.pk)
        if link.source_id == row.pk
    ]
