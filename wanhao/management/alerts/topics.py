"""Live topics of alerts: `alert:*` for any news, `alert:PUBLIC_ID` for one, to those who see the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.live.topics import topic_kind
from wanhao.management.alerts import queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@topic_kind("alert")
def alert_in_reach(person: Staff, key: str) -> str | None:
    """One alert within reach; `*` says only that some alert changed."""
    if key == "*":
        return "alert:*" if person.may(Right.SEE_FLOOR) else None
    try:
        return f"alert:{queries.alert(key, person).pk}"
    except NotFound:
        return None
