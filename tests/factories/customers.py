"""Customers for tests."""

from __future__ import annotations

from itertools import count

from tests.factories.accounts import make_unit
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.audit.events import Actor
from wanhao.records.customers import actions
from wanhao.records.customers.actions import CustomerDetails, SubscriptionDetails
from wanhao.records.customers.models import Account, Party, Subscription

TEST = Actor.system("test")
_numbers = count(1)


def make_party(
    name: str = "王小明", *, region: Unit | None = None, unit: Unit | None = None, **details: object
) -> Party:
    """A registered customer of a region (a new one when none is given)."""
    region = region or make_unit(Unit.Kind.REGION)
    return actions.register_customer(
        CustomerDetails(name=name, **details),  # type: ignore[arg-type]
        region=region,
        unit=unit,
        by=TEST,
    )


def make_account(party: Party | None = None, *, number: str = "") -> Account:
    """An account of the customer."""
    return actions.open_account((party or make_party()).pk, number or f"TEST-{next(_numbers):08d}", by=TEST)


def make_subscription(
    account: Account | None = None,
    *,
    service: str = Subscription.Service.MOBILE,
    number: str = "",
    plan_name: str = "畅享套餐",
) -> Subscription:
    """A held service; a mobile number outside the real plan by default."""
    details = SubscriptionDetails(service, number or f"121{next(_numbers):08d}", "CX129", plan_name)
    return actions.add_subscription((account or make_account()).pk, details, by=TEST)
