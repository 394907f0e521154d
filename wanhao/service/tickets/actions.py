"""Working on tickets: opening, noting, resolving, closing, handing over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.actions import notify
from wanhao.records.customers import queries as customers
from wanhao.service.tickets import closing, events, promises, queries, rules
from wanhao.service.tickets.models import Category, HandOver, Note, StatusReason, Ticket
from wanhao.service.tickets.writing import about, check_next, code_of, reason_for, said, save, tell

Status = Ticket.Status
Step = StatusReason.Step


@dataclass(frozen=True)
class Place:
    """Where it is: an address in words, and perhaps the point (degrees, WGS 84)."""

    text: str = ""
    lon: Decimal | None = None
    lat: Decimal | None = None


NOWHERE = Place()


@dataclass(frozen=True)
class TicketDetails:
    """What is written down when a ticket is opened."""

    category_id: int
    text: str
    kind: str = Ticket.Kind.CONSULTATION
    severity: str = Ticket.Severity.ORDINARY
    customer_id: int | None = None
    subscription_id: int | None = None
    contact_id: int | None = None
    source: str = Ticket.Source.DESK
    place: Place = NOWHERE
    external_key: str = ""


def open_ticket(
    details: TicketDetails, *, by: Staff, due_at: datetime | None = None, at: datetime | None = None
) -> Ticket:
    """Open a ticket owned by who opens it, due by what is promised unless another moment was agreed on."""
    if not by.may(Right.OPEN_TICKETS):
        raise NotAllowed(_("You have no right to open tickets."))
    return open_owned(details, owner=by, by=by, due_at=due_at, at=at)


@transaction.atomic
def open_owned(
    details: TicketDetails,
    *,
    owner: Staff,
    by: Staff | Actor,
    due_at: datetime | None = None,
    at: datetime | None = None,
) -> Ticket:
    """Open a ticket of this owner: of who opens it, or of whom the customer who opens it does not know."""
    at = at or now()
    category = _category(details.category_id)
    _check(details, due_at, at)
    home = owner.unit.region or owner.unit
    if details.customer_id is not None:
        home = customers.region_of(details.customer_id)
    ticket = Ticket.objects.create(
        number=rules.ticket_number(localtime(at), _next_serial()),
        kind=details.kind,
        severity=details.severity,
        source=details.source,
        external_key=details.external_key,
        category=category,
        category_versions=queries.category_versions(category),
        customer_id=details.customer_id,
        subscription_id=details.subscription_id,
        contact_id=details.contact_id,
        text=details.text.strip(),
        place=details.place.text.strip(),
        place_lon=details.place.lon,
        place_lat=details.place.lat,
        opened_by=by if isinstance(by, Staff) else None,
        owner=owner,
        unit=owner.unit,
        region=home,
        opened_at=at,
    )
    promises.begin(ticket, by=by, at=at, agreed_at=due_at)
    promises.answered_at_once(ticket, by=owner, at=at)
    facts = about(ticket) | {"kind": ticket.kind, "severity": ticket.severity, "category": category.code}
    record(events.TicketOpened(**facts, source=ticket.source, due_at=ticket.due_at), actor=by, unit=ticket.unit_id)
    return ticket


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('ticket_number')")
        row = cursor.fetchone()
    assert row is not None  # nextval gives one row
    return int(row[0])


def _category(category_id: int) -> Category:
    category = Category.objects.filter(pk=category_id, is_active=True).first()
    if category is None or category.children.filter(is_active=True).exists():
        raise Invalid(category=_("Choose a category at the end of the tree."))
    return category


def _check(details: TicketDetails, due_at: datetime | None, at: datetime) -> None:
    wrong: dict[str, object] = {}
    if not 0 < len(details.text.strip()) <= rules.TEXT_LIMIT:
        wrong["text"] = _("Describe what the customer needs, in at most 4000 characters.")
    if details.kind not in Ticket.Kind.values:
        wrong["kind"] = _("Choose a type.")
    if details.severity not in Ticket.Severity.values:
        wrong["severity"] = _("Choose a severity.")
    wrong |= check_place(details.place)
    if details.source not in Ticket.Source.values:
        wrong["source"] = _("Choose where it came from.")
    if due_at is not None and due_at <= at:
        wrong["due_at"] = _("The due time must lie ahead.")
    if wrong:
        raise Invalid(**wrong)


def check_place(place: Place) -> dict[str, object]:
    """What is wrong with a place, by field; empty when nothing is."""
    if len(place.text.strip()) > rules.PLACE_LIMIT:
        return {"place": _("Write the place in at most 200 characters.")}
    if not rules.is_point(place.lon, place.lat):
        return {"place": _("A point needs a longitude between -180 and 180 and a latitude between -90 and 90.")}
    return {}


@transaction.atomic
def add_note(ticket_id: int, text: str, *, by: Staff) -> Note:
    """Add to the story of a ticket; whoever may see it may add, so no version is asked for."""
    ticket = queries.tickets(by).filter(pk=ticket_id).first()
    if ticket is None:
        raise NotFound(_("There is no such ticket within your reach."))
    note = tell(ticket, Note.Kind.NOTE, said(text, "text"), by)
    record(events.TicketNoteAdded(**about(ticket), note_id=note.pk), actor=by, unit=ticket.unit_id)
    return note


@transaction.atomic
def begin_ticket(ticket_id: int, *, version: int, by: Staff, code: str = "") -> Ticket:
    """Note that work on the ticket has begun; `code` is one of the reasons of this step, the first if empty."""
    ticket = queries.ticket_to_change(ticket_id, by, version)
    if ticket.status != Status.OPEN:
        raise NotAllowed(_("Work on this ticket has begun already."))
    why = reason_for(Step.BEGUN, code)
    ticket.status, ticket.status_reason = Status.IN_PROGRESS, why
    save(ticket, "status", "status_reason")
    tell(ticket, Note.Kind.BEGUN, "", by, why)
    record(events.TicketBegun(**about(ticket), reason=code_of(why)), actor=by, unit=ticket.unit_id)
    return ticket


@transaction.atomic
def change_ticket(
    ticket_id: int, *, version: int, category_id: int, severity: str, due_at: datetime | None, by: Staff
) -> Ticket:
    """Correct the facts of an unfinished ticket; another due moment is one agreed on with the customer."""
    ticket = queries.ticket_to_change(ticket_id, by, version)
    if ticket.status not in Ticket.UNFINISHED:
        raise NotAllowed(_("This ticket is finished. Reopen it first."))
    if severity not in Ticket.Severity.values:
        raise Invalid(severity=_("Choose a severity."))
    if due_at is None or rules.is_same_minute(due_at, ticket.due_at):
        due_at = ticket.due_at
    category = _category(category_id)
    wanted = {"category": category, "severity": severity, "due_at": due_at}
    changed = [name for name, value in wanted.items() if getattr(ticket, name) != value]
    if changed:
        ticket.category, ticket.severity = category, severity
        ticket.category_versions = queries.category_versions(category)
        promises.facts_changed(ticket, by=by)
        if "due_at" in changed and due_at is not None:
            _agree(ticket, due_at, by)
        save(ticket, "category", "category_versions", "severity", "due_at")
        tell(ticket, Note.Kind.CHANGED, " ".join(changed), by)
        record(events.TicketChanged(**about(ticket), changed_fields=tuple(changed)), actor=by, unit=ticket.unit_id)
    return ticket


def _agree(ticket: Ticket, due_at: datetime, by: Staff) -> None:
    if due_at <= now():
        raise Invalid(due_at=_("The due time must lie ahead."))
    promises.agree(ticket, due_at, by=by)


@transaction.atomic
def resolve_ticket(
    ticket_id: int, *, version: int, solution: str, by: Staff, at: datetime | None = None, code: str = ""
) -> Ticket:
    """Write down the solution; `code` says of which sort it is."""
    ticket = queries.ticket_to_change(ticket_id, by, version)
    check_next(ticket, Status.RESOLVED)
    why = reason_for(Step.RESOLVED, code)
    ticket.status, ticket.solution, ticket.resolved_at = Status.RESOLVED, said(solution, "solution"), at or now()
    ticket.status_reason = why
    on_time = promises.resolved(ticket, by=by, at=ticket.resolved_at)
    save(ticket, "status", "solution", "resolved_at", "status_reason", "due_at")
    tell(ticket, Note.Kind.RESOLVED, ticket.solution, by, why)
    told = events.TicketResolved(**about(ticket), reason=code_of(why), is_on_time=on_time)
    record(told, actor=by, unit=ticket.unit_id)
    return ticket


@transaction.atomic
def reopen_ticket(ticket_id: int, *, version: int, reason: str, by: Staff, code: str = "") -> Ticket:
    """Take up a resolved or closed ticket again; `code` says of which sort the reason is."""
    ticket = queries.ticket_to_change(ticket_id, by, version)
    check_next(ticket, Status.IN_PROGRESS)
    why = reason_for(Step.REOPENED, code)
    ticket.status, ticket.resolved_at, ticket.closed_at = Status.IN_PROGRESS, None, None
    ticket.reopened_count += 1
    ticket.status_reason = why
    promises.reopened(ticket, by=by)
    save(ticket, "status", "resolved_at", "closed_at", "reopened_count", "status_reason", "due_at")
    tell(ticket, Note.Kind.REOPENED, said(reason, "reason"), by, why)
    told = events.TicketReopened(**about(ticket), reason=code_of(why), reopened_count=ticket.reopened_count)
    record(told, actor=by, unit=ticket.unit_id)
    return ticket


@transaction.atomic
def close_ticket(
    ticket_id: int, *, version: int, reason: str, by: Staff, at: datetime | None = None, code: str = ""
) -> Ticket:
    """Close the ticket: the customer knows the outcome, or there was nothing to do; the reason says which."""
    ticket = queries.ticket_to_change(ticket_id, by, version)
    check_next(ticket, Status.CLOSED)
    closing.ask_all(ticket)
    why = reason_for(Step.CLOSED, code)
    before, ticket.status, ticket.closed_at = ticket.status, Status.CLOSED, at or now()
    ticket.status_reason = why
    promises.closed(ticket, by=by, at=ticket.closed_at)
    save(ticket, "status", "closed_at", "status_reason", "due_at")
    tell(ticket, Note.Kind.CLOSED, said(reason, "reason"), by, why)
    told = events.TicketClosed(**about(ticket), reason=code_of(why), status_before=before)
    record(told, actor=by, unit=ticket.unit_id)
    return ticket


@transaction.atomic
def hand_over(ticket_id: int, *, version: int, to: Staff, reason: str, by: Staff) -> HandOver:
    """Ask a colleague to take the ticket; it stays with its owner until they accept."""
    ticket = queries.ticket_to_change(ticket_id, by, version)
    if ticket.status not in Ticket.UNFINISHED:
        raise NotAllowed(_("This ticket is finished. Reopen it first."))
    if to.pk == ticket.owner_id or not to.may(Right.CHANGE_TICKETS):
        raise Invalid(to=_("Choose a colleague who works on tickets and does not own this one."))
    if queries.open_hand_over(ticket.pk):
        raise NotAllowed(_("A hand-over of this ticket waits for an answer already."))
    reason = said(reason, "reason")[:300]
    asked = HandOver.objects.create(ticket=ticket, asked_by=by, asked_of=to, reason=reason, asked_at=now())
    save(ticket)
    tell(ticket, Note.Kind.HAND_OVER, f"{to.display_name}: {reason}", by)
    record(events.HandOverAsked(**_about_hand_over(asked, ticket)), actor=by, unit=ticket.unit_id)
    _notify(to, ticket, f"{by.name} 请您接手工单 {ticket.number}", f"{by.name} asks you to take ticket {ticket.number}")
    return asked


def _notify(staff: Staff, ticket: Ticket, text_zh: str, text_en: str) -> None:
    notify(staff, text_zh, text_en, link=f"/tickets/{ticket.number}/")


def _about_hand_over(asked: HandOver, ticket: Ticket) -> dict[str, Any]:
    facts = {"hand_over_id": asked.pk, "asked_by_id": asked.asked_by_id, "asked_of_id": asked.asked_of_id}
    return about(ticket) | facts


@transaction.atomic
def accept_hand_over(hand_over_id: int, *, by: Staff) -> Ticket:
    """Take the ticket over: it is now this person's and their unit's."""
    asked = queries.hand_over_to_answer(hand_over_id, by)
    ticket = Ticket.objects.select_for_update().get(pk=asked.ticket_id)
    ticket.owner, ticket.unit = by, by.unit
    promises.facts_changed(ticket, by=by)
    save(ticket, "owner", "unit", "due_at")
    _answer(asked, True)
    tell(ticket, Note.Kind.ACCEPTED, "", by)
    record(events.HandOverAccepted(**_about_hand_over(asked, ticket)), actor=by, unit=ticket.unit_id)
    _notify(asked.asked_by, ticket, f"{by.name} 已接手工单 {ticket.number}", f"{by.name} took ticket {ticket.number}")
    return ticket


@transaction.atomic
def decline_hand_over(hand_over_id: int, *, reason: str, by: Staff) -> Ticket:
    """Leave the ticket with its owner, saying why."""
    asked = queries.hand_over_to_answer(hand_over_id, by)
    ticket = Ticket.objects.select_for_update().get(pk=asked.ticket_id)
    _answer(asked, False)
    save(ticket)
    tell(ticket, Note.Kind.DECLINED, said(reason, "reason"), by)
    record(events.HandOverDeclined(**_about_hand_over(asked, ticket)), actor=by, unit=ticket.unit_id)
    said_en = f"{by.name} does not take ticket {ticket.number}"
    _notify(asked.asked_by, ticket, f"{by.name} 未接手工单 {ticket.number}", said_en)
    return ticket


def _answer(asked: HandOver, accepted: bool) -> None:
    asked.answered_at, asked.is_accepted = now(), accepted
    asked.save(update_fields=["answered_at", "is_accepted"])
