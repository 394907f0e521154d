"""Installing the functions of sql/ after every `migrate`, whenever their text has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader

FOLDER = Path(__file__).resolve().parent / "sql"
# In the order of installation. `telling.sql` makes procedures of the functions before it: it stays the last.
FILES = (
    "locks.sql",
    "offers.sql",
    "arrivals.sql",
    "agents.sql",
    "sweep.sql",
    "prolonging.sql",
    "own_calls.sql",
    "handing_over.sql",
    "ringing.sql",
    "telling.sql",
)
LOCK = 7402
DROP_ALL = r"""
do $$
declare
    v_routine record;
begin
    for v_routine in
        select oid::regprocedure as signature from pg_proc
        where proname like 'routing\_%' and pronamespace = current_schema()::regnamespace
    loop
        execute format('drop routine %s', v_routine.signature);
    end loop;
end $$;
"""
EDITION = "create function routing_edition() returns text language sql immutable as $$ select '{}' $$"


def text() -> str:
    """All functions, in the order of installation."""
    return "\n".join((FOLDER / name).read_text() for name in FILES)


def install(*, using: str = "default", **_signal: Any) -> bool:
    """Put the functions of sql/ in place of whatever was there.

    False when they are there already, or when the tables are not yet (or no longer) those that they were written for.
    """
    wanted = text()
    edition = hashlib.sha256(wanted.encode()).hexdigest()
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        if _installed(cursor) == edition or not _is_migrated(using):
            return False
        cursor.execute(DROP_ALL)
        cursor.execute(wanted)
        cursor.execute(EDITION.format(edition))
    return True


def _is_migrated(using: str) -> bool:
    """Whether every migration of this edition has been applied, and not only those up to some earlier one."""
    loader = MigrationLoader(connections[using])
    return set(loader.graph.leaf_nodes()) <= loader.applied_migrations.keys()


def _installed(cursor: Any) -> str | None:
    cursor.execute("select to_regproc('routing_edition')")
    if cursor.fetchone()[0] is None:
        return None
    cursor.execute("select routing_edition()")
    edition: str = cursor.fetchone()[0]
    return edition
