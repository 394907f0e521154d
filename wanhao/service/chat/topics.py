"""Live topics of chats: `chat:CONTACT` (its public id), for staff who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.live.topics import topic_kind
from wanhao.service.chat.models import Conversation
from wanhao.service.chat.reach import may_read

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@topic_kind("chat")
def readable_chat(person: Staff, key: str) -> str | None:
    """A chat whose transcript this person may read."""
    row = Conversation.objects.select_related("contact__unit").filter(contact__public_id=key).first()
    return row.subject if row is not None and may_read(person, row) else None
