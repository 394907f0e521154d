"""Watchers of a ticket, its tags and place, and further contacts about it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.actions import notify
from wanhao.service.tickets import events, queries
from wanhao.service.tickets.actions import Place, check_place
from wanhao.service.tickets.models import JoinedContact, Note, Tag, Ticket, Watcher
from wanhao.service.tickets.writing import about, save, tell


def _seen(ticket_id: int, by: Staff) -> Ticket:
    ticket = queries.tickets(by).filter(pk=ticket_id).first()
    if ticket is None:
        raise NotFound(_("There is no such ticket within your reach."))
    return ticket


@transaction.atomic
def watch_ticket(ticket_id: int, *, staff: Staff, by: Staff) -> None:
    """This person is told from now on what becomes of the ticket; they may see it for as long as they watch."""
    ticket = _seen(ticket_id, by)
    if not staff.may(Right.SEE_TICKETS):
        raise Invalid(to=_("This person may not see tickets."))
    if staff.pk != by.pk and not queries.may_change(ticket.pk, by):
        raise Invalid(to=_("Only who works on the ticket can let others watch it."))
    _watcher, is_new = Watcher.objects.get_or_create(ticket=ticket, staff=staff, defaults={"added_by": by})
    if is_new:
        record(events.TicketWatched(**about(ticket), watcher_id=staff.pk), actor=by, unit=ticket.unit_id)
        if staff.pk != by.pk:
            text_zh, text_en = f"{by.name} 请您关注工单 {ticket.number}", f"{by.name} asks you to watch {ticket.number}"
            notify(staff, text_zh, text_en, link=f"/tickets/{ticket.number}/")


@transaction.atomic
def stop_watching(ticket_id: int, *, staff: Staff, by: Staff) -> None:
    """Not told any more: by themselves, or by who works on the ticket."""
    ticket = _seen(ticket_id, by)
    if staff.pk != by.pk and not queries.may_change(ticket.pk, by):
        raise Invalid(to=_("Only who works on the ticket can take watchers away."))
    if Watcher.objects.filter(ticket=ticket, staff=staff).delete()[0]:
        record(events.TicketUnwatched(**about(ticket), watcher_id=staff.pk), actor=by, unit=ticket.unit_id)


@transaction.atomic
def tag_ticket(ticket_id: int, *, version: int, tags: Sequence[str], by: Staff) -> Ticket:
    """Give the ticket exactly these tags, by their codes."""
    ticket = queries.ticket_to_change(ticket_id, by, version)
    wanted = sorted(set(tags))
    known = set(Tag.objects.filter(code__in=wanted, is_active=True).values_list("code", flat=True))
    if unknown := set(wanted) - known - set(ticket.tags):
        raise Invalid(tags=_("These tags are not in use: %(tags)s.") % {"tags": ", ".join(sorted(unknown))})
    if wanted != sorted(ticket.tags):
        ticket.tags = wanted
        _changed(ticket, "tags", by=by)
    return ticket


@transaction.atomic
def place_ticket(ticket_id: int, *, version: int, place: Place, by: Staff) -> Ticket:
    """Say where it is."""
    ticket = queries.ticket_to_change(ticket_id, by, version)
    if wrong := check_place(place):
        raise Invalid(**wrong)
    if (ticket.place, ticket.place_lon, ticket.place_lat) != (place.text.strip(), place.lon, place.lat):
        ticket.place, ticket.place_lon, ticket.place_lat = place.text.strip(), place.lon, place.lat
        _changed(ticket, "place", "place_lon", "place_lat", by=by)
    return ticket


def _changed(ticket: Ticket, *fields: str, by: Staff) -> None:
    save(ticket, *fields)
    tell(ticket, Note.Kind.CHANGED, fields[0], by)
    record(events.TicketChanged(**about(ticket), changed_fields=fields[:1]), actor=by, unit=ticket.unit_id)


@transaction.atomic
def join_contact(ticket_id: int, contact_id: int, *, by: Staff | Actor) -> None:
    """A further contact is about this ticket. Whoever calls has made sure that they may see both."""
    ticket = Ticket.objects.get(pk=ticket_id)
    person = None if isinstance(by, Actor) else by
    if ticket.contact_id == contact_id:
        return
    _row, is_new = JoinedContact.objects.get_or_create(
        ticket=ticket, contact_id=contact_id, defaults={"joined_by": person}
    )
    if is_new:
        facts = about(ticket) | {"contact_id": contact_id}
        record(events.ContactJoined(**facts), actor=by, unit=ticket.unit_id)
