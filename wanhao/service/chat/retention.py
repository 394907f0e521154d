"""Transcripts are kept for a time, with their files; the contact with its facts and events stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from wanhao.foundation.audit.actions import record
from wanhao.foundation.files import actions as files
from wanhao.service.chat import events
from wanhao.service.chat.models import Conversation
from wanhao.service.chat.writing import CHAT

if TYPE_CHECKING:
    from datetime import datetime

log = structlog.get_logger(__name__)


def delete_due(at: datetime) -> int:
    """Delete what was said in chats whose time is over, each in a transaction of its own; returns how many chats."""
    due = Conversation.objects.filter(ended_at__isnull=False, keep_until__lte=at, messages__isnull=False)
    many = 0
    for conversation_id in list(due.distinct().values_list("pk", flat=True)):
        try:
            _delete(conversation_id)
            many += 1
        except Exception:
            log.exception("a transcript was not deleted", chat=conversation_id)
    return many


@transaction.atomic
def _delete(conversation_id: int) -> None:
    row = Conversation.objects.select_for_update(of=("self",)).select_related("contact").get(pk=conversation_id)
    sent = [message.file.public_id for message in row.messages.select_related("file") if message.file]
    deleted, _tables = row.messages.all().delete()
    row.notes.all().delete()
    for public_id in sent:
        files.let_go(public_id, reason="retention", by=CHAT)
    row.claimed_name = row.claimed_number = row.rating_comment = ""
    row.save(update_fields=["claimed_name", "claimed_number", "rating_comment"])
    gone = events.TranscriptDeleted(row.contact_id, row.pk, deleted, len(sent))
    record(gone, actor=CHAT, unit=row.contact.unit_id)
