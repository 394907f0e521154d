"""TroubleTicketSpecification (TMF621 version 5): the categories a ticket can be of, as the centre keeps them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from wanhao.access.tmf.resources import Column, by_href, narrowed
from wanhao.access.tmf.rules import Condition, spelled
from wanhao.common.errors import NotAllowed, NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.service.tickets import category_history
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.access.tmf.reading import Body
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Category

ACTIVE, RETIRED = "active", "retired"
KEPT_HERE = "The centre keeps its categories itself: specifications are read here, not written."


def _said(name: str) -> Column:
    """An attribute that is put together for showing; the tree is small enough to be read whole."""

    def find(values: Sequence[str]) -> Q:
        return Q(pk__in=[row.pk for row, told in _all() if told.get(name) in values])

    return Column(find=find)


def _since(name: str) -> Column:
    def since(at: datetime) -> Q:
        found = category_history.lives(tickets.categories())
        return Q(pk__in=[pk for pk, life in found.items() if getattr(life, name) >= at])

    return Column(since=since)


COLUMNS = {
    "id": Column("code"),
    "href": by_href("code"),
    "name": Column("name_zh"),
    "description": _said("description"),
    "lifecycleStatus": Column("is_active", {ACTIVE: ("True",), RETIRED: ("False",)}),
    "version": _said("version"),
    "creationDate": _since("made_at"),
    "lastUpdate": _since("changed_at"),
}


class TicketSpecifications:
    """One for each category, in use or not: tickets of old categories still name theirs."""

    name, kind = "troubleTicketSpecification", "TroubleTicketSpecification"
    see, write = Right.SEE_TICKETS, Right.SEE_TICKETS
    attributes: dict[str, Any] = {}
    needed = ()
    columns = COLUMNS

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> QuerySet[Category]:
        """In the order of the tree's rows."""
        wanted = narrowed("specification", conditions, COLUMNS, {})
        return tickets.categories().filter(wanted).order_by("position", "pk")

    def one(self, viewer: Staff, key: str) -> Category:
        """By the category's code."""
        found = tickets.categories().filter(code=key).first()
        if found is None:
            raise NotFound("There is no such specification.")
        return found

    def shown(self, rows: Sequence[Category], viewer: Staff) -> list[dict[str, Any]]:
        """Name, place in the tree, state, and which version it is by the changes kept of it."""
        path, lives = _paths(), category_history.lives(rows)
        return [_shown(row, path, lives.get(row.pk)) for row in rows]

    def create(self, body: Body, viewer: Staff) -> Category:
        """Refused."""
        raise NotAllowed(KEPT_HERE)

    def change(self, row: Category, body: Body, viewer: Staff) -> Category:
        """Refused."""
        raise NotAllowed(KEPT_HERE)

    def remove(self, row: Category, viewer: Staff) -> int:
        """Refused."""
        raise NotAllowed(KEPT_HERE)


def _paths() -> Callable[[Category], str]:
    known = {row.pk: row for row in tickets.categories()}

    def path(row: Category) -> str:
        names, above = [row.name_zh], known.get(row.parent_id or 0)
        while above is not None:
            names.insert(0, above.name_zh)
            above = known.get(above.parent_id or 0)
        return " › ".join(names)

    return path


def _shown(row: Category, path: Callable[[Category], str], life: category_history.Life | None) -> dict[str, Any]:
    told = {
        "id": row.code,
        "name": row.name_zh,
        "description": path(row),
        "lifecycleStatus": ACTIVE if row.is_active else RETIRED,
        "@type": "TroubleTicketSpecification",
    }
    if life is None:
        return told
    times = {"creationDate": spelled(life.made_at), "lastUpdate": spelled(life.changed_at)}
    return told | times | {"version": str(life.versions)}


def _all() -> list[tuple[Category, dict[str, Any]]]:
    rows = list(tickets.categories())
    path, lives = _paths(), category_history.lives(rows)
    return [(row, _shown(row, path, lives.get(row.pk))) for row in rows]
