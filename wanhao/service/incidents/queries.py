"""Reading incidents: which fits a ticket, which tickets fit one, how far messages and calls are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.records.customers import queries as customers
from wanhao.service.incidents import rules
from wanhao.service.incidents.models import Delivery, Incident, IncidentPolicy, MassMessage, Member, RestorationCall
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.records.customers.models import Subscription
    from wanhao.service.contacts.models import Contact
    from wanhao.service.tickets.models import Ticket

PAGE = 50
MOST_FOUND = 2000
FACTS = ("ticket__owner", "ticket__category", "unit", "opened_by", "announcement", "category")
TOLD_FACTS = ("region", "unit", "customer", "subscription", "contact")


def policy() -> IncidentPolicy:
    """How incidents are treated; the usual way while nobody has set it."""
    return IncidentPolicy.objects.select_related("call_queue").first() or IncidentPolicy()


# -- reach ------------------------------------------------------------------------------------------------


def incidents(viewer: Staff) -> QuerySet[Incident]:
    """Incidents the viewer may see: those of their units and regions."""
    units = viewer.units_for(Right.SEE_TICKETS)
    regions = {unit.region_id or unit.pk for unit in units}
    return Incident.objects.filter(within_reach(viewer, Right.SEE_TICKETS) | Q(region__in=regions))


def found_incidents(viewer: Staff, status: str = "", limit: int = PAGE) -> list[Incident]:
    """Incidents within reach, the newest first; those not ended unless a status is asked for."""
    rows = incidents(viewer).annotate(many=Count("members", filter=Q(members__detached_at=None)))
    rows = rows.filter(status=status) if status else rows.exclude(status="ended")
    return list(rows.select_related(*FACTS).order_by("-pk")[:limit])


def incident_for(number: str, viewer: Staff) -> Incident:
    """One incident by its parent ticket's number, within reach."""
    found = incidents(viewer).select_related(*FACTS).filter(ticket__number=number).first()
    if found is None:
        raise NotFound(_("There is no such incident within your reach."))
    return found


def incident_to_change(number: str, by: Staff) -> Incident:
    """One incident of the units where this person keeps incidents, locked with its parent ticket."""
    rows = Incident.objects.select_for_update(of=("self", "ticket")).select_related("ticket", "unit", "region")
    found = rows.filter(within_reach(by, Right.KEEP_INCIDENTS), ticket__number=number).first()
    if found is None:
        raise NotFound(_("There is no such incident within your reach, or you may not change it."))
    return found


# -- what fits --------------------------------------------------------------------------------------------


def area_of(incident: Incident) -> rules.Area:
    """The incident's area in plain terms."""
    paths = Unit.objects.filter(code__in=incident.units).values_list("path", flat=True) if incident.units else ()
    below = tickets.with_below(incident.category.code) if incident.category else ()
    return rules.Area(
        frozenset(incident.regions),
        tuple(paths),
        tuple(incident.prefixes),
        tuple(incident.places),
        frozenset(incident.products),
        frozenset(below),
    )


def told_by(ticket: Ticket, area: rules.Area) -> rules.Told:
    """What is known of a ticket, as far as the area asks. Of one service it is about that one; else all held."""
    caller = ticket.contact.caller_number if ticket.contact else ""
    asks_services = bool(area.prefixes or area.products)
    held = [ticket.subscription] if ticket.subscription else services_of(ticket.customer_id if asks_services else None)
    addresses = customers.address_words(ticket.customer_id) if area.places and ticket.customer_id else []
    return rules.Told(
        region=ticket.region.code,
        unit_path=ticket.unit.path,
        numbers=tuple(filter(None, [caller, *(one.number for one in held)])),
        words=" ".join([ticket.text, ticket.place, *addresses]),
        services=frozenset(one.service for one in held),
        category=ticket.category_id,
        kind=ticket.kind,
    )


def services_of(customer_id: int | None) -> list[Subscription]:
    """What a customer holds; nothing of nobody."""
    return customers.services_held(customer_id) if customer_id else []


def fitting_incident(ticket: Ticket) -> Incident | None:
    """The incident going on that a ticket belongs to; the newest of several."""
    look_back = timedelta(hours=policy().look_back_hours)
    for incident in Incident.objects.filter(status="open").select_related("category").order_by("-pk"):
        if incident.ticket_id == ticket.pk or not rules.is_in_time(incident.began_at, ticket.opened_at, look_back):
            continue
        area = area_of(incident)
        if rules.fits(area, told_by(ticket, area)):
            return incident
    return None


