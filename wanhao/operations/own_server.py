"""The operator's own PostgreSQL, as DATABASE_URL names it."""

from __future__ import annotations

import psycopg

from wanhao.operations.launcher.failed import LaunchFailed

OLDEST = 15
CONNECT_SECONDS = 5


def version(url: str) -> int:
    """The server's major version; raises LaunchFailed, naming DATABASE_URL, when it cannot be used."""
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            found = connection.info.server_version // 10000
    except psycopg.Error as error:
        raise LaunchFailed(f"DATABASE_URL: {str(error).strip().splitlines()[0]}") from None
    if found < OLDEST:
        raise LaunchFailed(f"DATABASE_URL: PostgreSQL {found} is too old, {OLDEST} or newer is needed.")
    return found
