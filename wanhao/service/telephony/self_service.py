"""What a caller is told and does about their own account: each one transaction, with its event."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from wanhao.common.errors import Invalid
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.records.customers import pins
from wanhao.records.customers.pins import PinAnswer, PinCheck
from wanhao.service.calls import events
from wanhao.service.contacts.queries import contact_by_id
from wanhao.service.ivr import answers

if TYPE_CHECKING:
    from wanhao.records.customers.gateways import Bill
    from wanhao.service.ivr.answers import Progress

TELEPHONY = Actor.system("telephony")


@transaction.atomic
def balance_of(contact_id: int) -> Decimal | None:
    """The balance of the account the caller's number belongs to; None when there is none."""
    balance = answers.balance_of(contact_id)
    if balance is not None:
        _note(events.BalanceTold(contact_id))
    return balance


@transaction.atomic
def last_bill_of(contact_id: int) -> Bill | None:
    """The last bill of the account the caller's number belongs to; None when there is none."""
    bill = answers.last_bill_of(contact_id)
    if bill is not None:
        _note(events.BillTold(contact_id))
    return bill


@transaction.atomic
def progress_of(contact_id: int, language: str) -> list[Progress]:
    """The caller's tickets."""
    tickets = answers.progress_of(contact_id, language)
    if tickets:
        _note(events.ProgressTold(contact_id, len(tickets)))
    return tickets


def _note(event: events.CallEvent) -> None:
    record(event, actor=TELEPHONY, unit=contact_by_id(event.contact_id).unit_id)


def pin_state_of(contact_id: int) -> PinCheck:
    """Can the caller's PIN be checked?"""
    account = answers.account_of(contact_id)
    return pins.state_of(account.pk) if account else PinCheck(PinAnswer.NONE)


def check_pin_of(contact_id: int, pin: str) -> PinCheck:
    """Compare what the caller typed with the PIN of their account."""
    account = answers.account_of(contact_id)
    return pins.check_pin(account.pk, pin, by=TELEPHONY) if account else PinCheck(PinAnswer.NONE)


def set_pin_of(contact_id: int, pin: str) -> bool:
    """The caller's new PIN; False when it is guessed too easily."""
    account = answers.account_of(contact_id)
    if account is None:
        return False
    try:
        pins.set_pin(account.pk, pin, by=TELEPHONY)
    except Invalid:
        return False
    return True
