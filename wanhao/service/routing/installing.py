"""Installing the functions of sql/ after every `migrate`, whenever their text has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.db import connections, transaction

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
    """Put the functions of sql/ in place of whatever was there; False when they are there already."""
    wanted = text()
    edition = hashlib.sha256(wanted.encode()).hexdigest()
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s), to_regclass('routing_statespell')", [LOCK])
        if cursor.fetchone()[1] is None:  # migrated back to before routing
            return False
        if _installed(cursor) == edition:
            return False
        cursor.execute(DROP_ALL)
        cursor.execute(wanted)
        cursor.execute(EDITION.format(edition))
    return True


def _installed(cursor: Any) -> str | None:
    cursor.execute("select to_regproc('routing_edition')")
    if cursor.fetchone()[0] is None:
        return None
    cursor.execute("select routing_edition()")
    edition: str = cursor.fetchone()[0]
    return edition
