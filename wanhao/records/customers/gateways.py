"""Billing, a system outside the house: what we ask of it, and the embedded one that keeps real records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.db.models import Sum

from wanhao.records.customers.models import LedgerEntry


@dataclass(frozen=True)
class Bill:
    """A month's bill; what is to be paid is positive."""

    account_number: str
    month_on: date
    amount: Decimal
    due_on: date | None


class BillingSystem(Protocol):
    """What we need to know about money."""

    def balance(self, account_number: str) -> Decimal | None:
        """Yuan on the account, negative when the customer owes; None when billing has no such account."""

    def last_bill(self, account_number: str) -> Bill | None:
        """The latest month billed; None before the first."""

    def last_bills(self, account_number: str, months: int) -> list[Bill]:
        """The latest months, newest first."""


class EmbeddedBilling:
    """The stand-in: sums the ledger that `billing_actions` books."""

    def balance(self, account_number: str) -> Decimal | None:
        """The sum of all bookings; None without any."""
        booked = LedgerEntry.objects.filter(account__number=account_number).aggregate(balance=Sum("amount"))
        return booked["balance"]

    def last_bill(self, account_number: str) -> Bill | None:
        """The bill of the latest month."""
        return next(iter(self.last_bills(account_number, 1)), None)

    def last_bills(self, account_number: str, months: int) -> list[Bill]:
        """The latest months, newest first."""
        rows = LedgerEntry.objects.filter(account__number=account_number, kind=LedgerEntry.Kind.BILL)
        return [
            Bill(account_number, row.month_on, -row.amount, row.due_on)
            for row in rows.order_by("-month_on")[:months]
            if row.month_on is not None
        ]


def billing() -> BillingSystem:
    """The billing system in use."""
    return EmbeddedBilling()
