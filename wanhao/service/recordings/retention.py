"""Recordings are deleted when their time is over; the row stays and says so."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from wanhao.foundation.audit.actions import record
from wanhao.foundation.locks import locked
from wanhao.service.recordings import events
from wanhao.service.recordings.conversion import WORKER
from wanhao.service.recordings.files import recordings_folder
from wanhao.service.recordings.models import Recording

Status = Recording.Status


def delete_due(today: date) -> int:
    """Delete recordings whose time is over. Returns how many."""
    due = Recording.objects.filter(status=Status.READY, keep_until__lt=today).values_list("pk", flat=True)
    for recording_id in list(due):
        _delete(recording_id)
    return len(due)


@transaction.atomic
def _delete(recording_id: int) -> None:
    row = locked(Recording.objects.select_related("contact"), recording_id)
    (recordings_folder() / row.file_name).unlink(missing_ok=True)
    row.status, row.file_name = Status.DELETED, ""
    row.save(update_fields=["status", "file_name"])
    record(events.RecordingDeleted(row.contact_id, row.public_id), actor=WORKER, unit=row.contact.unit_id)
