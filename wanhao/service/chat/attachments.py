"""Who may see files of a chat. They come in as messages only, so nobody adds them in another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.files.subjects import FileSubject, register
from wanhao.service.chat.models import Conversation
from wanhao.service.chat.reach import may_read

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


def may_see(conversation_id: int, viewer: Staff) -> bool:
    """Whoever may read the transcript sees its files."""
    row = Conversation.objects.select_related("contact__unit").filter(pk=conversation_id).first()
    return row is not None and may_read(viewer, row)


def may_add(conversation_id: int, viewer: Staff) -> bool:
    """A file of a chat is a message of it."""
    return False


def facts(conversation_id: int) -> dict[str, int | None]:
    """The customer and contact of the chat."""
    row = Conversation.objects.select_related("contact").filter(pk=conversation_id).first()
    return {"customer_id": row.contact.customer_id, "contact_id": row.contact_id} if row else {}


def register_files() -> None:
    """Chats have files."""
    register("chat", FileSubject(may_see=may_see, may_add=may_add, facts=facts))
