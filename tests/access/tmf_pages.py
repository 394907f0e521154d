"""Who may use the TM Forum interfaces."""

from __future__ import annotations

from typing import Any

from tests.access.pages import BACK_OFFICE, CLERKS, LEADERS, NOBODY, SEATS, Factory, Page
from tests.factories.accounts import make_staff
from tests.factories.appointments import booked_address
from tests.factories.contacts import make_contact
from tests.factories.customers import make_party
from tests.factories.interface import token_headers
from tests.factories.tickets import make_category, make_ticket
from wanhao.access.tmf.faces import FACES, face
from wanhao.access.tmf.hub import subscribe
from wanhao.access.tmf.models import SlotSearch
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import ROLE_RIGHTS, Right, Role
from wanhao.service.appointments.models import Appointment


def holders(right: Right) -> frozenset[Role]:
    """The roles that hold a right."""
    return frozenset(role for role in Role if right in ROLE_RIGHTS[role])


def subscribed(api: str, version: str) -> Factory:
    """A subscription of the viewer's own, or of somebody of the foreign unit."""

    def make(unit: Unit, viewer: Staff) -> dict[str, Any]:
        shape = face(api, version)
        assert shape is not None
        row = subscribe(shape, "http://8.8.8.8/hook", unit.code, root="http://testserver/", by=viewer)
        return {"key": row.public_id}

    return make


def booked_visit(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """An appointment for a ticket of the unit."""
    number = booked_address(unit, viewer)["number"]
    return {"key": Appointment.objects.get(ticket__number=number).public_id}


THINGS: dict[str, Factory] = {
    "trouble ticket": lambda unit, viewer: {"key": make_ticket(make_staff(unit=unit)).number},
    "party interaction": lambda unit, viewer: {"key": make_contact(unit=unit).public_id},
    "customer of the interface": lambda unit, viewer: {"key": make_party(unit=unit).public_id},
    "booked visit": booked_visit,
}
NAMED = dict(zip(("troubleTicket", "partyInteraction", "customer", "appointment"), THINGS, strict=True))
SEARCH: dict[str, Factory] = {
    "search for windows": lambda unit, viewer: {"key": SlotSearch.objects.create(staff=viewer, words="{}").public_id}
}
SPECIFICATION: dict[str, Factory] = {"specification of tickets": lambda unit, viewer: {"key": make_category().code}}
TMF_OBJECTS: dict[str, Factory] = (
    THINGS | SEARCH | SPECIFICATION | {f"subscription {one.key}": subscribed(one.api, one.version) for one in FACES}
)
WRITERS = {
    "troubleTicket": SEATS | LEADERS | CLERKS | BACK_OFFICE,
    "partyInteraction": holders(Right.SERVE_CONTACTS),
    "customer": holders(Right.CHANGE_CUSTOMERS),
    "appointment": holders(Right.BOOK_VISITS),
}


def pages() -> list[Page]:
    """Every operation of every face."""
    found = []
    for one in FACES:
        name, readers = one.resource.name, holders(one.resource.see)
        writers, thing, mine = WRITERS[name], NAMED[name], f"subscription {one.key}"

        def page(url: str, roles: frozenset[Role], method: str = "get", on: str = "", key: str = one.key) -> Page:
            shared = on.startswith(("subscription", "search", "specification"))
            return Page(f"{key}:{url}", roles, method, on=on, shared=shared, headers=token_headers)

        found += [
            Page(f"{one.key}:api-root", NOBODY),
            page("description", readers),
            page("list", readers),
            page("list", writers, "post"),
            page("one", readers, on=thing),
            page("one", writers, "patch", on=thing),
            page("one", writers, "delete", on=thing),
            page("hub", readers, "post"),
            page("subscription", readers, on=mine),
            page("subscription", readers, "delete", on=mine),
        ]
        if name == "appointment":
            search = "search for windows"
            found += [
                page("slots", readers),
                page("slots", readers, "post"),
                page("slot", readers, on=search),
                page("slot", readers, "delete", on=search),
            ]
        if name == "troubleTicket" and one.version == "v5":
            found += [
                page("specifications", readers),
                page("specification", readers, on="specification of tickets"),
            ]
    return found


TMF = pages()
