"""TroubleTicket (TMF621): our tickets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from wanhao.access.tmf import wordings
from wanhao.access.tmf.resources import Column, NeverRemoved, narrowed, party
from wanhao.access.tmf.rules import Condition, spelled
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.records.customers import queries as customers
from wanhao.service.contacts import queries as contacts
from wanhao.service.tickets import actions
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.describing import describe_ticket
from wanhao.service.tickets.models import Note, Ticket

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
OWN = (
    "name", "externalId", "priority", "severity", "ticketType", "channel", "relatedEntity", "relatedParty",
    "requestedResolutionDate", "attachment", "@baseType", "@schemaLocation", "@type",
)  # fmt: skip
COLUMNS = {
    "id": Column("number"),
    "status": Column("status", {word: status.value for status, word in STATUS_WORDS.items()}),
    "severity": Column("severity", {word: own for own, word in SEVERITY_WORDS.items()}),
    "ticketType": Column("kind"),
    "relatedParty.id": Column("customer__public_id"),
    "creationDate": Column("opened_at", is_moment=True),
    "expectedResolutionDate": Column("due_at", is_moment=True),
    "resolutionDate": Column("resolved_at", is_moment=True),
}


class TroubleTickets(NeverRemoved):
    """Tickets as trouble tickets; what our tickets have no place for is kept in the integrator's words."""

    name, kind = "troubleTicket", "TroubleTicket"
    see, write = Right.SEE_TICKETS, Right.OPEN_TICKETS

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> QuerySet[Ticket]:
        """Newest first."""
        found = tickets.tickets(viewer).filter(narrowed(conditions, COLUMNS))
        return found.select_related("category", "customer", "contact", "owner").order_by("-pk")

    def one(self, viewer: Staff, key: str) -> Ticket:
        """By its number."""
        return tickets.ticket(key, viewer)

    def shown(self, rows: Sequence[Ticket], viewer: Staff) -> list[dict[str, Any]]:
        """With its notes, steps and links; the integrator's words before our own for what only they have."""
        words = wordings.words_for([f"ticket:{row.pk}" for row in rows])
        lines: dict[int, list[Note]] = defaultdict(list)
        for line in Note.objects.filter(ticket__in=[row.pk for row in rows]).select_related("author").order_by("pk"):
            lines[line.ticket_id].append(line)
        return [_shown(row, lines[row.pk], words.get(f"ticket:{row.pk}", {})) for row in rows]

    @transaction.atomic
    def create(self, body: Body, viewer: Staff) -> Ticket:
        """A ticket of the interface, owned by whose token it is."""
        text = body.text("description", is_needed=True)
        severity = body.text("severity", most=60, is_needed=True)
        kind = body.text("ticketType", most=100, is_needed=True)
        body.text("name", most=200), body.text("priority", most=60), body.text("externalId", most=200)
        promised = body.moment("expectedResolutionDate")
        related = _related(body)
        body.moment("requestedResolutionDate"), body.objects("attachment"), body.object("channel")
        notes = body.objects("note")
        lines = [note.text("text", is_needed=True) for note in notes]
        body.check(*notes)
        details = TicketDetails(
            category_id=_category(kind),
            text=text,
            kind=kind.lower() if kind.lower() in Ticket.Kind.values else Ticket.Kind.FAULT,
            severity=SEVERITIES.get(severity.lower(), Ticket.Severity.ORDINARY),
            source=Ticket.Source.INTERFACE,
            **_people(related, viewer),
        )
        ticket = actions.open_ticket(details, by=viewer, due_at=promised)
        wordings.keep(f"ticket:{ticket.pk}", body.sent, OWN)
        for line in lines:
            actions.add_note(ticket.pk, line, by=viewer)
        return tickets.ticket(ticket.number, viewer)

    @transaction.atomic
    def change(self, row: Ticket, body: Body, viewer: Staff) -> Ticket:
        """Facts, notes, words, and a status reached by the acts of our own tickets."""
        wanted = {"severity": body.text("severity", most=60), "status": body.text("status", most=20)}
        reason, text = body.text("statusChangeReason"), body.text("description")
        due_at, kind = body.moment("expectedResolutionDate"), body.text("ticketType", most=100)
        body.text("name", most=200), body.text("priority", most=60), body.text("externalId", most=200)
        body.moment("requestedResolutionDate"), body.objects("attachment"), body.object("channel"), _related(body)
        notes = body.objects("note")
        lines = [note.text("text", is_needed=True) for note in notes]
        body.check(*notes)
        severity = SEVERITIES.get(wanted["severity"].lower(), row.severity)
        category_id = _category(kind) if kind else row.category_id
        if (severity, category_id) != (row.severity, row.category_id) or due_at is not None:
            row = actions.change_ticket(
                row.pk, version=row.version, category_id=category_id, severity=severity, due_at=due_at, by=viewer
            )
        if text and text != row.text:
            row = describe_ticket(row.pk, version=row.version, text=text, by=viewer)
        known = {note.text for note in Note.objects.filter(ticket=row.pk)}
        for line in lines:
            if line not in known:
                actions.add_note(row.pk, line, by=viewer)
        if wanted["status"]:
            row = _step(row, wanted["status"], reason, viewer)
        wordings.keep(f"ticket:{row.pk}", body.sent, OWN)
        return tickets.ticket(row.number, viewer)


