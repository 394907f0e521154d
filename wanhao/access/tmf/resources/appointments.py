"""Appointment and SearchTimeSlot (TMF646): booking a technician's visit for a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime, now
from django.utils.translation import gettext

from wanhao.access.tmf import wordings
from wanhao.access.tmf.attributes import APPOINTMENT
from wanhao.access.tmf.events import VisitWished
from wanhao.access.tmf.models import Wish
from wanhao.access.tmf.resources import JOINED, Column, by_href, each, joined, narrowed, party, told_to
from wanhao.access.tmf.rules import CannotRead, Condition, spelled
from wanhao.common.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.records.customers import queries as customers
from wanhao.service.appointments import actions
from wanhao.service.appointments import queries as appointments
from wanhao.service.appointments.models import Appointment, Area
from wanhao.service.tickets import actions as ticket_actions
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from wanhao.access.tmf.reading import Body
    from wanhao.foundation.accounts.models import Staff

Status = Appointment.Status
STATUS_WORDS = {
    Status.BOOKED: "confirmed",
    Status.MOVED: "cancelled",
    Status.CANCELLED: "cancelled",
    Status.KEPT: "completed",
    Status.BROKEN: "failed",
}
STATUSES = ("initialized", "confirmed", "cancelled", "completed", "failed")
KEPT = {name: schema for name, schema in APPOINTMENT.items() if name not in ("validFor", "status")}
COLUMNS = {
    "id": Column("public_id"),
    "href": by_href("public_id"),
    "status": Column("status", each(STATUS_WORDS)),
    "relatedEntity.id": Column("ticket__number"),
    "relatedParty.id": Column("ticket__customer__public_id"),
    "validFor.startDateTime": Column("slot__begins_at", is_moment=True),
    "validFor.endDateTime": Column("slot__ends_at", is_moment=True),
    "creationDate": Column("booked_at", is_moment=True),
    "lastUpdate": Column("changed_at", is_moment=True),
}
WISH_COLUMNS = COLUMNS | {
    "status": Column("state", {"initialized": ("wished",), "cancelled": ("cancelled",)}),
    "validFor.startDateTime": Column("begins_at", is_moment=True),
    "validFor.endDateTime": Column("ends_at", is_moment=True),
    "creationDate": Column("made_at", is_moment=True),
}


class Appointments:
    """Booked for the ticket that `relatedEntity` names, in the window that begins with `validFor`.

    Without a ticket of ours one is opened; a time that is no window with room stays a wish (`initialized`).
    """

    name, kind = "appointment", "Appointment"
    see, write = Right.SEE_TICKETS, Right.BOOK_VISITS
    attributes, needed = APPOINTMENT, ("validFor",)
    columns = COLUMNS

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> OneAfterAnother:
        """Newest first: wishes that wait, then appointments, of tickets within reach."""
        wished, booked = (
            narrowed("wish", conditions, WISH_COLUMNS, KEPT),
            narrowed("appointment", conditions, COLUMNS, KEPT),
        )
        return OneAfterAnother(self._wishes(viewer).filter(wished), self._appointments(viewer).filter(booked))

    def _wishes(self, viewer: Staff) -> QuerySet[Wish]:
        state = Case(When(cancelled_at=None, then=Value("wished")), default=Value("cancelled"))
        rows = Wish.objects.filter(appointment=None, ticket__in=tickets.tickets(viewer).values("pk"))
        rows = rows.exclude(wordings.withdrawn("wish")).select_related("ticket__customer")
        return rows.annotate(state=state, changed_at=Coalesce("cancelled_at", "made_at")).order_by("-pk")

    def _appointments(self, viewer: Staff) -> QuerySet[Appointment]:
        rows = appointments.appointments(viewer).exclude(wordings.withdrawn("appointment"))
        rows = rows.select_related("slot__area", "ticket__customer")
        return rows.annotate(changed_at=Coalesce("ended_at", "booked_at")).order_by("-pk")

    def one(self, viewer: Staff, key: str) -> Appointment | Wish:
        """By its public id; a wish that staff agreed on leads to its appointment."""
        row = self._wishes(viewer).filter(public_id=key).first()
        agreed = Wish.objects.filter(public_id=key).exclude(appointment=None).values("appointment")
        found = row or self._appointments(viewer).filter(Q(public_id=key) | Q(pk__in=agreed)).first()
        if found is None:
            raise NotFound("There is no such appointment within your reach.")
        return found

    def shown(self, rows: Sequence[Appointment | Wish], viewer: Staff) -> list[dict[str, Any]]:
        """With the ticket it is for."""
        words = wordings.words_for([_subject(row) for row in rows])
        return [_shown(row, told_to(viewer, words.get(_subject(row), wordings.NONE))) for row in rows]

    @transaction.atomic
    def create(self, body: Body, viewer: Staff) -> Appointment | Wish:
        """A place in a window with room, or else a wish."""
        read = _Read(body, is_new=True)
        ticket = our_ticket(read.tickets, viewer)
        made: Appointment | Wish
        if ticket is not None:
            if read.begins_at is None:
                raise Invalid(validFor="validFor.startDateTime is needed: when a window with room begins.")
            made = actions.book(ticket.pk, _area(ticket, body).pk, read.begins_at, by=viewer)
        else:
            ticket = _open_ticket(read, body, viewer)
            made = _booked(ticket, read.begins_at, body, viewer) or _wish(ticket, read, viewer)
        wordings.keep(_subject(made), body.sent, KEPT, by=viewer)
        return self.one(viewer, made.public_id)

    @transaction.atomic
    def change(self, row: Appointment | Wish, body: Body, viewer: Staff) -> Appointment | Wish:
        """Another window, or cancelled."""
        read = _Read(body)
        if isinstance(row, Wish):
            row = _change_wish(row, read, body, viewer)
        elif read.status == "cancelled" and row.status == Status.BOOKED:
            actions.cancel(row.public_id, reason=read.text[:200] or "interface", by=viewer)
        elif read.status and read.status != STATUS_WORDS[Status(row.status)]:
            raise NotAllowed(f"This appointment is {STATUS_WORDS[Status(row.status)]} and cannot become {read.status}.")
        elif read.begins_at is not None and read.begins_at != row.slot.begins_at:
            moved = actions.move(row.public_id, read.begins_at, by=viewer)
            wordings.copy(_subject(row), _subject(moved))
            row = moved
        wordings.keep(_subject(row), body.sent, KEPT, by=viewer)
        return self.one(viewer, row.public_id)

    @transaction.atomic
    def remove(self, row: Appointment | Wish, viewer: Staff) -> int:
        """Cancel it; it stays on record as cancelled and is no longer shown here."""
        if isinstance(row, Wish):
            _call_off(row, viewer)
        elif row.status == Status.BOOKED:
            actions.cancel(row.public_id, reason="interface", by=viewer)
        elif row.status in (Status.KEPT, Status.BROKEN):
            raise NotAllowed("This appointment is over: what happened stays on record.")
        return wordings.withdraw(_subject(row), row.public_id, by=viewer)


class OneAfterAnother:
    """Rows of several tables as one list, in pages."""

    def __init__(self, *parts: QuerySet[Any]) -> None:
        self.parts = parts

    def count(self) -> int:
        """Of all."""
        return sum(part.count() for part in self.parts)

    def order_by(self, *names: str) -> OneAfterAnother:
        """Refused: they are several tables."""
        raise CannotRead("appointments are listed newest first")

    def __getitem__(self, page: slice) -> list[Any]:
        found: list[Any] = []
        start, stop = page.start, page.stop
        for part in self.parts:
            found += part[start:stop]
            size = part.count()
            start, stop = max(0, start - size), max(0, stop - size)
        return found


class _Read:
    """What a body says about an appointment; raises Invalid."""

    def __init__(self, body: Body, *, is_new: bool = False) -> None:
        body.conform(APPOINTMENT)
        period = body.object("validFor", is_needed=is_new)
        self.begins_at, self.ends_at = period.moment("startDateTime"), period.moment("endDateTime")
        if self.begins_at and self.ends_at and self.ends_at < self.begins_at:
            body.wrong["validFor"] = "validFor ends before it begins."
        self.status, self.text = body.text("status", most=20), body.text("description")
        body.text("category", most=100), body.text("externalId", most=200)
        if self.status and self.status not in STATUSES:
            body.wrong["status"] = f"status must be one of {', '.join(STATUSES)}."
        things, parties = body.objects("relatedEntity"), body.objects("relatedParty")
        self.tickets = [one.text("id", most=200) for one in things]
        self.parties = [one.text("id", most=200) for one in parties]
        body.check(period, *things, *parties)


def _subject(row: Appointment | Wish) -> str:
    return f"{'wish' if isinstance(row, Wish) else 'appointment'}:{row.pk}"


def _open_ticket(read: _Read, body: Body, viewer: Staff) -> Ticket:
    """The ticket of a visit that was wished without one: what it is for, and whose it is if they are ours."""
    leaves = tickets.category_leaves()
    if not leaves:
        raise Invalid(validFor="There are no ticket categories yet.")
    customer_id = None
    for key in read.parties:
        with suppress(NotFound):
            customer_id = customers.customer(key, viewer).pk
    wished = gettext("A visit is wished.")
    if read.begins_at:
        wished = gettext("A visit is wished for %(at)s.") % {"at": f"{localtime(read.begins_at):%F %H:%M}"}
    text = f"{wished} {read.text}".strip()[:4000]
    details = TicketDetails(
        category_id=leaves[0].id,
        text=text,
        kind=Ticket.Kind.INSTALLATION,
        customer_id=customer_id,
        source=Ticket.Source.INTERFACE,
    )
    return ticket_actions.open_ticket(details, by=viewer)


def _booked(ticket: Ticket, begins_at: datetime | None, body: Body, viewer: Staff) -> Appointment | None:
    """A place in the window that begins then, if there is one with room."""
    if begins_at is None:
        return None
    try:
        with transaction.atomic():
            return actions.book(ticket.pk, _area(ticket, body).pk, begins_at, by=viewer)
    except (Invalid, Conflict):
        return None


def _wish(ticket: Ticket, read: _Read, viewer: Staff) -> Wish:
    made = Wish.objects.create(ticket=ticket, begins_at=read.begins_at, ends_at=read.ends_at)
    record(VisitWished(ticket.pk, made.public_id), actor=viewer, unit=ticket.unit_id)
    return made


def _call_off(row: Wish, viewer: Staff) -> None:
    """Nobody need arrange it any longer: its ticket, opened for it alone, is closed unless something holds it open."""
    if row.cancelled_at is None:
        row.cancelled_at = now()
        row.save(update_fields=["cancelled_at"])
        with suppress(Refused), transaction.atomic():
            reason = gettext("The visit that was wished has been called off.")
            ticket_actions.close_ticket(row.ticket_id, version=row.ticket.version, reason=reason, by=viewer)


def _change_wish(row: Wish, read: _Read, body: Body, viewer: Staff) -> Appointment | Wish:
    """Cancelled, or another time: booked if it is a window with room."""
    if row.cancelled_at is not None and read.status not in ("", "cancelled"):
        raise NotAllowed("This wish was cancelled.")
    if read.status == "cancelled":
        _call_off(row, viewer)
    if read.begins_at is not None and row.cancelled_at is None:
        row.begins_at, row.ends_at = read.begins_at, read.ends_at
        row.appointment = _booked(row.ticket, read.begins_at, body, viewer)
        row.save(update_fields=["begins_at", "ends_at", "appointment"])
    if read.status == "confirmed" and row.appointment is None:
        raise NotAllowed("Only a window of ours with room is confirmed; search them with searchTimeSlot.")
    if row.appointment is None:
        return row
    wordings.copy(_subject(row), _subject(row.appointment))
    return row.appointment


def our_ticket(numbers: Sequence[str], viewer: Staff) -> Ticket | None:
    """The first of ours among the things it is about."""
    for number in numbers:
        with suppress(NotFound):
            return tickets.ticket(number, viewer)
    return None


def _area(ticket: Ticket, body: Body) -> Area:
    areas = appointments.areas_for(ticket.region)
    place = body.object("relatedPlace").text("id", most=40)
    chosen = next((area for area in areas if area.code == place), areas[0] if areas else None)
    if chosen is None:
        raise Invalid(relatedPlace="No technicians visit customers of this region.")
    return chosen


def _shown(row: Appointment | Wish, words: dict[str, Any]) -> dict[str, Any]:
    ticket = row.ticket
    subject = {"id": ticket.number, "role": "subject", "@referredType": "TroubleTicket", "@type": "RelatedEntity"}
    own = _shown_wish(row) if isinstance(row, Wish) else _shown_appointment(row)
    told = {**own, "@type": "Appointment"} | {name: value for name, value in words.items() if name not in JOINED}
    customer = [party(ticket.customer.public_id, "customer", "Customer")] if ticket.customer else []
    told["relatedEntity"] = joined([subject], words.get("relatedEntity"))
    told["relatedParty"] = joined(customer, words.get("relatedParty"))
    told["attachment"] = joined([], words.get("attachment"))
    return {name: value for name, value in told.items() if value not in (None, [])}


def _shown_wish(row: Wish) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "status": "cancelled" if row.cancelled_at else "initialized",
        "creationDate": spelled(row.made_at),
        "lastUpdate": spelled(row.cancelled_at or row.made_at),
        "validFor": _period(row.begins_at, row.ends_at),
    }


def _shown_appointment(row: Appointment) -> dict[str, Any]:
    slot = row.slot
    return {
        "id": row.public_id,
        "status": STATUS_WORDS[Status(row.status)],
        "creationDate": spelled(row.booked_at),
        "lastUpdate": spelled(row.ended_at or row.booked_at),
        "validFor": _period(slot.begins_at, slot.ends_at),
        "relatedPlace": {"id": slot.area.code, "role": "area", "name": slot.area.name_zh, "@type": "RelatedPlaceRef"},
    }


def _period(begins_at: datetime | None, ends_at: datetime | None) -> dict[str, Any]:
    period = {"startDateTime": spelled(begins_at), "endDateTime": spelled(ends_at)}
    return {name: at for name, at in period.items() if at}
