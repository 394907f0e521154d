"""What is offered on the web page, whose tickets become, and what an administrator is refused."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.tickets import make_category, offer_on_the_web
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.service.tickets import web_offers
from wanhao.service.tickets.models import OfferedCategory, WebOwner

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Unit:
    return make_unit(Unit.Kind.REGION)


@pytest.fixture
def elsewhere() -> Staff:
    """Who is named for everywhere without an owner of its own."""
    return make_staff()


def owner_of(region: Unit | None) -> str:
    found = web_offers.choice_for(region)
    return found.owner.staff_number if found else ""


def left(person: Staff) -> None:
    person.is_active = False
    person.save(update_fields=["is_active"])


def test_offered_are_leaves_in_use_in_their_groups(elsewhere: Staff) -> None:
    assert not web_offers.is_open()
    group = make_category(name_zh="宽带")
    leaf, hidden = make_category(parent=group, name_zh="断网"), make_category(parent=group)
    for category in (leaf, hidden):
        offer_on_the_web(elsewhere, category=category)
    OfferedCategory.objects.filter(category=hidden).update(is_active=False)
    with override("zh-hans"):
        assert [(one.group, one.name, one.kind) for one in web_offers.offers()] == [("宽带", "断网", "fault")]
    assert web_offers.is_open()
    make_category(parent=leaf)  # the leaf became a branch
    with pytest.raises(Invalid):
        web_offers.offer(leaf.pk)
    assert not web_offers.is_open()


def test_the_closest_row_counts_and_who_cannot_is_passed_over(region: Unit, elsewhere: Staff) -> None:
    there = make_staff(Role.BACK_OFFICE, unit=make_unit(parent=region))
    WebOwner.objects.create(region=region, owner=there)
    WebOwner.objects.create(region=None, owner=elsewhere)
    assert owner_of(region) == there.staff_number
    assert owner_of(make_unit(Unit.Kind.REGION)) == owner_of(None) == elsewhere.staff_number
    left(there)
    found = web_offers.choice_for(region)
    assert found
    assert (found.owner, found.is_stand_in, found.missing) == (elsewhere, True, there.display_name)


def test_when_nobody_named_can_a_leader_close_by_stands_in(region: Unit, elsewhere: Staff) -> None:
    WebOwner.objects.create(region=None, owner=elsewhere)
    left(elsewhere)
    assert owner_of(region) == ""
    leader = make_staff(Role.TEAM_LEADER, unit=make_unit(parent=region))
    assert owner_of(region) == owner_of(None) == leader.staff_number


@pytest.mark.parametrize(
    ("role", "is_near", "says"),
    [
        (Role.GENERAL_SEAT, True, ""),
        (Role.GENERAL_SEAT, False, "does not work on tickets of"),
        (Role.HALL_CLERK, True, "no role that opens and works"),  # opens tickets, but does not work on them
        (None, True, "no role that opens and works"),
    ],
)
def test_why_somebody_cannot_own_them(region: Unit, role: Role | None, is_near: bool, says: str) -> None:
    person = make_staff(role, unit=make_unit(parent=region) if is_near else None)
    with override("en"):
        found = web_offers.refusal(person, region)
    assert says in found
    assert bool(found) == bool(says)


def test_the_admin_refuses_in_words_and_says_who_cannot(region: Unit, elsewhere: Staff) -> None:
    manager = signed_in(make_staff(Role.SYSTEM_MANAGER))
    address = "/admin/tickets/webowner/add/"
    refused = manager.post(address, {"region": region.pk, "owner": elsewhere.pk}, HTTP_ACCEPT_LANGUAGE="en")
    assert "does not work on tickets of" in refused.text
    assert manager.post(address, {"region": "", "owner": elsewhere.pk}).status_code == 302
    assert manager.post(address, {"region": "", "owner": elsewhere.pk}).status_code == 200  # one for everywhere else
    left(elsewhere)
    assert "has left or may not sign in" in _list(manager)
    branch = make_category()
    make_category(parent=branch)
    refused = manager.post("/admin/tickets/offeredcategory/add/", {"category": branch.pk, "kind": "fault"})
    assert "has no others below it" in refused.text


def _list(manager: Client) -> str:
    return manager.get("/admin/tickets/webowner/", HTTP_ACCEPT_LANGUAGE="en").text
