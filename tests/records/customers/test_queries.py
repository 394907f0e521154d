"""Customers are found by what people tell us, within reach, and masked."""

from __future__ import annotations

import pytest

from tests.factories.accounts import make_staff, make_unit
from tests.factories.customers import TEST, make_account, make_party, make_subscription
from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.records.customers import actions, queries
from wanhao.records.customers.models import Party, Subscription
from wanhao.records.customers.queries import CustomerFilter

pytestmark = pytest.mark.django_db


def found(viewer: Staff, term: str = "", **narrowed: str) -> list[Party]:
    return queries.found_customers(viewer, CustomerFilter(term=term, **narrowed))


@pytest.mark.parametrize("number", ["12100000001", "+8612100000001", "sip:12100000001@10.0.0.1"])
def test_the_caller_is_found_by_number(number: str) -> None:
    held = make_subscription(number="12100000001")
    assert queries.customer_by_number(number) == held.account.party
    assert queries.subscription_by_number(number) == held


def test_a_number_given_back_finds_nobody() -> None:
    held = make_subscription(number="12100000001")
    Subscription.objects.update(status="terminated")
    assert queries.customer_by_number(held.number) is None


def test_a_contact_number_finds_its_one_customer_but_not_one_of_two() -> None:
    first, second = make_party(), make_party()
    actions.add_contact_number(first.pk, "09001234567", by=TEST)
    assert queries.customer_by_number("09001234567") == first
    actions.add_contact_number(second.pk, "09001234567", by=TEST)
    assert queries.customer_by_number("09001234567") is None


def test_an_unknown_or_withheld_number_finds_nobody() -> None:
    assert queries.customer_by_number("") is None
    assert queries.customer_by_number("12199999999") is None


def test_one_box_finds_by_number_account_document_and_name() -> None:
    party = make_party("Alice Brown", identity_number="E12345678")
    make_party("王小明", region=party.region)
    make_subscription(make_account(party, number="ACC-1"), number="12100000001")
    staff = make_staff(unit=party.region)
    for term in ("121-0000-0001", "acc-1", "e1234 5678", "alice  BROWN"):
        assert found(staff, term) == [party], term
    assert found(staff, "Alice") == []


def test_lists_are_narrowed_and_paged_from_newest() -> None:
    region = make_unit("region")
    parties = [make_party(f"客户{n}", region=region, tier="vip" if n % 2 else "gold") for n in range(6)]
    make_subscription(make_account(parties[1]), service="iptv", number="TV0001")
    staff = make_staff(unit=region)
    assert found(staff, tier="vip") == [parties[5], parties[3], parties[1]]
    assert found(staff, tier="vip", service="iptv") == [parties[1]]
    assert found(staff, region=region.code) == parties[::-1]
    page = queries.found_customers(staff, CustomerFilter(before_id=parties[3].pk), limit=2)
    assert page == [parties[2], parties[1]]


def test_a_region_sees_its_customers_and_another_does_not() -> None:
    party = make_party()
    team = make_unit("team", parent=make_unit("centre", parent=party.region))
    assert found(make_staff(unit=team), "王小明") == [party]
    assert found(make_staff(), "王小明") == []
    assert found(make_staff(Role.PLANNER, unit=team), "王小明") == []
    with pytest.raises(NotFound):
        queries.customer_card(party.pk, make_staff())


def test_the_card_is_masked() -> None:
    party = make_party("王小明", identity_number="990101199003078113", special_needs=("elderly",))
    make_subscription(make_account(party), number="12100000001", plan_name="畅享 129")
    actions.add_address(party.pk, "home", "东江市滨河区金桂路 1 号 2 单元", by=TEST)
    card = queries.customer_card(party.pk, make_staff(unit=party.region))
    assert (card.name, card.identity_number) == ("王**", "99**************13")
    assert (card.services[0].number, card.services[0].plan_name) == ("121****0001", "畅享 129")
    assert card.addresses[0][2] == "东江市滨河区****"
    assert card.special_needs == ["elderly"]
    everything = repr(card)
    for private in ("王小明", "990101199003078113", "12100000001", "金桂路"):
        assert private not in everything
