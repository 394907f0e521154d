"""Group incidents: opened over a parent ticket, children attached and detached, announced, restored, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import locked_first
from wanhao.service.incidents import events, queries, rules
from wanhao.service.incidents.models import Delivery, Incident, MassMessage, Member, RestorationCall
from wanhao.service.ivr import announcing
from wanhao.service.ivr.announcing import AnnouncementDetails
from wanhao.service.tickets import actions as ticket_actions
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.actions import TicketDetails

if TYPE_CHECKING:
    from wanhao.service.tickets.models import Ticket

INCIDENTS = Actor.system("incidents")
How, Status = Member.How, Incident.Status
PRODUCTS = frozenset({"mobile", "fixed", "broadband", "iptv"})


@dataclass(frozen=True)
class AreaDetails:
    """Where an incident is felt, in which services, for which category."""

    regions: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    category_id: int | None = None


@transaction.atomic
def open_incident(title: str, area: AreaDetails, parent: TicketDetails, *, by: Staff) -> Incident:
    """Open an incident with its parent ticket; tickets opened from now on are attached by themselves."""
    if not by.may(Right.KEEP_INCIDENTS):
        raise Forbidden(_("You have no right to keep group incidents."))
    _check(title, area)
    ticket = ticket_actions.open_ticket(parent, by=by)
    incident = Incident.objects.create(
        ticket=ticket,
        title=title.strip(),
        unit=ticket.unit,
        region=ticket.region,
        began_at=ticket.opened_at,
        opened_by=by,
        **_columns(area),
    )
    record(events.IncidentOpened(**about(incident)), actor=by, unit=incident.unit_id)
    return incident


def about(incident: Incident) -> dict[str, Any]:
    """What every event of an incident says."""
    return {"ticket_id": incident.ticket_id, "number": incident.ticket.number, "incident_id": incident.pk}


def _columns(area: AreaDetails) -> dict[str, Any]:
    lists = {one.name: list(getattr(area, one.name)) for one in fields(area) if one.name != "category_id"}
    return lists | {"category_id": area.category_id}


def _check(title: str, area: AreaDetails) -> None:
    wrong: dict[str, object] = {}
    if not 0 < len(title.strip()) <= 120:
        wrong["title"] = _("Give the incident a title of at most 120 characters.")
    if not (area.regions or area.units or area.prefixes or area.places):
        wrong["regions"] = _("Say where: regions, units, first digits of numbers, or places.")
    if not all(prefix.isascii() and prefix.isdigit() for prefix in area.prefixes):
        wrong["prefixes"] = _("Write the first digits of numbers, such as 0900, parted by spaces.")
    if not set(area.products) <= PRODUCTS:
        wrong["products"] = _("Choose services from the list.")
    units = {*area.regions, *area.units}
    if units and Unit.objects.filter(code__in=units).count() != len(units):
        wrong["units"] = _("Choose units from the list.")
    if wrong:
        raise Invalid(**wrong)


@transaction.atomic
def change_area(number: str, title: str, area: AreaDetails, *, by: Staff) -> Incident:
    """The area turned out to be another; tickets attached stay until they are detached."""
    incident = queries.incident_to_change(number, by)
    if incident.status != Status.OPEN:
        raise NotAllowed(_("This incident is over."))
    _check(title, area)
    wanted = _columns(area) | {"title": title.strip()}
    changed = [name for name, value in wanted.items() if getattr(incident, name) != value]
    if changed:
        for name in changed:
            setattr(incident, name, wanted[name])
        incident.save(update_fields=changed)
        event = events.IncidentAreaChanged(**about(incident), changed_fields=tuple(changed))
        record(event, actor=by, unit=incident.unit_id)
    return incident


# -- children ---------------------------------------------------------------------------------------------


@transaction.atomic
def attach_when_opened(ticket_id: int) -> Member | None:
    """A new ticket is attached to the incident it fits. Said twice it is attached once; detached, it stays so."""
    ticket = tickets.locked_ticket(ticket_id)
    if Member.objects.filter(ticket=ticket).exists() or Incident.objects.filter(ticket=ticket).exists():
        return None
    incident = queries.fitting_incident(ticket)
    return None if incident is None else _attach(incident, ticket, How.AUTOMATIC, INCIDENTS)


def _attach(incident: Incident, ticket: Ticket, how: str, by: Staff | Actor) -> Member:
    member = Member.objects.create(
        incident=incident,
        ticket=ticket,
        how=how,
        attached_at=now(),
        attached_by=by if isinstance(by, Staff) else None,
    )
    event = events.TicketAttached(**about(incident) | {"ticket_id": ticket.pk}, how=how)
    record(event, actor=by, unit=ticket.unit_id)
    return member


@transaction.atomic
def attach_found(number: str, ticket_numbers: Sequence[str], *, by: Staff) -> int:
    """Attach those of the preview that were chosen and still fit; how many."""
    incident = queries.incident_to_change(number, by)
    wanted = set(ticket_numbers)
    found = [ticket for ticket in queries.found_for(incident, by) if ticket.number in wanted]
    for ticket in found:
        _attach(incident, ticket, How.FOUND, by)
    return len(found)


@transaction.atomic
def attach_by_hand(number: str, ticket_number: str, *, by: Staff) -> Member:
    """Attach a ticket that the area does not find."""
    incident = queries.incident_to_change(number, by)
    ticket = tickets.ticket(ticket_number.strip().upper(), by)
    if Incident.objects.filter(ticket=ticket).exists():
        raise Invalid(ticket=_("This ticket is the parent of an incident itself."))
    try:
        with transaction.atomic():
            return _attach(incident, ticket, How.BY_HAND, by)
    except IntegrityError:
        raise Invalid(ticket=_("This ticket belongs to an incident already: detach it there first.")) from None


@transaction.atomic
def detach(number: str, ticket_number: str, *, reason: str, by: Staff) -> Member:
    """This ticket has another cause after all."""
    incident = queries.incident_to_change(number, by)
    rows = Member.objects.filter(incident=incident, ticket__number=ticket_number, detached_at=None)
    member = locked_first(rows.select_related("ticket"))
    if member is None:
        raise NotAllowed(_("This ticket is not attached to the incident."))
    if not reason.strip():
        raise Invalid(reason=_("Say why the ticket does not belong to the incident."))
    member.detached_at, member.detached_by, member.detached_because = now(), by, reason.strip()[:300]
    member.save(update_fields=["detached_at", "detached_by", "detached_because"])
    event = events.TicketDetached(**about(incident) | {"ticket_id": member.ticket_id})
    record(event, actor=by, unit=member.ticket.unit_id)
    return member


# -- told together ----------------------------------------------------------------------------------------


@transaction.atomic
def announce(number: str, *, text_zh: str, text_en: str, ends_at: datetime, by: Staff) -> Incident:
    """Callers of the area hear of it before the voice menu, until it is restored."""
    incident = queries.incident_to_change(number, by)
    if incident.status != Status.OPEN:
        raise NotAllowed(_("This incident is over."))
    if incident.announcement and incident.announcement.ends_at > now():
        raise NotAllowed(_("This incident is announced already."))
    prefixes, regions = tuple(incident.prefixes), tuple(announced_regions(incident))
    details = AnnouncementDetails(text_zh, text_en, ends_at, prefixes=prefixes, regions=regions)
    incident.announcement = announcing.announce(details, by=by)
    incident.save(update_fields=["announcement"])
    event = events.IncidentAnnounced(**about(incident), announcement_id=incident.announcement.pk)
    record(event, actor=by, unit=incident.unit_id)
    return incident


def announced_regions(incident: Incident) -> list[str]:
    """Regions whose customers hear it: those named, those of the units named, else the incident's own."""
    above = Unit.objects.filter(code__in=incident.units).values_list("region__code", flat=True)
    found = {*incident.regions, *(code for code in above if code)}
    if not found and not incident.prefixes and incident.region.kind == Unit.Kind.REGION:
        found = {incident.region.code}
    return sorted(found)


