"""The contacts an agent has at hand: what the telephone is about, chats, and the one of them that was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wanhao.common.masking import mask_name, mask_number
from wanhao.service.calls import queries as calls
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.access.desk.models import Seat
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.calls.models import Call, CallParty
    from wanhao.service.contacts.models import Contact
    from wanhao.service.routing.models import Offer, Place
    from wanhao.service.routing.queries import AgentNow

CHAT = "chat"
OFFERED, TALKING, WRAP_UP, ENDED = "offered", "talking", "wrap_up", "ended"
CONSULTED, SUPERVISING = "consulted", "supervising"  # in a colleague's call
OVER = (WRAP_UP, ENDED)


def who(contact: Contact) -> str:
    """Whose contact it is, masked: the name, else the number."""
    if contact.customer:
        return mask_name(contact.customer.name)
    if contact.channel == CHAT and not contact.caller_number:
        return _("unknown visitor")
    return mask_number(contact.caller_number) or _("unknown number")


@dataclass(frozen=True)
class ContactNow:
    """A contact an agent is offered, serves, or is writing up."""

    contact: Contact
    phase: str
    place: Place | None = None
    offer: Offer | None = None
    party: CallParty | None = None  # how they take part in a colleague's call

    @property
    def is_chat(self) -> bool:
        """Is it written, not spoken?"""
        return self.contact.channel == CHAT

    @property
    def is_over(self) -> bool:
        """Has the customer gone?"""
        return self.phase in OVER

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
        if self.is_chat and self.phase in (OFFERED, TALKING):
            return _("Chat offered") if self.phase == OFFERED else _("Chatting")
        over = pgettext("contact", "ended")
        return {OFFERED: _("offered"), TALKING: _("in conversation"), WRAP_UP: _("wrap-up"), ENDED: over}[self.phase]

    @property
    def since(self) -> datetime:
        """Since when it is in this phase."""
        began = self.contact.answered_at or self.contact.arrived_at
        if self.party:
            return self.party.answered_at or self.party.asked_at
        if self.phase == OFFERED and self.offer:
            return self.offer.offered_at
        if self.phase == ENDED:
            return self.contact.ended_at or began
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
        return None if self.is_chat else calls.live_call(self.contact)

    @cached_property
    def consulted(self) -> CallParty | None:
        """Whom this agent consults, or has in a conference."""
        return calls.consulted_in(self.contact.pk) if self.phase == TALKING and not self.is_chat else None


def on_telephone(staff: Staff, agent: AgentNow) -> ContactNow | None:
    """What the telephone is about: the call served, an outbound call, what rings, or what is being written up."""
    for offer in agent.serving:
        if offer.contact.channel != CHAT:
            return ContactNow(offer.contact, TALKING, offer.place, offer)
    if calling := outbound_of(staff):
        return ContactNow(calling, TALKING)
    if taking_part := in_anothers_call(staff):
        return taking_part
    for offer in agent.ringing:
        if offer.contact.channel == CHAT:
            continue
        if party := calls.consultation_of(offer.contact_id):
            return ContactNow(party.contact, CONSULTED, party=party)
        return ContactNow(offer.contact, OFFERED, offer.place, offer)
    return written_up(staff, agent)


def written_up(staff: Staff, agent: AgentNow) -> ContactNow | None:
    """What the agent writes up in the time given for it; a chat as well."""
    if agent.agent.state != WRAP_UP:
        return None
    if place := routing.place_in_wrap_up(staff.pk):
        return ContactNow(place.contact, WRAP_UP, place)
    called = last_outbound_of(staff)
    return ContactNow(called, WRAP_UP) if called else None


def in_anothers_call(staff: Staff) -> ContactNow | None:
    """A colleague's call in which they are consulted, or which they supervise."""
    party = calls.part_of(staff)
    if party is None:
        return None
    return ContactNow(party.contact, SUPERVISING if party.is_supervisor else CONSULTED, party=party)


def outbound_of(staff: Staff) -> Contact | None:
    """The customer this agent called and is talking with."""
    running = contacts.visible_contacts(staff).filter(agent=staff, channel="outbound", status="serving")
    return running.select_related("customer").order_by("-arrived_at").first()


def last_outbound_of(staff: Staff) -> Contact | None:
    """The customer this agent called and talked with last, today."""
    today = contacts.visible_contacts(staff).filter(agent=staff, answered_at__gte=midnight())
    called = today.filter(channel="outbound", ended_at__isnull=False)
    return called.select_related("customer").order_by("-ended_at").first()


def midnight() -> datetime:
    """When today began."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def all_at_hand(staff: Staff, agent: AgentNow) -> list[ContactNow]:
    """Everything at hand: the running before what rings; at most one of them is the telephone's."""
    phone = on_telephone(staff, agent)
    running = [ContactNow(one.contact, TALKING, one.place, one) for one in agent.serving if one.contact.channel == CHAT]
    offered = [ContactNow(one.contact, OFFERED, one.place, one) for one in agent.ringing if one.contact.channel == CHAT]
    running.sort(key=lambda one: one.since)
    if phone is None:
        return running + offered
    return [*running, phone, *offered] if phone.phase == OFFERED else [phone, *running, *offered]


def chosen_of(staff: Staff, at_hand: Sequence[ContactNow], seat: Seat) -> ContactNow | None:
    """The contact the page is about: a call just answered, what was chosen, else the first at hand.

    A chat that ended stays, or comes back when it is chosen, until it is written up: so it can be read to the end.
    A call that comes goes before it.
    """
    phone = next((one for one in at_hand if not one.is_chat), None)
    if phone and phone.answered_at and phone.phase != WRAP_UP and is_later(phone.answered_at, seat.chosen_at):
        return phone
    for one in at_hand:
        if one.contact.pk == seat.chosen_id:
            return one
    is_free = phone is None or (phone.phase != OFFERED and seat.chosen_at and is_later(seat.chosen_at, phone.since))
    if is_free and (ended := unwritten_chat(staff, seat.chosen_id)):
        return ContactNow(ended, ENDED, routing.last_place_of(ended.pk))
    return at_hand[0] if at_hand else None


def is_later(moment: datetime, than: datetime | None) -> bool:
    """Did it happen after the other, or did the other never happen?"""
    return than is None or moment > than


def unwritten_chat(staff: Staff, contact_id: int | None) -> Contact | None:
    """A chat of today that this agent served last, has ended and has no code yet."""
    if contact_id is None:
        return None
    mine = contacts.visible_contacts(staff).filter(pk=contact_id, agent=staff, channel=CHAT, wrap_up_code=None)
    return mine.filter(ended_at__gte=midnight()).select_related("customer").first()


def waiting_again(staff: Staff) -> list[Contact]:
    """Chats of today that this agent served and that wait for somebody again."""
    mine = contacts.visible_contacts(staff).filter(agent=staff, channel=CHAT, status="waiting")
    return list(mine.filter(arrived_at__gte=midnight()))
