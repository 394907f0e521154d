"""Registering and changing customers: what is kept, what is recorded, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from tests.factories.accounts import make_staff, make_unit
from tests.factories.customers import TEST, make_account, make_party, make_subscription
from wanhao.common.errors import Conflict, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.records.customers import actions
from wanhao.records.customers.actions import CustomerDetails, SubscriptionDetails
from wanhao.records.customers.models import Party, Subscription

pytestmark = pytest.mark.django_db


def last_event() -> StoredEvent:
    return StoredEvent.objects.order_by("-id")[0]


def test_a_customer_is_registered_sealed_and_recorded() -> None:
    party = make_party(" 欧阳  小明 ", identity_number="990101 19900307 8113")
    assert (party.name, party.identity_number) == ("欧阳 小明", "990101199003078113")
    with connection.cursor() as cursor:
        cursor.execute("select name, identity_number from customers_party where id = %s", [party.pk])
        at_rest = " ".join(cursor.fetchone() or ())
    assert "欧阳" not in at_rest
    assert "990101" not in at_rest
    event = last_event()
    assert (event.name, event.customer_id, event.unit_id) == (
        "customers.CustomerRegistered",
        party.pk,
        party.unit_id,
    )
    assert "欧阳" not in str(event.data)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (CustomerDetails(name="  "), "name"),
        (CustomerDetails(name="王", identity_number="990101199003078110"), "identity_number"),
        (CustomerDetails(name="王", tier="platinum"), "tier"),
        (CustomerDetails(name="王", special_needs=("left_handed",)), "special_needs"),
    ],
)
def test_what_is_wrong_is_said_for_its_field(details: CustomerDetails, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.register_customer(details, region=make_unit("region"), by=TEST)
    assert list(refused.value.fields) == [field]
    assert not Party.objects.exists()


def test_a_change_names_the_fields_and_raises_the_version() -> None:
    party = make_party("王小明")
    staff = make_staff(Role.GENERAL_SEAT, unit=party.region)
    details = CustomerDetails(name="王小明", tier="vip", special_needs=("elderly",))
    changed = actions.change_customer(party.pk, details, version=1, by=staff)
    assert (changed.tier, changed.special_needs, changed.version) == ("vip", ["elderly"], 2)
    assert last_event().data == {"customer_id": party.pk, "changed_fields": ["tier", "special_needs"]}
    with pytest.raises(Conflict):
        actions.change_customer(party.pk, details, version=1, by=staff)


def test_nothing_changed_records_nothing() -> None:
    party = make_party("王小明")
    before = StoredEvent.objects.count()
    assert actions.change_customer(party.pk, CustomerDetails(name="王小明"), version=1, by=TEST).version == 1
    assert StoredEvent.objects.count() == before


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PLANNER])
def test_who_has_no_right_finds_no_customer(role: Role) -> None:
    party = make_party()
    with pytest.raises(NotFound):
        actions.give_consent(party.pk, "marketing", by=make_staff(role, unit=party.region))


def test_another_region_finds_no_customer() -> None:
    party = make_party()
    with pytest.raises(NotFound):
        actions.give_consent(party.pk, "marketing", by=make_staff())


def test_a_number_is_held_once_until_it_is_given_back() -> None:
    first = make_subscription(number="12100000001")
    account = make_account()
    with pytest.raises(Invalid) as refused:
        actions.add_subscription(account.pk, SubscriptionDetails("mobile", "+86 121 0000 0001"), by=TEST)
    assert list(refused.value.fields) == ["number"]
    actions.set_subscription_status(first.pk, Subscription.Status.TERMINATED, on=date(2026, 1, 31), by=TEST)
    with pytest.raises(NotAllowed):
        actions.set_subscription_status(first.pk, Subscription.Status.ACTIVE, on=date(2026, 2, 1), by=TEST)
    again = actions.add_subscription(account.pk, SubscriptionDetails("mobile", "12100000001"), by=TEST)
    assert again.number == "12100000001"


def test_an_account_number_is_given_once() -> None:
    account = make_account(number="a-100")
    assert account.number == "A-100"
    with pytest.raises(Invalid):
        actions.open_account(account.party_id, "A-100", by=TEST)


def test_consent_is_given_and_withdrawn_with_an_event_each() -> None:
    party = make_party()
    assert actions.give_consent(party.pk, "marketing", by=TEST).has_consented_marketing
    assert last_event().name == "customers.ConsentGiven"
    assert not actions.withdraw_consent(party.pk, "marketing", by=TEST).has_consented_marketing
    assert last_event().name == "customers.ConsentWithdrawn"


def test_a_risk_mark_needs_a_reason_and_can_be_cleared() -> None:
    party = make_party()
    with pytest.raises(Invalid):
        actions.mark_risk(party.pk, "fraud", reason=" ", by=TEST)
    assert actions.mark_risk(party.pk, "fraud", reason="证件照片与本人不符", by=TEST).risk_marks == ["fraud"]
    assert actions.clear_risk(party.pk, "fraud", reason="已核实", by=TEST).risk_marks == []
    assert last_event().name == "customers.RiskCleared"


def test_contact_numbers_and_addresses_come_and_go() -> None:
    party = make_party()
    number = actions.add_contact_number(party.pk, "0900-1234567", remark="儿子", by=TEST)
    with pytest.raises(Invalid):
        actions.add_contact_number(party.pk, "09001234567", by=TEST)
    address = actions.add_address(party.pk, "home", " 东江市 滨河路 1 号 ", by=TEST)
    assert address.text == "东江市 滨河路 1 号"
    actions.remove_contact_number(party.pk, number.pk, by=TEST)
    actions.remove_address(party.pk, address.pk, by=TEST)
    assert not party.contact_numbers.exists()
    assert not party.addresses.exists()
    with pytest.raises(NotFound):
        actions.remove_address(party.pk, address.pk, by=TEST)
