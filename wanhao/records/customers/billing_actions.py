"""Booking on the ledger of the embedded billing: bills, payments, adjustments."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid
from wanhao.common.money import in_fen
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.records.customers.events import LedgerBooked
from wanhao.records.customers.models import Account, LedgerEntry


@transaction.atomic
def bill_month(
    account: Account, month_on: date, amount: Decimal, *, due_on: date, by: Staff | Actor, at: datetime | None = None
) -> LedgerEntry:
    """Bill a month, once; `amount` is what the customer has to pay."""
    if amount < 0:
        raise Invalid(amount=_("A bill is not negative: book an adjustment."))
    month_on = month_on.replace(day=1)
    if account.ledger.filter(kind=LedgerEntry.Kind.BILL, month_on=month_on).exists():
        raise Invalid(month_on=_("This month was billed already."))
    return _book(LedgerEntry(account=account, kind="bill", amount=-amount, month_on=month_on, due_on=due_on), at, by)


@transaction.atomic
def take_payment(account: Account, amount: Decimal, *, by: Staff | Actor, at: datetime | None = None) -> LedgerEntry:
    """Book what the customer paid."""
    if amount <= 0:
        raise Invalid(amount=_("A payment is more than nothing."))
    return _book(LedgerEntry(account=account, kind="payment", amount=amount), at, by)


@transaction.atomic
def adjust_balance(
    account: Account, amount: Decimal, text: str, *, by: Staff | Actor, at: datetime | None = None
) -> LedgerEntry:
    """Correct the balance by an amount of either sign, saying why."""
    if not text.strip():
        raise Invalid(text=_("Say why, for those who read it later."))
    return _book(LedgerEntry(account=account, kind="adjustment", amount=amount, text=text.strip()[:80]), at, by)


def _book(entry: LedgerEntry, at: datetime | None, by: Staff | Actor) -> LedgerEntry:
    entry.amount, entry.booked_at = in_fen(entry.amount), at or now()
    entry.save()
    party = entry.account.party
    record(LedgerBooked(party.pk, entry.account_id, entry.kind, str(entry.amount)), actor=by, unit=party.unit_id)
    return entry