def _end_announcement(incident: Incident, by: Staff) -> None:
    announcement = incident.announcement
    if announcement is not None and announcement.ends_at > now():
        announcing.end_for(announcement, by=by)


@transaction.atomic
def tell_all(number: str, *, text_zh: str, text_en: str, by: Staff) -> MassMessage:
    """A message to every customer of the incident, once each; the worker sends them."""
    incident = queries.incident_to_change(number, by)
    return _message(incident, text_zh, text_en, by)


def _message(incident: Incident, text_zh: str, text_en: str, by: Staff) -> MassMessage:
    wrong = {
        name: _("Write what customers are told in both languages, at most 500 characters each.")
        for name, text in (("text_zh", text_zh), ("text_en", text_en))
        if not 0 < len(text.strip()) <= rules.TEXT_LIMIT
    }
    if wrong:
        raise Invalid(**wrong)
    chosen = _one_for_each_customer(incident)
    if not chosen:
        raise NotAllowed(_("No ticket is attached to this incident: there is nobody to tell."))
    message = MassMessage.objects.create(
        incident=incident, text_zh=text_zh.strip(), text_en=text_en.strip(), made_by=by, made_at=now()
    )
    Delivery.objects.bulk_create([Delivery(message=message, ticket_id=pk) for pk in chosen], batch_size=1000)
    event = events.MassMessageAsked(**about(incident), message_id=message.pk, customers=len(chosen))
    record(event, actor=by, unit=incident.unit_id)
    return message


