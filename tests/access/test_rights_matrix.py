"""Every page and operation × every role and a stranger × own and foreign unit: let in or not, as the table says."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from tests.access.pages import Address, Page, every_address
from tests.access.rights_table import OBJECTS, PAGES
from tests.factories.accounts import make_staff, make_unit, signed_in
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role

HANDLER = ClientHandler(enforce_csrf_checks=False)
SIGN_IN = "/sign-in/"
MISSING_OBJECT = {404, 410}
# Not asked of a family: what is read-only refuses `add` to everybody, and signing out would end the test.
pytestmark = pytest.mark.django_db  # each line asks for the tests' database, or it is not made when it runs alone
NOT_ASKED = (":login", ":logout", ":autocomplete", "_add")


@dataclass
class House:
    """A centre with one person of every role, and a foreign centre in another region."""

    own: Unit
    foreign: Unit
    staff: dict[Role, Staff]
    clients: dict[Role, Client]
    stranger: Client


def browser(client: Client) -> Client:
    """Answers instead of exceptions, and one shared chain of middleware."""
    client.handler = HANDLER
    client.raise_request_exception = False
    return client


def build() -> House:
    """The house with everybody signed in; asked once, so that each browser's sign-in is kept already."""
    own, foreign = make_unit(), make_unit()
    staff = {role: make_staff(role, unit=own) for role in Role}
    clients = {role: browser(signed_in(person)) for role, person in staff.items()}
    for client in clients.values():
        client.get(reverse("sign_in:mine"))
    return House(own, foreign, staff, clients, browser(Client()))


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """Built once for the table, and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def rooms(house: House) -> Iterator[House]:
    """The house for one line: what the line changes is undone, cookies too."""
    with transaction.atomic():
        yield replace(house, clients={role: twin(client) for role, client in house.clients.items()})
        transaction.set_rollback(True)


def twin(client: Client) -> Client:
    """A browser with the same cookies."""
    other = browser(Client())
    other.cookies = deepcopy(client.cookies)
    return other


def answer(page: Page, client: Client, address: str, person: Staff | None) -> Any:
    """Ask once; the status and where it leads."""
    headers = page.headers(person) if page.headers and person else {}
    client = browser(Client()) if page.headers else client
    more = {"content_type": "application/json"} if page.headers and page.method != "get" else {}
    return getattr(client, page.method)(address, page.data or None, headers=headers, **more)


def is_let_in(response: Any, *, on_object: bool) -> bool:
    """Anything but a refusal or the sign-in page; a fault fails at once."""
    assert response.status_code != 500, f"fault: {getattr(response, 'content', b'')[:300]!r}"
    if response.status_code in (401, 403):
        return False
    if response.status_code == 302 and response["Location"].startswith(SIGN_IN + "?"):
        return False
    return not (on_object and response.status_code in MISSING_OBJECT)


def addresses_of(page: Page, unit: Unit, viewer: Staff) -> list[str]:
    """The address of the page, with an object in the unit; for `admin:*` every page of the admin that needs none."""
    if page.name.endswith(":*"):
        names = [one.name for one in every_address() if is_family(page, one.name) and not one.takes_arguments]
        return [reverse(name) for name in names if not name.endswith(NOT_ASKED)]
    return [reverse(page.name, kwargs=OBJECTS[page.on](unit, viewer) if page.on else None)]


def check(page: Page, house: House, unit: Unit, expected: frozenset[Role]) -> list[str]:
    """Ask as every role; the differences from the table."""
    wrong = []
    for role, person in house.staff.items():
        for address in addresses_of(page, unit, person):
            response = answer(page, house.clients[role], address, person)
            let_in = is_let_in(response, on_object=bool(page.on))
            if let_in != (role in expected):
                wrong.append(f"{role} at {address}: {'let in' if let_in else 'refused'} ({response.status_code})")
    return wrong


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_each_role_in_its_own_unit(page: Page, rooms: House) -> None:
    wrong = check(page, rooms, rooms.own, page.roles)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("page", [page for page in PAGES if page.on], ids=str)
def test_nobody_reaches_into_a_foreign_unit(page: Page, rooms: House) -> None:
    wrong = check(page, rooms, rooms.foreign, page.roles if page.shared else frozenset())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_strangers_meet_the_sign_in_page(page: Page, rooms: House) -> None:
    for address in addresses_of(page, rooms.own, rooms.staff[Role.SYSTEM_MANAGER]):
        response = answer(page, rooms.stranger, address, None)
        assert is_let_in(response, on_object=bool(page.on)) == page.strangers, f"{address}: {response.status_code}"


def is_family(page: Page, name: str) -> bool:
    """Does a line such as `admin:*` speak of this name?"""
    return page.name.endswith(":*") and name.startswith(page.name[:-1])


def lines_for(address: Address) -> list[Page]:
    """The lines of the table that speak of an address."""
    return [
        p for p in PAGES if p.name == address.name or (p.name.endswith("*") and address.name.startswith(p.name[:-1]))
    ]


def test_every_address_has_its_line() -> None:
    missing = []
    for address in every_address():
        lines = lines_for(address)
        methods = address.methods - {line.method for line in lines}
        if not lines or methods:
            missing.append(f"{address.name} {' '.join(sorted(methods))}".strip())
    assert not missing, "no line in tests/access/rights_table.py for: " + ", ".join(missing)


def test_every_line_has_its_address() -> None:
    known = {address.name for address in every_address()}
    stale = [page.name for page in PAGES if page.name not in known and not page.name.endswith("*")]
    assert not stale, "the table speaks of pages that are gone: " + ", ".join(stale)
