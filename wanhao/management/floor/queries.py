"""The floor within a leader's reach: one agent, one contact, messages and who has understood them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation import prepared
from wanhao.foundation.accounts.queries import units_within_reach
from wanhao.foundation.accounts.rights import Right
from wanhao.management.floor.models import Message, Receipt, SignOut
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit
    from wanhao.service.contacts.models import Contact
    from wanhao.service.routing.models import Agent

OPEN_SIGN_OUT = "select 1 from floor_signout where staff_id = %s and done_at is null"
SHOWN_MESSAGES = 8
SHOWN_NAMES = 6
MESSAGE_LIFE = timedelta(hours=12)  # what nobody read in a shift does not pop up in the next one


def agents_on_floor(viewer: Staff) -> QuerySet[Agent]:
    """Agents of the units whose floor this person steers."""
    found: QuerySet[Agent] = routing.floor_agents().filter(
        unit__in=units_within_reach(viewer, Right.STEER_FLOOR).values("pk")
    )
    return found


def agent_on_floor(number: str, viewer: Staff) -> Agent:
    """One of them by staff number."""
    agent = agents_on_floor(viewer).filter(staff__staff_number=number).first()
    if agent is None:
        raise NotFound(_("There is no such agent within your units."))
    return agent


def teams_on_floor(viewer: Staff) -> list[Unit]:
    """Units that have agents on this person's floor."""
    units = units_within_reach(viewer, Right.STEER_FLOOR)
    return list(units.filter(pk__in=agents_on_floor(viewer).values("unit")).order_by("path"))


def contact_on_floor(public_id: str, viewer: Staff) -> Contact:
    """A contact this person may steer: of their units, at one of their agents, or waiting in a queue they serve."""
    contact = contacts.contact_by_public_id(public_id)
    if not (viewer.may(Right.STEER_FLOOR, contact.unit) or _is_near(contact, viewer)):
        raise NotFound(_("There is no such contact within your reach."))
    return contact


def _is_near(contact: Contact, viewer: Staff) -> bool:
    running = routing.running_offers().filter(contact_id=contact.pk).values_list("agent_id", flat=True)
    at = [*running, contact.agent_id]
    return agents_on_floor(viewer).filter(pk__in=[one for one in at if one]).exists() or routing.waits_on_floor(
        viewer, contact.pk
    )


def unread_messages(staff: Staff) -> list[Receipt]:
    """Messages of leaders this agent has not said to have understood, the oldest first."""
    rows = Receipt.objects.filter(staff=staff, acknowledged_at=None, message__sent_at__gt=timezone.now() - MESSAGE_LIFE)
    return list(rows.select_related("message__sent_by").order_by("pk"))


def receipt_to_acknowledge(public_id: str, by: Staff) -> Receipt:
    """A message at this person, locked."""
    row = Receipt.objects.select_for_update(of=("self",)).select_related("message")
    found = row.filter(message__public_id=public_id, staff=by).first()
    if found is None:
        raise NotFound(_("There is no such message for you."))
    return found


@dataclass(frozen=True)
class Sent:
    """A message that was sent, and who has not understood it yet."""

    message: Message
    receivers: int
    understood: int
    missing: Sequence[str]


def sent_messages(viewer: Staff) -> list[Sent]:
    """What this person sent today, the latest first."""
    rows = Message.objects.filter(sent_by=viewer, sent_at__gt=timezone.now() - MESSAGE_LIFE).select_related("unit")
    return [_sent(message) for message in rows.order_by("-pk")[:SHOWN_MESSAGES]]


def _sent(message: Message) -> Sent:
    taken = message.receipts.aggregate(all=Count("pk"), understood=Count("acknowledged_at"))
    waiting = message.receipts.filter(acknowledged_at=None).values_list("staff__name", flat=True)[:SHOWN_NAMES]
    return Sent(message, taken["all"], taken["understood"], list(waiting))


def is_to_go(staff_id: int) -> bool:
    """Does a sign-out of this agent wait? Asked at every change of anybody's state."""
    return prepared.fetch_one(OPEN_SIGN_OUT, [staff_id]) is not None


def open_sign_out(staff_id: int) -> SignOut | None:
    """A sign-out that waits for the end of the agent's call."""
    return SignOut.objects.filter(staff=staff_id, done_at=None).select_related("asked_by").first()