def _one_for_each_customer(incident: Incident) -> list[int]:
    rows = Member.objects.filter(incident=incident, detached_at=None).order_by("ticket_id")
    return rules.one_for_each(rows.values_list("ticket_id", "ticket__customer_id"))


# -- the end ----------------------------------------------------------------------------------------------


@transaction.atomic
def restore(number: str, *, solution: str, by: Staff) -> Incident:
    """It works again: the announcement ends, the parent is resolved, every customer is to be called, once each."""
    incident = queries.incident_to_change(number, by)
    if incident.status != Status.OPEN:
        raise NotAllowed(_("This incident is restored already."))
    solution = solution.strip()
    if not 0 < len(solution) <= rules.TEXT_LIMIT:
        raise Invalid(solution=_("Write what was done, in at most 500 characters."))
    _end_announcement(incident, by)
    incident.status, incident.restored_at, incident.restored_by = Status.RESTORED, now(), by
    incident.solution = solution
    incident.save(update_fields=["status", "restored_at", "restored_by", "solution"])
    if incident.ticket.status in ("open", "in_progress"):
        ticket_actions.resolve_ticket(
            incident.ticket_id, version=incident.ticket.version, solution=solution, by=by, at=incident.restored_at
        )
    chosen = _one_for_each_customer(incident)
    calls = [RestorationCall(incident=incident, ticket_id=pk) for pk in chosen]
    RestorationCall.objects.bulk_create(calls, batch_size=1000)
    event = events.IncidentRestored(**about(incident), customers=len(chosen))
    record(event, actor=by, unit=incident.unit_id)
    return incident


@transaction.atomic
def end_incident(number: str, *, reason: str, by: Staff) -> Incident:
    """Everybody was told: the incident and its parent ticket are closed."""
    incident = queries.incident_to_change(number, by)
    if incident.status != Status.RESTORED:
        raise NotAllowed(_("An incident ends once it is restored."))
    if queries.calls_of(incident).waiting:
        raise NotAllowed(_("Some customers are still to be called."))
    incident.status, incident.ended_at = Status.ENDED, now()
    incident.save(update_fields=["status", "ended_at"])
    ticket = tickets.locked_ticket(incident.ticket_id)
    if ticket.status != "closed":
        ticket_actions.close_ticket(ticket.pk, version=ticket.version, reason=reason, by=by)
    record(events.IncidentEnded(**about(incident)), actor=by, unit=incident.unit_id)
    return incident
