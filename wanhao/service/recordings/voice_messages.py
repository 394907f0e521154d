"""Voice messages: kept when left, listed for those who deal with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import NotAllowed, NotFound
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import locked_first
from wanhao.service.contacts.queries import visible_contacts
from wanhao.service.recordings import events
from wanhao.service.recordings.models import Recording, VoiceMessage

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@transaction.atomic
def keep(contact_id: int, recording_id: int, *, by: Actor) -> VoiceMessage:
    """A caller left this message."""
    row = Recording.objects.select_related("contact").get(pk=recording_id)
    message = VoiceMessage.objects.create(contact_id=contact_id, recording=row, left_at=now())
    record(events.VoiceMessageLeft(contact_id, row.public_id), actor=by, unit=row.contact.unit_id)
    return message


def messages(viewer: Staff) -> QuerySet[VoiceMessage]:
    """Messages of contacts the viewer may see, newest first."""
    rows = VoiceMessage.objects.filter(contact__in=visible_contacts(viewer))
    return rows.select_related("contact__customer", "recording", "done_by")


@transaction.atomic
def finish(public_id: str, *, by: Staff) -> VoiceMessage:
    """The message of this contact was dealt with."""
    message = locked_first(messages(by).filter(contact__public_id=public_id))
    if message is None:
        raise NotFound(_("There is no such voice message within your reach."))
    if message.done_at is not None:
        raise NotAllowed(_("%(name)s has dealt with this message already.") % {"name": message.done_by})
    message.done_at, message.done_by = now(), by
    message.save(update_fields=["done_at", "done_by"])
    event = events.VoiceMessageDone(message.contact_id, message.recording.public_id)
    record(event, actor=by, unit=message.contact.unit_id)
    return message
