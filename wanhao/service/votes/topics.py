"""Live topics of polls: by code, for whoever may see the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.common.errors import NotFound
from wanhao.foundation.live.topics import topic_kind
from wanhao.service.votes import queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@topic_kind("poll")
def poll_in_reach(person: Staff, key: str) -> str | None:
    """`poll:best-shop` becomes the row's own topic."""
    try:
        return f"poll:{queries.poll(key, person).pk}"
    except NotFound:
        return None
