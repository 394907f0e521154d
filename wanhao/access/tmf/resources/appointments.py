"""Appointment and SearchTimeSlot (TMF646): booking a technician's visit for a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from wanhao.access.tmf import wordings
from wanhao.access.tmf.resources import Column, narrowed, party
from wanhao.access.tmf.rules import Condition, spelled
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.service.appointments import actions
from wanhao.service.appointments import queries as appointments
from wanhao.service.appointments.models import Appointment, Area
from wanhao.service.tickets import queries as tickets
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
OWN = (
    "category", "description", "externalId", "note", "contactMedium", "relatedPlace", "attachment", "calendarEvent",
    "@baseType", "@schemaLocation", "@type",
)  # fmt: skip
COLUMNS = {
    "id": Column("public_id"),
    "status": Column(
        "status", {"confirmed": "booked", "cancelled": "cancelled", "completed": "kept", "failed": "broken"}
    ),
    "relatedEntity.id": Column("ticket__number"),
    "validFor.startDateTime": Column("slot__begins_at", is_moment=True),
    "validFor.endDateTime": Column("slot__ends_at", is_moment=True),
    "creationDate": Column("booked_at", is_moment=True),
}
DAYS = 31


class Appointments:
    """Booked for the ticket that `relatedEntity` names, in the window that begins with `validFor`."""

    name, kind = "appointment", "Appointment"
    see, write = Right.SEE_TICKETS, Right.BOOK_VISITS

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> QuerySet[Appointment]:
        """Newest first, of tickets within reach."""
        reach = Appointment.objects.filter(ticket__in=tickets.tickets(viewer).values("pk"))
        return (
            reach.filter(narrowed(conditions, COLUMNS)).select_related("slot__area", "ticket__customer").order_by("-pk")
        )

    def one(self, viewer: Staff, key: str) -> Appointment:
        """By its public id; one that was moved leads to its follower."""
        row = self.rows(viewer, ()).filter(public_id=key).first()
        if row is None:
            raise NotFound("There is no such appointment within your reach.")
        return row

    def shown(self, rows: Sequence[Appointment], viewer: Staff) -> list[dict[str, Any]]:
        """With the ticket it is for."""
        words = wordings.words_for([f"appointment:{row.pk}" for row in rows])
        return [_shown(row, words.get(f"appointment:{row.pk}", {})) for row in rows]

    @transaction.atomic
    def create(self, body: Body, viewer: Staff) -> Appointment:
        """A place in a window with room."""
        begins_at = _begin(body, is_needed=True)
        things = body.objects("relatedEntity")
        numbers = [one.text("id", most=40) for one in things]
        body.text("description"), body.text("category", most=100), body.text("externalId", most=200)
        body.check(*things)
        ticket = _ticket(numbers, viewer)
        area = _area(ticket, body)
        assert begins_at is not None  # needed
        made = actions.book(ticket.pk, area.pk, begins_at, by=viewer)
        wordings.keep(f"appointment:{made.pk}", body.sent, OWN)
        return self.one(viewer, made.public_id)

    @transaction.atomic
    def change(self, row: Appointment, body: Body, viewer: Staff) -> Appointment:
        """Another window, or cancelled."""
        begins_at, status = _begin(body), body.text("status", most=20)
        body.text("description"), body.text("category", most=100), body.text("externalId", most=200)
        body.check()
        if status == "cancelled" and row.status == Status.BOOKED:
            actions.cancel(row.public_id, reason=body.text("description", most=200) or "interface", by=viewer)
        elif status and status != STATUS_WORDS[Status(row.status)]:
            raise NotAllowed(f"An appointment that is {STATUS_WORDS[Status(row.status)]} cannot become {status} here.")
        elif begins_at is not None and begins_at != row.slot.begins_at:
            words = wordings.words_of(f"appointment:{row.pk}")
            row = actions.move(row.public_id, begins_at, by=viewer)
            wordings.keep(f"appointment:{row.pk}", words, OWN)
        wordings.keep(f"appointment:{row.pk}", body.sent, OWN)
        return self.one(viewer, row.public_id)

    def remove(self, row: Appointment, viewer: Staff) -> None:
        """Cancel it; it stays on record as cancelled."""
        if row.status != Status.BOOKED:
            raise NotAllowed("This appointment is over already.")
        actions.cancel(row.public_id, reason="interface", by=viewer)


def free_slots(body: Body, viewer: Staff) -> dict[str, Any]:
    """The answer to a search of time slots: every window with room within the requested ones."""
    wanted = body.objects("requestedTimeSlot")
    spans = [(slot.object("validFor"), slot) for slot in wanted]
    periods = [(one.moment("startDateTime"), one.moment("endDateTime")) for one, _slot in spans]
    things = body.objects("relatedEntity")
    numbers = [one.text("id", most=40) for one in things]
    body.check(*(one for one, _slot in spans), *things)
    found = _slots(
        appointments.areas_for(_ticket(numbers, viewer).region) if numbers else appointments.areas(viewer), periods
    )
    return {
        "status": "done",
        "searchDate": spelled(now()),
        "searchResult": "success" if found else "noTimeSlot",
        "availableTimeSlot": found,
        **{name: body.sent[name] for name in ("requestedTimeSlot", "relatedEntity", "relatedPlace") if name in body},
        "@type": "SearchTimeSlot",
    }


def _slots(areas: Sequence[Area], periods: Sequence[tuple[datetime | None, datetime | None]]) -> list[dict[str, Any]]:
    found = []
    for area in areas:
        for day in appointments.bookable(area, now()).values():
            for one in day:
                window = one.window
                if not periods or any(
                    (since is None or window.begins_at >= since) and (until is None or window.ends_at <= until)
                    for since, until in periods
                ):
                    span = {"startDateTime": spelled(window.begins_at), "endDateTime": spelled(window.ends_at)}
                    found.append({"id": f"{area.code}-{one.key}", "validFor": span, "@type": "TimeSlot"})
    return found


def _begin(body: Body, *, is_needed: bool = False) -> datetime | None:
    period = body.object("validFor", is_needed=is_needed)
    begins_at = period.moment("startDateTime")
    if is_needed and begins_at is None and not period.wrong and "validFor" not in body.wrong:
        body.wrong["validFor"] = "validFor.startDateTime is needed: the beginning of a window with room."
    body.wrong |= period.wrong
    return begins_at


def _ticket(numbers: Sequence[str], viewer: Staff) -> Ticket:
    for number in numbers:
        if number:
            try:
                return tickets.ticket(number, viewer)
            except NotFound:
                continue
    raise Invalid(relatedEntity="relatedEntity must name a trouble ticket of ours by its id: a visit is made for it.")


def _area(ticket: Ticket, body: Body) -> Area:
    areas = appointments.areas_for(ticket.region)
    place = body.object("relatedPlace").text("id", most=40)
    chosen = next((area for area in areas if area.code == place), areas[0] if areas else None)
    if chosen is None:
        raise Invalid(relatedPlace="No technicians visit customers of this region.")
    return chosen


def _shown(row: Appointment, words: dict[str, Any]) -> dict[str, Any]:
    slot = row.slot
    own = {
        "id": row.public_id,
        "status": STATUS_WORDS[Status(row.status)],
        "creationDate": spelled(row.booked_at),
        "lastUpdate": spelled(row.ended_at or row.booked_at),
        "validFor": {"startDateTime": spelled(slot.begins_at), "endDateTime": spelled(slot.ends_at)},
        "relatedEntity": [
            {"id": row.ticket.number, "role": "subject", "@referredType": "TroubleTicket", "@type": "RelatedEntity"}
        ],
        "relatedParty": [party(row.ticket.customer.public_id, "customer", "Customer")] if row.ticket.customer else [],
        "relatedPlace": {"id": slot.area.code, "role": "area", "name": slot.area.name_zh, "@type": "RelatedPlaceRef"},
        "@type": "Appointment",
    }
    return own | {name: value for name, value in words.items() if name != "relatedPlace"}
