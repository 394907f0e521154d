"""Statements and rows for the hottest ways: prepared once, so that no query is built, parsed or planned twice.

A prepared read of a row costs a fifth of what a queryset costs, in this process and in PostgreSQL. Everything runs in
Django's connection and transaction; outside of one each statement is a transaction by itself. What is not hot uses
querysets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import psycopg
from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault

Row = TypeVar("Row", bound=Model)
Values = Sequence[Any] | Mapping[str, Any]


def fetch_all(statement: str, values: Values = ()) -> list[tuple[Any, ...]]:
    """Rows of a statement written as a constant: each different text is prepared for itself."""
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement.encode(), values, prepare=True)
        result = cursor.pgresult  # asked for its fields: the description of a cursor is made of them, dearly
        return cursor.fetchall() if result and result.nfields else []


def fetch_one(statement: str, values: Values = ()) -> tuple[Any, ...] | None:
    """The first row, or None."""
    found = fetch_all(statement, values)
    return found[0] if found else None


def rows(model: type[Row], where: str, values: Values) -> list[Row]:
    """Rows of a table as its models; `where` is a constant and may end in an order or a lock."""
    table = _table(model)
    return [table.row(model, list(found)) for found in fetch_all(f"{table.select} where {where}", values)]


def first(model: type[Row], where: str, values: Values) -> Row | None:
    """The first of them, or None."""
    found = rows(model, where, values)
    return found[0] if found else None


def get(model: type[Row], key: int) -> Row:
    """The row of this number, which is known to be there; else raises the model's DoesNotExist."""
    row = first(model, f'"{_table(model).key}" = %s', [key])
    if row is None:
        raise model.DoesNotExist(f"{model.__name__} {key}")  # type: ignore[attr-defined]
    return row


def update(row: Model, *names: str) -> None:
    """Save these fields of a row."""
    table = _table(type(row))
    fields = [table.fields[name] for name in names]
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    statement = f'update "{table.name}" set {changes} where "{table.key}" = %s'  # noqa: S608 - our own names
    fetch_all(statement, [*values, row.pk])


def insert(row: Row) -> Row:
    """Keep a new row, and give it its number; columns the database fills by itself are left to it and not read back."""
    table = _table(type(row))
    given = {
        field.column: field.get_db_prep_save(value, connection)
        for field in table.fields.values()
        if not isinstance(value := field.pre_save(row, add=True), DatabaseDefault)
        and not (field.primary_key and value is None)
    }
    columns, places = ", ".join(f'"{column}"' for column in given), ", ".join(["%s"] * len(given))
    statement = f'insert into "{table.name}" ({columns}) values ({places}) returning "{table.key}"'  # noqa: S608 - as above
    found = fetch_one(statement, list(given.values()))
    assert found is not None  # an insert returning gives one row
    row.pk, row._state.adding, row._state.db = found[0], False, "default"
    return row


class _Table:
    """What is the same for all rows of a model."""

    def __init__(self, model: type[Model]) -> None:
        self.name = model._meta.db_table
        columns = list(model._meta.concrete_fields)
        self.fields: dict[str, Field[Any, Any]] = {field.name: field for field in columns}
        self.names = [field.attname for field in columns]
        self.key = next(field.column for field in columns if field.primary_key)
        listed = ", ".join(f'"{field.column}"' for field in columns)
        self.select = f'select {listed} from "{self.name}"'  # noqa: S608 - our own names
        self.openers: list[tuple[int, Callable[..., Any]]] = [  # sealed texts and JSON
            (place, opener) for place, field in enumerate(columns) for opener in field.get_db_converters(connection)
        ]

    def row(self, model: type[Row], values: list[Any]) -> Row:
        """Columns as they came, as a row of the model."""
        for place, opened in self.openers:
            values[place] = opened(values[place], None, connection)
        return model.from_db("default", self.names, values)


@cache
def _table(model: type[Model]) -> _Table:
    return _Table(model)
