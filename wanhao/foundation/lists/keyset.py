"""Pages by keyset: the next one begins behind the last row's value and number, however far down the list it is.

Which rows a page shows is found out first, as numbers only; the rows are fetched by these. Two ways lead to them:

1. **Near**: the next `NEAR` rows of the whole table in this order, looked at one by one. Whatever is not rare fills a
   page there at once, whoever reads, and no estimate of the database can lead it astray.
2. **All that fit**: where the near ones do not fill the page, all rows that fit are gathered by whatever indexes serve
   best (`by_index` adds what only an index can answer cheaply) and put in order. That also counts them.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Count, F, Q, QuerySet, Window
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.lists.spec import Sort

NOTHING = "-"
NEAR = 30_000
NEAR_BY_WORDS = 10_000  # where each row is dear to look at and an index knows the rest
AT_ONCE = 10_000
Found = list[tuple[int, Any]]


@dataclass(frozen=True)
class Page:
    """Rows of one page, the key of the next (empty at the end), and how many fit in all if that is known."""

    rows: Sequence[Any]
    next_key: str
    total: int | None = None


@dataclass(frozen=True)
class Order:
    """A field and a direction; rows of the same value go by their number, empty values last."""

    name: str
    is_down: bool
    has_gaps: bool

    @property
    def by(self) -> list[Any]:
        """For `order_by`."""
        number = "-pk" if self.is_down else "pk"
        if self.name == "pk":
            return [number]
        last = {"nulls_last": True} if self.has_gaps else {}
        value = F(self.name).desc(**last) if self.is_down else F(self.name).asc(**last)
        return [value, number]

    def reached(self, value: Any) -> Q:
        """Rows at this value or behind it, without empty ones: what an index can begin at."""
        return Q(**{f"{self.name}__{'lte' if self.is_down else 'gte'}": value})

    def before(self, value: Any) -> Q:
        """Rows up to this value."""
        return Q(**{f"{self.name}__{'gte' if self.is_down else 'lte'}": value})


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind this value and number."""

    value: Any
    number: int

    def behind(self, order: Order) -> Q:
        """Everything behind it."""
        step = "lt" if order.is_down else "gt"
        further = Q(**{f"pk__{step}": self.number})
        if order.name == "pk":
            return further
        if self.value is None:
            return Q(**{f"{order.name}__isnull": True}) & further
        behind = Q(**{f"{order.name}__{step}": self.value}) | Q(**{order.name: self.value}) & further
        if order.has_gaps:
            return behind | Q(**{f"{order.name}__isnull": True})
        return order.reached(self.value) & behind


def page_of(rows: QuerySet[Any], sort: Sort, after: str, size: int, by_index: Q | None = None) -> Page:
    """At most `size` rows behind the key, in the order of `sort`."""
    order = order_of(rows, sort)
    place = _place(rows, order, after) if after else None
    total = None
    found = _near(rows, order, place, size + 1, NEAR_BY_WORDS if by_index else NEAR)
    if len(found) <= size:
        found, total = _all_that_fit(rows.filter(by_index or Q()), order, place, size + 1)
    shown = in_order(rows, [number for number, _value in found[:size]])
    next_key = key_of(*found[size - 1], order) if len(found) > size else ""
    return Page(shown, next_key, total)


def numbers_of(rows: QuerySet[Any], sort: Sort, by_index: Q) -> array[int]:
    """The numbers of all rows that fit, in order, as they are at this moment: eight bytes for each."""
    ordered = rows.filter(by_index).order_by(*order_of(rows, sort).by)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local cursor_tuple_fraction = 1")  # all of them are wanted: no plan for the first few
        return array("q", ordered.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE))


def order_of(rows: QuerySet[Any], sort: Sort) -> Order:
    """The order in terms of this table."""
    name = sort.field.removeprefix("-")
    has_gaps = name != "pk" and bool(rows.model._meta.get_field(name).null)
    return Order(name, sort.field.startswith("-"), has_gaps)


def in_order(rows: QuerySet[Any], numbers: Sequence[int]) -> list[Any]:
    """These rows, in the order of their numbers here; one that went meanwhile is left out."""
    known = {row.pk: row for row in rows.order_by().filter(pk__in=numbers)}
    return [known[number] for number in numbers if number in known]


def _near(rows: QuerySet[Any], order: Order, place: Place | None, size: int, near: int) -> Found:
    """Those among the next rows of the table; a full page or nothing that counts."""
    table = rows.model._default_manager.all()
    if place and place.value is None and order.name != "pk":
        return []
    if place:
        value = place.number if order.name == "pk" else place.value
        table, rows = table.filter(order.reached(value)), rows.filter(order.reached(value), place.behind(order))
    if order.has_gaps:
        given = Q(**{f"{order.name}__isnull": False})
        table, rows = table.filter(given), rows.filter(given)
    last = list(table.order_by(order.by[0]).values_list(order.name, flat=True)[near : near + 1])
    if last:
        rows = rows.filter(order.before(last[0]))
    return list(rows.order_by(*order.by).values_list("pk", order.name)[:size])


def _all_that_fit(rows: QuerySet[Any], order: Order, place: Place | None, size: int) -> tuple[Found, int | None]:
    """The first of all that fit, and how many these are, counted from the first page on."""
    if place:
        rows = rows.filter(place.behind(order))
    counted = rows.annotate(fitting=Window(Count("pk"))).order_by(*order.by)
    found = list(counted.values_list("pk", order.name, "fitting")[:size])
    total = found[0][2] if found else 0
    return [(number, value) for number, value, _fitting in found], None if place else total


def key_of(number: int, value: Any, order: Order) -> str:
    """`2026-11-22T09:30:00+00:00~123`: the value and the number of a row."""
    if order.name == "pk":
        return str(number)
    text = value.isoformat() if isinstance(value, datetime) else NOTHING if value is None else str(value)
    return f"{text}~{number}"


def _place(rows: QuerySet[Any], order: Order, after: str) -> Place:
    text, _separator, last = after.rpartition("~")
    try:
        number = int(last)
        if order.name == "pk":
            return Place(number, number)
        value = None if text == NOTHING else rows.model._meta.get_field(order.name).to_python(text)
    except (ValueError, TypeError, ArithmeticError, ValidationError):
        raise NotFound(_("This page is not there any more: start again from the first.")) from None
    return Place(value, number)
