"""The rows of every table, counted in one snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

TABLES = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1
"""
OTHERS = """
select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
and backend_type = 'client backend'
"""


@contextmanager
def connect(database: dict[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    """A connection of our own, outside of Django's pool."""
    with psycopg.connect(
        host=database["HOST"],
        port=database["PORT"],
        dbname=database["NAME"],
        user=database["USER"],
        password=database["PASSWORD"],
    ) as connection:
        yield connection


def tables(connection: psycopg.Connection[Any]) -> list[str]:
    """Every table of ours; partitions belong to their table."""
    return [name for (name,) in connection.execute(TABLES).fetchall()]


def count_rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Table → rows, as this transaction sees them."""
    counted = {}
    for name in tables(connection):
        row = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(name))).fetchone()
        counted[name] = row[0] if row else 0
    return counted


def others_connected(connection: psycopg.Connection[Any]) -> int:
    """How many other sessions use this database now."""
    row = connection.execute(OTHERS).fetchone()
    return row[0] if row else 0
