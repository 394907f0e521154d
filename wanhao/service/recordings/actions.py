"""What others may ask of recordings: begin one, end it, hear it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import NotAllowed
from wanhao.foundation import prepared
from wanhao.foundation.audit.actions import record
from wanhao.service.recordings import events, files, queries
from wanhao.service.recordings.models import Recording, RecordingPlay

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

ONE_PLAY = timedelta(minutes=30)  # a play goes on while its parts are fetched within this time
Status = Recording.Status


def begin_recording(contact_id: int, capture: dict[str, Any]) -> int:
    """Note that a conversation is being recorded into a capture, so that it is found even if we die."""
    return prepared.insert(Recording(contact_id=contact_id, began_at=timezone.now(), captures=[capture])).pk


@transaction.atomic
def end_recording(recording_id: int, captures: list[dict[str, Any]]) -> None:
    """The conversation is over: the recording waits to be converted."""
    row = prepared.first(Recording, "id = %s for update", [recording_id])
    if row is None or row.status != Status.RUNNING:
        return
    row.status, row.ended_at = Status.RAW, timezone.now()
    row.captures = captures or row.captures
    prepared.update(row, "status", "ended_at", "captures")


def play_recording(public_id: str, *, by: Staff, start: int = 0) -> files.OpenedRecording:
    """Open a recording for hearing it from byte `start`; every play is an event, jumping about within it is not."""
    row = queries.recording_for(by, public_id)
    if row.status == Status.DELETED:
        raise NotAllowed(_("This recording was deleted when its time was over."))
    if row.status != Status.READY:
        raise NotAllowed(_("This recording is not ready yet. Try again in a moment."))
    opened = files.open_file(row)
    _note_play(row, by, start)
    return opened


@transaction.atomic
def _note_play(row: Recording, by: Staff, start: int) -> None:
    now = timezone.now()
    current = RecordingPlay.objects.filter(recording=row, staff=by, asked_at__gt=now - ONE_PLAY)
    if start > 0 and current.update(asked_at=now):
        return
    RecordingPlay.objects.create(recording=row, staff=by, began_at=now, asked_at=now)
    event = events.RecordingPlayed(row.contact_id, row.public_id, by.pk)
    record(event, actor=by, unit=row.contact.unit_id)