def _step(row: Ticket, word: str, reason: str, viewer: Staff) -> Ticket:
    """Take the step that leads to this status; none when it is there."""
    if word == STATUS_WORDS[Status(row.status)]:
        return row
    named: dict[str, Any] = {"version": row.version, "by": viewer}
    if word == "inProgress" and row.status == Status.OPEN:
        return actions.begin_ticket(row.pk, **named)
    if word not in ("inProgress", "resolved", "closed", "cancelled"):
        raise NotAllowed(f"A ticket that is {STATUS_WORDS[Status(row.status)]} cannot become {word} here.")
    if not reason:
        raise Invalid(statusChangeReason=f"Say in statusChangeReason why the ticket becomes {word}.")
    if word == "inProgress":
        return actions.reopen_ticket(row.pk, reason=reason, **named)
    if word == "resolved":
        return actions.resolve_ticket(row.pk, solution=reason, **named)
    return actions.close_ticket(row.pk, reason=reason, **named)


def _category(word: str) -> int:
    """The leaf of the tree that a ticketType names (its code or name); else one that begins so, else the first."""
    leaves = tickets.category_leaves()
    wanted = word.lower()
    named = [leaf for leaf in leaves if wanted in (leaf.code.lower(), leaf.path[-1].lower())]
    near = named or [leaf for leaf in leaves if leaf.code.lower().startswith(wanted)] or leaves
    if not near:
        raise Invalid(ticketType="There are no ticket categories yet.")
    return near[0].id


def _related(body: Body) -> list[tuple[str, str]]:
    """Kind and id of the things the ticket is about: customers and contacts."""
    parts = [*body.objects("relatedParty"), *body.objects("relatedEntity")]
    found = [(part.text("@referredType", most=60).lower(), part.text("id", most=100)) for part in parts]
    for part in parts:
        body.wrong |= part.wrong
    return found


def _people(related: Iterable[tuple[str, str]], viewer: Staff) -> dict[str, Any]:
    """Our customer and contact among them; things of other systems are only kept as words."""
    found: dict[str, Any] = {}
    for kind, key in related:
        try:
            if kind == "customer" and "customer_id" not in found:
                found["customer_id"] = customers.customer(key, viewer).pk
            elif kind == "partyinteraction" and "contact_id" not in found:
                found["contact_id"] = contacts.contact_for(viewer, key).pk
        except NotFound as error:
            field = "relatedParty" if kind == "customer" else "relatedEntity"
            raise Invalid(**{field: f"{key[:40]}: {error.message}"}) from error
    return found


def _shown(row: Ticket, lines: Sequence[Note], words: dict[str, Any]) -> dict[str, Any]:
    steps = [line for line in lines if line.kind in STEP_WORDS]
    own = {
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
        "@type": "TroubleTicket",
    }  # fmt: skip
    return {name: value for name, value in _with_words(own, words).items() if value is not None}


def _with_words(own: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    """Ours and theirs: lists are joined, a severity of theirs is spoken as they did while it means the same."""
    told = own | {name: value for name, value in words.items() if not isinstance(value, list)}
    if SEVERITIES.get(str(words.get("severity", "")).lower(), "ordinary") != SEVERITIES[own["severity"].lower()]:
        told["severity"] = own["severity"]
    for name in ("relatedParty", "relatedEntity", "attachment"):
        ours = own.get(name, [])
        known = {one["id"] for one in ours}
        theirs = words.get(name) or []
        told[name] = [*ours, *(one for one in theirs if isinstance(one, dict) and one.get("id") not in known)]
    return told


def _parties(row: Ticket) -> list[dict[str, Any]]:
    owner = party(row.owner.staff_number, "owner", "Individual")
    return [party(row.customer.public_id, "customer", "Customer"), owner] if row.customer else [owner]


def _relationships(row: Ticket) -> list[dict[str, Any]]:
    return [
        {"id": link.target.number, "relationshipType": link.kind, "@type": "TroubleTicketRelationship"}
        for link in tickets.links_of(row.pk)
        if link.source_id == row.pk
    ]
