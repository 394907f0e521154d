"""The embedded billing keeps real records: bookings sum up to the balance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from tests.factories.customers import TEST, make_account
from wanhao.common.errors import Invalid
from wanhao.foundation.audit.models import StoredEvent
from wanhao.records.customers import billing_actions as booking
from wanhao.records.customers.gateways import Bill, billing
from wanhao.records.customers.models import LedgerEntry

pytestmark = pytest.mark.django_db


def test_bills_and_payments_make_the_balance() -> None:
    account = make_account(number="ACC-1")
    assert billing().balance("ACC-1") is None
    assert billing().last_bill("ACC-1") is None
    booking.bill_month(account, date(2026, 9, 12), Decimal("129"), due_on=date(2026, 10, 20), by=TEST)
    booking.bill_month(account, date(2026, 10, 1), Decimal("131.505"), due_on=date(2026, 11, 20), by=TEST)
    booking.take_payment(account, Decimal("200"), by=TEST)
    booking.adjust_balance(account, Decimal("5.5"), "断网补偿", by=TEST)
    assert billing().balance("ACC-1") == Decimal("-55.01")
    assert billing().last_bill("ACC-1") == Bill("ACC-1", date(2026, 10, 1), Decimal("131.51"), date(2026, 11, 20))
    assert [bill.month_on.month for bill in billing().last_bills("ACC-1", 12)] == [10, 9]
    stored = StoredEvent.objects.order_by("-id")[0]
    assert (stored.name, stored.customer_id) == ("customers.LedgerBooked", account.party_id)


def test_what_is_not_booked() -> None:
    account = make_account()
    booking.bill_month(account, date(2026, 9, 1), Decimal(1), due_on=date(2026, 10, 20), by=TEST)
    for wrong in (
        lambda: booking.bill_month(account, date(2026, 9, 30), Decimal(1), due_on=date(2026, 10, 20), by=TEST),
        lambda: booking.bill_month(account, date(2026, 8, 1), Decimal(-1), due_on=date(2026, 10, 20), by=TEST),
        lambda: booking.take_payment(account, Decimal(0), by=TEST),
        lambda: booking.adjust_balance(account, Decimal(1), " ", by=TEST),
    ):
        with pytest.raises(Invalid):
            wrong()
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.create(account=account, kind="payment", amount=Decimal(-1), booked_at=now())
    assert LedgerEntry.objects.count() == 1
