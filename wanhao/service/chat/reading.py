"""Reading what was written, which is kept with the reader's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.audit.actions import actor_key, record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.files import actions as files
from wanhao.service.chat import events, queries
from wanhao.service.chat.models import Conversation, HandoverNote, Message
from wanhao.service.chat.reach import may_read
from wanhao.service.contacts.models import Contact

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@dataclass(frozen=True)
class Transcript:
    """What both sides said, and what agents told one another."""

    messages: list[Message]
    notes: list[HandoverNote]
    comment: str  # the customer's word with the rating


ONE_LOOK = timedelta(minutes=30)  # within it, reading on is the same look


@transaction.atomic
def read_transcript(contact: Contact, *, by: Staff) -> Transcript:
    """What was written, with agents' notes; the look is an event, unless by the agent who serves it now."""
    row = Conversation.objects.select_related("contact__unit").filter(contact=contact).first()
    if row is None or not may_read(by, row):
        raise NotFound(_("There is no such chat within your reach."))
    is_serving = row.contact.status == Contact.Status.SERVING and row.contact.agent_id == by.pk
    if not is_serving and not _was_read_lately(row, by):
        record(events.TranscriptRead(contact.pk, row.pk, by.pk), actor=by, unit=row.contact.unit_id)
    return Transcript(queries.messages(row), queries.notes_of(row), row.rating_comment)


def _was_read_lately(row: Conversation, by: Staff) -> bool:
    looks = StoredEvent.objects.filter(
        name=events.TranscriptRead.event_name(), contact_id=row.contact_id, actor=actor_key(by)
    )
    return looks.filter(at__gte=timezone.now() - ONE_LOOK).exists()


def open_file(conversation: Conversation, public_id: str) -> files.Opened:
    """A file of the customer's own chat."""
    by = Actor.customer(conversation.contact.customer_id)
    return files.open_for_customer(public_id, subject=conversation.subject, by=by)
