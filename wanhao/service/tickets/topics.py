"""Live topics of tickets: by the ticket's number, for whoever may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.common.errors import NotFound
from wanhao.foundation.live.topics import topic_kind
from wanhao.service.tickets import queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@topic_kind("ticket")
def ticket_in_reach(person: Staff, key: str) -> str | None:
    """`ticket:T20261122-000123` becomes the row's own topic."""
    try:
        return f"ticket:{queries.ticket(key, person).pk}"
    except NotFound:
        return None
