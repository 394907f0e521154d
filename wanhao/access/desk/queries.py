"""What is on one agent's desk now: presence, the contact at hand, today's contacts and figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.access.desk.models import Draft, Seat
from wanhao.common.masking import mask_name, mask_number
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing import queries as routing
from wanhao.service.telephony import queries as telephony

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact
    from wanhao.service.routing.models import Agent, Offer, Place
    from wanhao.service.routing.queries import AgentNow
    from wanhao.service.telephony.models import Call, CallParty

RECENT = 14
OFFERED, TALKING, WRAP_UP = "offered", "talking", "wrap_up"
CONSULTED, SUPERVISING = "consulted", "supervising"  # in a colleague's call


def seat_of(staff: Staff) -> Seat:
    """How this person works at the desk; the usual way until they chose otherwise."""
    return Seat.objects.filter(staff=staff).first() or Seat(staff=staff)


def who(contact: Contact) -> str:
    """Whose contact it is, masked: the name, else the number."""
    if contact.customer:
        return mask_name(contact.customer.name)
    return mask_number(contact.caller_number) or _("unknown number")


@dataclass(frozen=True)
class ContactNow:
    """The contact an agent is offered, serves, or is writing up."""

    contact: Contact
    phase: str
    place: Place | None = None
    offer: Offer | None = None
    party: CallParty | None = None  # how they take part in a colleague's call

    @property
    def who(self) -> str:
        """Whose contact it is, masked."""
        return who(self.contact)

    @property
    def whose(self) -> str:
        """The same, and the colleague who serves it where it is not one's own."""
        agent = self.contact.agent if self.party else None
        return f"{self.who} · {agent.name}" if agent else self.who

    @property
    def phase_name(self) -> str:
        """The phase in words."""
        if self.party:
            return str(self.party.get_role_display())
        return {OFFERED: _("offered"), TALKING: _("in conversation"), WRAP_UP: _("wrap-up")}[self.phase]

    @property
    def since(self) -> datetime:
        """Since when it is in this phase."""
        began = self.contact.answered_at or self.contact.arrived_at
        if self.party:
            return self.party.answered_at or self.party.asked_at
        if self.phase == OFFERED and self.offer:
            return self.offer.offered_at
        if self.phase == WRAP_UP and self.place:
            return self.place.service_ended_at or began
        return self.answered_at or began

    @property
    def answered_at(self) -> datetime | None:
        """When this agent took it."""
        if self.party:
            return self.party.answered_at
        return self.offer.accepted_at if self.offer else self.contact.answered_at

    @property
    def waited_seconds(self) -> float | None:
        """How long the customer waited in this queue until this agent was offered the contact."""
        if self.place is None:
            return None
        until = self.offer.offered_at if self.offer else self.place.left_at or timezone.now()
        return (until - self.place.queued_at).total_seconds()

    @cached_property
    def call(self) -> Call | None:
        """The live telephone call, if there is one."""
        return telephony.live_call(self.contact)

    @cached_property
    def consulted(self) -> CallParty | None:
        """Whom this agent consults, or has in a conference."""
        return telephony.consulted_in(self.contact.pk) if self.phase == TALKING else None


@dataclass(frozen=True)
class Desk:
    """Everything the page asks about one agent."""

    staff: Staff
    agent: Agent | None
    seat: Seat
    now: ContactNow | None


def desk_of(staff: Staff) -> Desk:
    """The desk of one agent."""
    now = routing.agent_now(staff.pk)
    if now is None:
        return Desk(staff, None, seat_of(staff), in_anothers_call(staff))
    return Desk(staff, now.agent, seat_of(staff), contact_now(staff, now))


def contact_now(staff: Staff, agent: AgentNow) -> ContactNow | None:
    """The contact at hand: what is served, an outbound call, what rings, or what is being written up."""
    for offer in agent.serving:
        return ContactNow(offer.contact, TALKING, offer.place, offer)
    if calling := outbound_of(staff):
        return ContactNow(calling, TALKING)
    if taking_part := in_anothers_call(staff):
        return taking_part
    for offer in agent.ringing:
        if party := telephony.consultation_of(offer.contact_id):
            return ContactNow(party.contact, CONSULTED, party=party)
        return ContactNow(offer.contact, OFFERED, offer.place, offer)
    if agent.agent.state == WRAP_UP and (place := routing.place_in_wrap_up(staff.pk)):
        return ContactNow(place.contact, WRAP_UP, place)
    if agent.agent.state == WRAP_UP and (called := last_outbound_of(staff)):
        return ContactNow(called, WRAP_UP)
    return None


def in_anothers_call(staff: Staff) -> ContactNow | None:
    """A colleague's call in which they are consulted, or which they supervise."""
    party = telephony.part_of(staff)
    if party is None:
        return None
    return ContactNow(party.contact, SUPERVISING if party.is_supervisor else CONSULTED, party=party)


def outbound_of(staff: Staff) -> Contact | None:
    """The customer this agent called and is talking with."""
    running = contacts.visible_contacts(staff).filter(agent=staff, channel="outbound", status="serving")
    return running.select_related("customer").order_by("-arrived_at").first()


def last_outbound_of(staff: Staff) -> Contact | None:
    """The customer this agent called and talked with last, today."""
    called = _today(staff).filter(channel="outbound", ended_at__isnull=False)
    return called.select_related("customer").order_by("-ended_at").first()


@dataclass(frozen=True)
class Earlier:
    """A contact of today, as a line of the list."""

    contact: Contact
    who: str
    code: str
    needs_code: bool


def earlier_contacts(staff: Staff, now: ContactNow | None) -> list[Earlier]:
    """Today's contacts of this agent, the latest first, without the one at hand."""
    rows = _today(staff).select_related("customer", "wrap_up_code").order_by("-arrived_at")
    if now:
        rows = rows.exclude(pk=now.contact.pk)
    return [
        Earlier(row, who(row), str(row.wrap_up_code or ""), row.ended_at is not None and row.wrap_up_code is None)
        for row in rows[:RECENT]
    ]


def _today(staff: Staff) -> Any:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return contacts.visible_contacts(staff).filter(agent=staff, answered_at__gte=midnight)


@dataclass(frozen=True)
class Today:
    """An agent's figures of today."""

    handled: int
    average_talk_seconds: float | None
    ratings: int
    average_rating: float | None


def figures_of_today(staff: Staff) -> Today:
    """How many contacts, how long on average, and how customers rated them."""
    mine = Q(offers__agent_id=staff.pk, offers__ended_at__isnull=False, offers__accepted_at__isnull=False)
    talk = _today(staff).aggregate(value=Avg(F("offers__ended_at") - F("offers__accepted_at"), filter=mine))["value"]
    counted = _today(staff).aggregate(handled=Count("pk"), ratings=Count("rating"), average=Avg("rating"))
    return Today(
        handled=counted["handled"],
        average_talk_seconds=talk.total_seconds() if talk else None,
        ratings=counted["ratings"],
        average_rating=counted["average"],
    )


def draft_of(staff: Staff, contact: Contact) -> Draft | None:
    """What the agent typed about the contact and did not send yet."""
    return Draft.objects.filter(staff=staff, contact=contact).first()
