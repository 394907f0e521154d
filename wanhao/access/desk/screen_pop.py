"""The customer as the contact arrives: who, what they hold, what is open, what was before, why they came first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wanhao.access.desk.callback_views import callback_part
from wanhao.access.desk.closing_views import closing_part, restored_part
from wanhao.access.desk.forms import NewCustomerForm
from wanhao.access.desk.queries import Desk
from wanhao.access.desk.templatetags.desk_look import channel_icon
from wanhao.common.errors import NotFound
from wanhao.common.masking import mask_number
from wanhao.foundation.accounts.rights import Right
from wanhao.records.customers import gateways
from wanhao.records.customers import queries as customers
from wanhao.service.calls import queries as calls
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing import queries as routing
from wanhao.service.routing.why import chosen_for
from wanhao.service.tickets import queries as tickets
from wanhao.service.waits import queries as waits

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.records.customers.queries import CustomerCard
    from wanhao.service.contacts.models import Contact
    from wanhao.service.routing.queries import Waiting
    from wanhao.service.waits.queries import WaitEstimate

STORY = 20
TOLD = 4
IMPORTANT_TIERS = {"vip", "gold"}


def customer_page(desk: Desk) -> dict[str, Any]:
    """The middle of the desk: the customer at hand, or why there is none."""
    if desk.now is None:
        title, text = empty_words(desk)
        queues = queues_with_waits(desk.staff.pk) if desk.agent else []
        return {"now": None, "agent": desk.agent, "empty_title": title, "empty_text": text, "queues": queues}
    now, contact = desk.now, desk.now.contact
    card = card_for(contact, desk.staff)
    return {
        "now": now,
        "agent": desk.agent,
        "seat": desk.seat,
        "number": mask_number(contact.caller_number),
        "queue_name": routing.queue_names([contact.queue_code]).get(contact.queue_code, ""),
        "language_name": language_name(contact.language),
        "wants": routing.business_type_name(contact.business_type),
        "menu_path": " › ".join(calls.keys_pressed(contact)),
        "called": callback_part(contact),
        "closings": closing_part(contact),
        "restored": restored_part(contact),
        "told": waits.predictions_of(contact.pk)[:TOLD],
        "reasons": routing.reasons_in_words(now.place) if now.place else [],
        "chosen": chosen_for(now.place, desk.staff.pk) if now.place else "",
        "caller_form": NewCustomerForm(),
        "may_register": desk.staff.may(Right.CHANGE_CUSTOMERS),
        "customer": card,
        "is_important": bool(card and card.tier in IMPORTANT_TIERS),
        "balances": balances(card) if card else [],
        "open_tickets": tickets.open_tickets_of_customer(card.id, desk.staff) if card else [],
        "story": story_of(contact, desk.staff),
    }


def queues_with_waits(staff_id: int) -> list[tuple[Waiting, WaitEstimate | None]]:
    """The queues an agent serves, who waits there, and how long somebody coming now would wait."""
    rows = routing.waiting_for(staff_id)
    expected = waits.estimates_for_new([row.queue_id for row in rows])
    return [(row, expected.get(row.queue_id)) for row in rows]


def card_for(contact: Contact, viewer: Staff) -> CustomerCard | None:
    """The masked card of whose contact it is."""
    if contact.customer_id is None:
        return None
    try:
        return customers.customer_card(contact.customer_id, viewer)
    except NotFound:
        return None


def language_name(code: str) -> str:
    """The language the customer wants, in words."""
    return {"zh": _("Chinese"), "en": _("English")}.get(code, code)


@dataclass(frozen=True)
class Balance:
    """Money on an account, negative when the customer owes."""

    account: str
    amount: Decimal


def balances(card: CustomerCard) -> list[Balance]:
    """What billing says of the customer's accounts."""
    billing = gateways.billing()
    known = [(number, billing.balance(number)) for number in customers.account_numbers(card.id)]
    return [Balance(mask_number(number), amount) for number, amount in known if amount is not None]


def empty_words(desk: Desk) -> tuple[str, str]:
    """Why there is no customer, and what to do."""
    state = desk.agent.state if desk.agent else ""
    return {
        "ready": (_("Waiting for the next contact"), _("It opens here by itself.")),
        "offline": (_("Not at work yet"), _("Begin work with F9; contacts come when you are ready.")),
        "not_answering": (_("You did not answer"), _("The caller kept the place. Go back to ready with F9.")),
        "": (_("No seat"), _("You may look, but contacts are routed to agents only. Ask your leader for a seat.")),
    }.get(state, (_("Away"), _("Go back to ready with F9 when you are done.")))


@dataclass(frozen=True)
class StoryLine:
    """Something that happened with the customer before."""

    at: datetime
    icon: str
    title: str
    text: str
    link: str


def story_of(contact: Contact, viewer: Staff) -> list[StoryLine]:
    """The customer's contacts and tickets, the latest first, without the contact at hand."""
    if contact.customer_id is None:
        return []
    lines = [
        StoryLine(
            row.arrived_at,
            channel_icon(row.channel),
            f"{row.get_channel_display()} · {row.get_outcome_display() or row.get_status_display()}",
            " · ".join(filter(None, [str(row.wrap_up_code or ""), row.note])),
            f"/contacts/{row.public_id}/",
        )
        for row in contacts.contacts_of_customer(contact.customer_id)
        if row.pk != contact.pk
    ]
    lines += [
        StoryLine(
            row.opened_at,
            "ticket",
            f"{row.number} · {row.get_status_display()}",
            f"{row.category} · {row.text}",
            f"/tickets/{row.number}/",
        )
        for row in tickets.tickets_of_customer(contact.customer_id, viewer, limit=20)
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:20]
