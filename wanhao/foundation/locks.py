"""Work that one process does at a time, wherever it runs: a lock of PostgreSQL, gone with its holder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wanhao.foundation import prepared


@contextmanager
def alone(space: int, key: int) -> Iterator[bool]:
    """Hold the lock while inside; False when somebody else holds it, and then leave the work to them."""
    is_ours = prepared.fetch_one("select pg_try_advisory_lock(%s::int, %s::int)", [space, key]) == (True,)
    try:
        yield is_ours
    finally:
        if is_ours:
            prepared.fetch_one("select pg_advisory_unlock(%s::int, %s::int)", [space, key])
