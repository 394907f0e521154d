"""Locks of PostgreSQL: work that one process does at a time, and a row that is read as it is once it is locked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db.models import Model, QuerySet

from wanhao.foundation import prepared

Row = TypeVar("Row", bound=Model)


@contextmanager
def alone(space: int, key: int) -> Iterator[bool]:
    """Hold the lock while inside; False when somebody else holds it, and then leave the work to them."""
    is_ours = prepared.fetch_one("select pg_try_advisory_lock(%s::int, %s::int)", [space, key]) == (True,)
    try:
        yield is_ours
    finally:
        if is_ours:
            prepared.fetch_one("select pg_advisory_unlock(%s::int, %s::int)", [space, key])


def locked(rows: QuerySet[Row], pk: int) -> Row:
    """The row, locked, with the relations that `rows` selects; raises DoesNotExist.

    In two statements: after waiting for a lock PostgreSQL looks at the row anew, but at rows joined to it as they were
    found before, so that a relation changed meanwhile would be missing, or the row with it.
    """
    _lock(rows, pk)
    return rows.get(pk=pk)


def locked_first(rows: QuerySet[Row]) -> Row | None:
    """The first of `rows`, locked in the same way; None when there is none, or the one that was is none of them now."""
    pk = rows.values_list("pk", flat=True).first()
    if pk is None:
        return None
    _lock(rows, pk)
    return rows.filter(pk=pk).first()


def _lock(rows: QuerySet[Row], pk: int) -> None:
    bare = rows.model._default_manager.order_by()  # an order by a relation would join it
    list(bare.select_for_update(no_key=True).filter(pk=pk).values_list("pk"))
