"""A customer opens a ticket themselves on the web page: a contact, and a ticket of the one named for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import NotAllowed
from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.notices.queries import unread
from wanhao.records.customers import queries as customers
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.tickets import actions, messages, web_offers
from wanhao.service.tickets.models import Ticket
from wanhao.service.tickets.web_owners import OWNERS_PAGE

if TYPE_CHECKING:
    from wanhao.service.tickets.web_offers import Choice


@dataclass(frozen=True)
class Wish:
    """What the customer wrote, on a number they have proved to be theirs."""

    number: str
    category_id: int
    text: str
    place: str = ""
    language: str = "zh"


@transaction.atomic
def open_by_customer(wish: Wish) -> Ticket:
    """Open a ticket for whoever holds the number, a customer of ours or not; its owner and the customer are told."""
    offered = web_offers.offer(wish.category_id)
    caller = customers.caller_by_number(wish.number)
    customer_id = caller.customer_id if caller else None
    choice = web_offers.choice_for(customers.region_of(customer_id) if customer_id else None)
    if choice is None:
        raise NotAllowed(_("Tickets cannot be opened here at the moment. What you typed is kept: please call us."))
    by, unit = Actor.customer(customer_id), choice.owner.unit
    contact = contacts.open_contact(
        channel=Contact.Channel.WEB, unit=unit, by=by, caller_number=wish.number, language=wish.language
    )
    if caller:
        contacts.identify_customer(
            contact.pk, customer_id=caller.customer_id, subscription_id=caller.subscription_id, by=by
        )
    details = actions.TicketDetails(
        category_id=offered.category_id,
        text=wish.text,
        kind=offered.kind,
        customer_id=customer_id,
        contact_id=contact.pk,
        source=Ticket.Source.WEB,
        place=actions.Place(wish.place),
    )
    ticket = actions.open_owned(details, owner=choice.owner, by=by)
    contacts.end_contact(contact.pk, outcome=Contact.Outcome.SELF_SERVED, by=by)
    messages.acknowledge(ticket, by=Actor.system("tickets"))
    _tell_staff(ticket, choice)
    return ticket


def _tell_staff(ticket: Ticket, choice: Choice) -> None:
    number, link = ticket.number, f"/tickets/{ticket.number}/"
    zh, en = f"客户在网上提交了工单 {number}，由您负责", f"A customer opened ticket {number} on the web: it is yours"
    notify(choice.owner, zh, en, link=link)
    if not choice.is_stand_in:
        return
    missing, stand_in = choice.missing or "–", choice.owner.name
    zh = f"网上工单指定的负责人（{missing}）不能接单，{number} 暂由{stand_in}负责，请另行指定"
    en = f"Who is named for web tickets ({missing}) cannot own them: {stand_in} has {number}. Please name another"
    for person in accounts.holders_of(Right.EDIT_REFERENCE, choice.owner.unit):
        if not unread(person).filter(link=OWNERS_PAGE).exists():  # once, until it is read
            notify(person, zh, en, level="warning", link=OWNERS_PAGE)
