"""Who may read what was written in a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.chat.models import Conversation


def may_read(viewer: Staff, row: Conversation) -> bool:
    """Whoever serves or served it, and whoever may hear recordings in its unit."""
    if viewer.may(Right.PLAY_RECORDINGS, row.contact.unit):
        return True
    return viewer.may(Right.SERVE_CONTACTS) and (
        row.contact.agent_id == viewer.pk
        or any(stay.place.agent_id == viewer.pk for stay in routing.why(row.contact_id))
    )
