"""On which number a customer is called about a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.common.phone_numbers import is_mobile, is_telephone_number, normalise_number
from wanhao.records.customers import queries as customers

if TYPE_CHECKING:
    from wanhao.service.tickets.models import Ticket


def number_of(ticket: Ticket) -> str:
    """The number the customer called from, else a mobile of theirs, else the line it is about; empty without any."""
    called_from = ticket.contact.caller_number if ticket.contact else ""
    candidates = [called_from]
    if ticket.customer_id:
        candidates += customers.reachable_numbers(ticket.customer_id)
    if ticket.subscription:
        candidates.append(ticket.subscription.number)
    return next((found for one in candidates if is_telephone_number(found := normalise_number(one))), "")


def mobile_of_caller(ticket: Ticket) -> str:
    """The mobile the ticket was opened from; empty when it was none."""
    found = normalise_number(ticket.contact.caller_number) if ticket.contact else ""
    return found if is_mobile(found) else ""


def mobile_for(ticket: Ticket) -> str:
    """Where the customer is told of a ticket, and proves to be its customer; empty without any mobile.

    The mobile they proved when they opened it themselves, else the one kept with the customer, else the caller's.
    """
    if ticket.opened_by_id is None and (proved := mobile_of_caller(ticket)):
        return proved
    known = customers.mobile_of(ticket.customer_id) if ticket.customer_id else ""
    return known or mobile_of_caller(ticket)
