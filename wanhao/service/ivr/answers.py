"""What a voice menu is told about its caller: facts to branch on, money, the progress of tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import translation

from wanhao.foundation.calendars import queries as calendars
from wanhao.records.customers.gateways import Bill, billing
from wanhao.service.contacts.queries import contact_by_id
from wanhao.service.ivr import rules
from wanhao.service.ivr.rules import Caller
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.records.customers.models import Account, Party

PROGRESS_TICKETS = 3  # as many as one can follow by ear


@dataclass(frozen=True)
class Progress:
    """How far a ticket is."""

    number: str
    kind: str
    status: str


def caller_of(contact_id: int) -> Caller:
    """Who calls, as far as the number tells."""
    contact = contact_by_id(contact_id)
    party = contact.customer
    if party is None:
        return Caller(number=contact.caller_number, language=contact.language)
    return caller(party, number=contact.caller_number, language=contact.language)


def caller(party: Party, *, number: str = "", language: str = "zh") -> Caller:
    """A known customer as the menu sees them."""
    return Caller(
        number=number,
        known="yes",
        tier=party.tier,
        segment=party.segment,
        region=party.region.code,
        language=rules.LANGUAGES[language.startswith("en")],
        open_fault=_yes(tickets.has_open_fault(party.pk)),
        special_need=_yes(party.special_needs),
        arrears=_yes("arrears" in party.risk_marks),
    )


def _yes(value: object) -> str:
    return "yes" if value else "no"


def account_of(contact_id: int) -> Account | None:
    """The account of the number the caller calls from."""
    contact = contact_by_id(contact_id)
    return contact.subscription.account if contact.subscription else None


def balance_of(contact_id: int) -> Decimal | None:
    """The balance of the caller's account; None when there is none."""
    account = account_of(contact_id)
    return billing().balance(account.number) if account else None


def last_bill_of(contact_id: int) -> Bill | None:
    """The caller's last bill; None when there is none."""
    account = account_of(contact_id)
    return billing().last_bill(account.number) if account else None


def progress_of(contact_id: int, language: str) -> list[Progress]:
    """The caller's newest tickets that are not closed, at most three, in words of the language."""
    contact = contact_by_id(contact_id)
    if contact.customer_id is None:
        return []
    rows = tickets.tickets_in_progress(contact.customer_id, PROGRESS_TICKETS)
    with translation.override("en" if language == "en" else "zh-hans"):
        return [Progress(row.number, row.get_kind_display(), row.get_status_display()) for row in rows]


def opening(hours_id: int | None, at: datetime) -> str:
    """`open`, `closed`, or `holiday` when the whole day is closed by the calendar."""
    if calendars.is_open(hours_id, at):
        return rules.OPEN
    return rules.HOLIDAY if calendars.is_holiday(hours_id, at) else rules.CLOSED
