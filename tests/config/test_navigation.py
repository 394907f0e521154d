"""The top bar: doors by right, grouped where there are several of a kind."""

import pytest
from django.test import Client

from config.navigation import Entry, Group, doors_for
from tests.factories.accounts import make_staff, signed_in
from wanhao.foundation.accounts.rights import Role

pytestmark = pytest.mark.django_db


def test_doors_of_a_kind_stand_together_and_lead_where_each_did() -> None:
    doors = doors_for(make_staff(Role.DUTY_LEADER))
    floor = next(door for door in doors if isinstance(door, Group))
    assert {"/floor/", "/wallboard/", "/alerts/"} <= set(floor.paths)
    assert len(doors) <= 7


def test_a_group_of_one_is_that_door() -> None:
    doors = doors_for(make_staff(Role.AUDITOR))
    assert "/audit/" in [door.path for door in doors if isinstance(door, Entry)]


def test_the_page_one_is_on_is_marked_in_its_group() -> None:
    page = signed_in(make_staff(Role.DUTY_LEADER)).get("/floor/").content.decode()
    assert 'class="dropdown-item active" href="/floor/" aria-current="page"' in page


def test_the_first_door_is_the_first_page(client: Client) -> None:
    answer = signed_in(make_staff(Role.GENERAL_SEAT)).get("/")
    assert answer["Location"] == "/desk/"
