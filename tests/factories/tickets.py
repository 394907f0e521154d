"""Tickets for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.factories.accounts import make_staff
from tests.factories.clocks import make_policy
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.service.tickets import actions, linking
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.models import Category, OfferedCategory, Ticket, WebOwner

_numbers = count(1)


def make_category(
    code: str = "", *, parent: Category | None = None, name_zh: str = "", name_en: str = "", due_hours: int = 24
) -> Category:
    """A node of the category tree, with a promise to resolve its tickets within so many hours."""
    code = code or f"category-{next(_numbers)}"
    make_policy(minutes=due_hours * 60, category=code)
    return Category.objects.create(code=code, parent=parent, name_zh=name_zh or f"分类 {code}", name_en=name_en or code)


def make_ticket(
    by: Staff | None = None, *, text: str = "宽带经常断网", category: Category | None = None, **details: object
) -> Ticket:
    """An open ticket owned by who opened it."""
    category = category or make_category()
    return actions.open_ticket(
        TicketDetails(category.pk, text, **details),  # type: ignore[arg-type]
        by=by or make_staff(),
    )


def offer_on_the_web(owner: Staff, *, kind: str = "fault", category: Category | None = None) -> Category:
    """Customers may open tickets of the category on the web page; they are this person's."""
    category = category or make_category()
    OfferedCategory.objects.create(category=category, kind=kind)
    WebOwner.objects.get_or_create(region=None, defaults={"owner": owner})
    return category


def ticket_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a ticket of the unit."""
    return {"number": make_ticket(make_staff(unit=unit)).number}


def act_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of beginning work on a ticket of the unit."""
    return ticket_address(unit, viewer) | {"name": "solution"}


def linked_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The link from a ticket of the unit to another one."""
    staff = make_staff(unit=unit)
    ticket, other = make_ticket(staff), make_ticket(staff)
    link = linking.link_tickets(ticket.pk, "caused_by", other.number, version=1, by=staff)
    return {"number": ticket.number, "link": link.pk}