def likely_incidents(contact: Contact, category_id: int, viewer: Staff) -> list[Incident]:
    """Incidents going on that a ticket from this contact would be attached to."""
    held = [contact.subscription] if contact.subscription else services_of(contact.customer_id)
    told = rules.Told(
        region=contact.region.code,
        numbers=tuple(filter(None, [contact.caller_number, *(one.number for one in held)])),
        words=" ".join(customers.address_words(contact.customer_id) if contact.customer_id else []),
        services=frozenset(one.service for one in held),
        category=category_id,
    )
    going_on = incidents(viewer).filter(status="open").select_related("category", "ticket").order_by("-pk")
    return [incident for incident in going_on if rules.fits(area_of(incident), told)]


def found_for(incident: Incident, viewer: Staff) -> list[Ticket]:
    """Unfinished tickets within reach that fit and were attached to none, the oldest first: the preview."""
    since = incident.began_at - timedelta(hours=policy().look_back_hours)
    rows = tickets.tickets(viewer).filter(tickets.UNFINISHED, kind__in=rules.KINDS, opened_at__gte=since, incident=None)
    spoken_for = Member.objects.filter(Q(incident=incident) | Q(detached_at=None))
    rows = rows.exclude(pk__in=spoken_for.values("ticket"))
    area = area_of(incident)
    if area.regions and not (area.unit_paths or area.prefixes or area.places):
        rows = rows.filter(region__code__in=area.regions)
    candidates = rows.select_related(*TOLD_FACTS, "category", "owner").order_by("pk")[:MOST_FOUND]
    return [ticket for ticket in candidates if rules.fits(area, told_by(ticket, area))]


# -- members ----------------------------------------------------------------------------------------------


def members(incident: Incident) -> QuerySet[Member]:
    """Tickets attached now, the latest first."""
    rows = Member.objects.filter(incident=incident, detached_at=None)
    return rows.select_related("ticket__customer", "ticket__owner", "ticket__category").order_by("-pk")


def incident_of_ticket(ticket_id: int) -> Incident | None:
    """The incident a ticket is attached to now, or the one it is the parent of."""
    rows = Incident.objects.select_related("ticket")
    own = rows.filter(ticket=ticket_id).first()
    return own or rows.filter(members__ticket=ticket_id, members__detached_at=None).first()


# -- how far it is ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """So many of so many are done; some failed."""

    total: int
    done: int
    failed: int = 0

    @property
    def waiting(self) -> int:
        """Still to be done."""
        return self.total - self.done - self.failed


def messages_of(incident: Incident) -> list[tuple[MassMessage, Progress]]:
    """Messages to all with how far they are, the newest first."""
    counts = {
        "total": Count("deliveries"),
        "done": Count("deliveries", filter=Q(deliveries__sent_at__isnull=False)),
        "failed": Count("deliveries", filter=~Q(deliveries__problem="")),
    }
    rows = MassMessage.objects.filter(incident=incident).select_related("made_by").annotate(**counts).order_by("-pk")
    return [(row, Progress(row.total, row.done, row.failed)) for row in rows]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Calls:
    """How far the calls on restoration are."""

    total: int
    asked: int
    reached: int
    not_reached: int
    failed: int

    @property
    def waiting(self) -> int:
        """Neither reached nor given up."""
        return self.total - self.reached - self.not_reached - self.failed


def calls_of(incident: Incident) -> Calls:
    """The calls on restoration, counted."""
    done = Q(callback__status="closed")
    counts = RestorationCall.objects.filter(incident=incident).aggregate(
        total=Count("pk"),
        asked=Count("callback"),
        reached=Count("pk", filter=done & Q(callback__outcome="reached")),
        not_reached=Count("pk", filter=done & ~Q(callback__outcome="reached")),
        failed=Count("pk", filter=~Q(problem="")),
    )
    return Calls(**counts)


def call_list(incident: Incident, limit: int = 200) -> list[RestorationCall]:
    """The calls on restoration, those still waiting first."""
    rows = RestorationCall.objects.filter(incident=incident).select_related("ticket__customer", "callback")
    return list(rows.order_by("callback__status", "pk")[:limit])


def restored_for(contact: Contact) -> Incident | None:
    """The incident about which this contact calls the customer back."""
    rows = RestorationCall.objects.filter(callback__contact=contact.pk).select_related("incident__ticket")
    call = rows.first() if contact.channel == "callback" else None
    return call.incident if call else None


def deliveries_waiting(limit: int) -> list[int]:
    """Messages to be sent, in order."""
    rows = Delivery.objects.filter(sent_at=None, problem="")
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def calls_waiting(limit: int) -> list[int]:
    """Calls to be asked for, in order."""
    rows = RestorationCall.objects.filter(callback=None, problem="")
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
