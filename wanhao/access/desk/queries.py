"""What is on one agent's desk now: presence, the contact at hand, today's contacts and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, F, Q

from wanhao.access.desk.at_hand import (
    CHAT,
    ContactNow,
    all_at_hand,
    chosen_of,
    in_anothers_call,
    midnight,
    who,
)
from wanhao.access.desk.models import Draft, Seat
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact
    from wanhao.service.routing.models import Agent

RECENT = 14


def seat_of(staff: Staff) -> Seat:
    """How this person works at the desk; the usual way until they chose otherwise."""
    return Seat.objects.filter(staff=staff).first() or Seat(staff=staff)


@dataclass(frozen=True)
class Desk:
    """Everything the page asks about one agent."""

    staff: Staff
    agent: Agent | None
    seat: Seat
    now: ContactNow | None  # the one that was chosen: customer, ticket and wrap-up are about it
    at_hand: Sequence[ContactNow] = ()

    @property
    def phone(self) -> ContactNow | None:
        """What the telephone is about."""
        return next((one for one in self.at_hand if not one.is_chat), None)

    @property
    def shown(self) -> Sequence[ContactNow]:
        """What is at hand, with a chat that ended and is still open before the agent."""
        return [self.now, *self.at_hand] if self.now and self.now not in self.at_hand else self.at_hand

    def one_of(self, contact: Contact) -> ContactNow | None:
        """How this contact is at hand; None when it is an earlier one or a colleague's."""
        return next((one for one in self.shown if one.contact.pk == contact.pk), None)


def desk_of(staff: Staff) -> Desk:
    """The desk of one agent."""
    seat, now = seat_of(staff), routing.agent_now(staff.pk)
    if now is None:
        asked = in_anothers_call(staff)
        return Desk(staff, None, seat, asked, [asked] if asked else [])
    at_hand = all_at_hand(staff, now)
    return Desk(staff, now.agent, seat, chosen_of(staff, at_hand, seat), at_hand)


@dataclass(frozen=True)
class Earlier:
    """A contact of today, as a line of the list."""

    contact: Contact
    who: str
    code: str
    needs_code: bool


def earlier_contacts(desk: Desk) -> list[Earlier]:
    """Today's contacts of this agent, the latest first, without those at hand."""
    rows = _today(desk.staff).select_related("customer", "wrap_up_code").order_by("-arrived_at")
    if desk.shown:
        rows = rows.exclude(pk__in=[one.contact.pk for one in desk.shown])
    return [
        Earlier(row, who(row), str(row.wrap_up_code or ""), row.ended_at is not None and row.wrap_up_code is None)
        for row in rows[:RECENT]
    ]


def _today(staff: Staff) -> Any:
    return contacts.visible_contacts(staff).filter(agent=staff, answered_at__gte=midnight())


@dataclass(frozen=True)
class Today:
    """An agent's figures of today."""

    handled: int
    average_talk_seconds: float | None
    average_chat_seconds: float | None
    ratings: int
    average_rating: float | None


def figures_of_today(staff: Staff) -> Today:
    """How many contacts, how long on average, and how customers rated them."""
    mine = Q(offers__agent_id=staff.pk, offers__ended_at__isnull=False, offers__accepted_at__isnull=False)
    spent, chat = F("offers__ended_at") - F("offers__accepted_at"), Q(channel=CHAT)
    times = _today(staff).aggregate(talk=Avg(spent, filter=mine & ~chat), chat=Avg(spent, filter=mine & chat))
    counted = _today(staff).aggregate(handled=Count("pk"), ratings=Count("rating"), average=Avg("rating"))
    return Today(
        handled=counted["handled"],
        average_talk_seconds=times["talk"].total_seconds() if times["talk"] else None,
        average_chat_seconds=times["chat"].total_seconds() if times["chat"] else None,
        ratings=counted["ratings"],
        average_rating=counted["average"],
    )


def draft_of(staff: Staff, contact: Contact) -> Draft | None:
    """What the agent typed about the contact and did not send yet."""
    return Draft.objects.filter(staff=staff, contact=contact).first()
