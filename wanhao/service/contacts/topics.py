"""Live topics of contacts: `contact:PUBLIC_ID`, for those who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.common.errors import NotFound
from wanhao.foundation.live.topics import topic_kind
from wanhao.service.contacts import queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@topic_kind("contact")
def visible_contact(person: Staff, key: str) -> str | None:
    """A contact within the person's reach."""
    try:
        return f"contact:{queries.contact_for(person, key).pk}"
    except NotFound:
        return None
