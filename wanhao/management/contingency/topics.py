"""Live topics of emergencies: `emergency:*` for any news, `emergency:PUBLIC_ID` for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.common.errors import NotFound
from wanhao.foundation.live.topics import topic_kind
from wanhao.management.contingency import queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@topic_kind("emergency")
def emergency_in_reach(person: Staff, key: str) -> str | None:
    """One emergency within reach; `*` says only that one changed, never which."""
    if key == "*":
        return "emergency:*"
    try:
        return f"emergency:{queries.emergency(key, person).pk}"
    except NotFound:
        return None
