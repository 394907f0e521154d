"""What people do about a ticket's promises: the customer was told, the clocks stand still, they go on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.service.clocks import actions as clocks
from wanhao.service.clocks import queries as clock_queries
from wanhao.service.tickets import events, promises, queries, rules
from wanhao.service.tickets.models import Note, Ticket


@transaction.atomic
def note_told(ticket_id: int, *, version: int, text: str, by: Staff) -> Ticket:
    """The customer heard from us, by telephone or in person: the first response is given, news are due anew."""
    ticket = _to_change(ticket_id, by, version)
    promises.told(ticket, by=by)
    note = _keep(ticket, Note.Kind.TOLD, _said(text), by)
    told = events.CustomerTold(
        ticket_id=ticket.pk,
        number=ticket.number,
        owner_id=ticket.owner_id,
        customer_id=ticket.customer_id,
        contact_id=ticket.contact_id,
        note_id=note.pk,
    )
    record(told, actor=by, unit=ticket.unit_id)
    return ticket


@transaction.atomic
def pause_clocks(
    ticket_id: int, *, version: int, reason: str, until: datetime | None = None, text: str = "", by: Staff
) -> Ticket:
    """Let the clocks stand still while the customer is awaited, or until an appointment ahead."""
    ticket = _to_change(ticket_id, by, version)
    chosen = next((one for one in clock_queries.pause_reasons() if one.code == reason), None)
    if chosen is None:
        raise Invalid(reason=_("Choose a reason."))
    if until is not None and not chosen.needs_moment:
        until = None
    clocks.pause(promises.subject_of(ticket), chosen, until=until, by=by)
    moment = f"{localtime(until):%Y-%m-%d %H:%M}" if until else ""
    _keep(ticket, Note.Kind.PAUSED, " · ".join(filter(None, (str(chosen), moment, text.strip()))), by)
    return ticket


@transaction.atomic
def resume_clocks(ticket_id: int, *, version: int, by: Staff) -> Ticket:
    """Let them go on."""
    ticket = _to_change(ticket_id, by, version)
    if not clocks.resume(promises.subject_of(ticket), by=by):
        raise NotAllowed(_("No clock of this ticket is paused."))
    _keep(ticket, Note.Kind.RESUMED, "", by)
    return ticket


def _to_change(ticket_id: int, by: Staff, version: int) -> Ticket:
    ticket = queries.ticket_to_change(ticket_id, by, version)
    if ticket.status in (Ticket.Status.CLOSED, Ticket.Status.MERGED):
        raise NotAllowed(_("This ticket is finished. Reopen it first."))
    return ticket


def _said(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= rules.TEXT_LIMIT:
        raise Invalid(text=_("Write at most 4000 characters, and not nothing."))
    return text


def _keep(ticket: Ticket, kind: str, text: str, by: Staff) -> Note:
    promises.follow(ticket)
    ticket.version += 1
    ticket.save(update_fields=["due_at", "version"])
    return Note.objects.create(ticket=ticket, kind=kind, text=text[: rules.TEXT_LIMIT], author=by)
