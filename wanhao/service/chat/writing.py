"""How a message comes into a chat: under the lock of its row, numbered, told to both sides.

Rows are locked in one order: routing's (see its locks.sql), the contact, the chat.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.chat import events
from wanhao.service.chat.models import Conversation, Message

if TYPE_CHECKING:
    from datetime import datetime

    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.files.models import StoredFile
    from wanhao.service.contacts.models import Contact

CHAT = Actor.system("chat")
Author, Kind = Message.Author, Message.Kind
DJANGO_LANGUAGES = {"zh": "zh-hans", "en": "en"}


def locked_chat(conversation_id: int) -> Conversation:
    """The chat, locked; its contact and entrance as they are now."""
    row = Conversation.objects.select_for_update(of=("self",), no_key=True).filter(pk=conversation_id).first()
    if row is None:
        raise NotFound(_("There is no such chat."))
    return row


def append(
    row: Conversation,
    text: str,
    *,
    author: str,
    kind: str = Kind.TEXT,
    staff: Staff | None = None,
    file: StoredFile | None = None,
    client_key: str = "",
) -> Message:
    """The next message of a chat that is locked; the chat is saved with it."""
    row.last_number += 1
    message = Message.objects.create(
        conversation=row,
        number=row.last_number,
        author=author,
        kind=kind,
        staff=staff,
        text=text,
        file=file,
        client_key=client_key,
        sent_at=timezone.now(),
    )
    row.save()
    return message


def give_notice(row: Conversation, contact: Contact, name: str, words: Callable[[], str]) -> Message:
    """Tell the customer how things stand, in their language; `name` is what the trail calls it."""
    with translation.override(DJANGO_LANGUAGES[row.language]):
        text = words()
    message = append(row, text, author=Author.SYSTEM, kind=Kind.NOTICE)
    event = events.NoticeGiven(contact.pk, row.pk, contact.agent_id, message.number, name)
    record(event, actor=CHAT, unit=contact.unit_id)
    return message


def note_said(row: Conversation, contact: Contact, message: Message, *, by: Staff | Actor) -> None:
    """The event of something said."""
    event = events.MessageSent(contact.pk, row.pk, contact.agent_id, message.number, message.author, message.kind)
    record(event, actor=by, unit=contact.unit_id)


def heard_customer(row: Conversation, at: datetime, *, is_served: bool) -> None:
    """The customer wrote: they are not silent, and their agent owes an answer from the first such moment on."""
    row.silent_since = row.warned_at = None
    if is_served:
        row.unanswered_since = row.unanswered_since or at


def heard_agent(row: Conversation, at: datetime) -> None:
    """The agent wrote: it is the customer's turn."""
    row.unanswered_since = row.warned_at = None
    row.silent_since = row.agent_seen_at = at


def stop_clocks(row: Conversation) -> None:
    """Nobody serves it: neither side owes an answer."""
    row.silent_since = row.warned_at = row.unanswered_since = row.agent_seen_at = None
    row.serving_offer = 0


def tell(*topics: str) -> None:
    """Wake whoever watches, for what is no event."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify('live', %s)", [" ".join(topics)])
