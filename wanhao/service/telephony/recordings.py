"""A recording's life: begun with the conversation, converted and sealed by a job, deleted when its time is over."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from softswitch.recording import Capture, RecordingFacts, render_recording
from wanhao.common.sealed_files import SealedFile, seal_file
from wanhao.foundation import prepared
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import alone, locked
from wanhao.foundation.privacy.fields import sealer
from wanhao.service.contacts.queries import unit_of
from wanhao.service.telephony import events, queries
from wanhao.service.telephony.models import Recording

TELEPHONY = Actor.system("telephony")
LOCK = 7_301_003
MOST_AT_ONCE = 200
LEVELS = ("customer_level_db", "agent_level_db")
STRANDED_AFTER = timedelta(minutes=5)
STRAY_CAPTURE_SECONDS = 86_400
Status = Recording.Status

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class OpenedRecording:
    """A sealed recording ready to be read in parts."""

    public_id: str
    seconds: float
    length: int
    file: SealedFile

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Bytes of the WAV file from `start` to before `end`."""
        return self.file.read(start, end)

    async def stream(self, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The same, opened piece after piece in a thread, so that a long recording holds up nobody else."""
        pieces = self.read(start, end)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece


def captures_folder() -> Path:
    """Raw captures of running and unconverted recordings; nobody else may read them."""
    return private_folder("captures")


def recordings_folder() -> Path:
    """Sealed recordings."""
    return private_folder("recordings")


def private_folder(name: str) -> Path:
    """A folder under the data folder that only this user may open."""
    folder: Path = settings.WANHAO.data / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


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


def convert_waiting() -> int:
    """Convert what waits, the oldest first; what fails is tried again by a job of its own. Returns how many."""
    waiting = Recording.objects.filter(status=Status.RAW, problem="").order_by("pk").values_list("pk", flat=True)
    return sum(_convert_first_time(recording_id) for recording_id in waiting[:MOST_AT_ONCE])


def _convert_first_time(recording_id: int) -> bool:
    with alone(LOCK, recording_id % 2**31) as is_ours:
        if not is_ours:
            return False
        try:
            convert(recording_id)
        except (OSError, ValueError) as error:
            log.exception("recording not converted, it is tried again", recording=recording_id)
            problem = f"{type(error).__name__}: {error}"[:200]
            Recording.objects.filter(pk=recording_id, status=Status.RAW).update(problem=problem)
            _ask_for_conversion(recording_id)
            return False
    return True


def convert(recording_id: int) -> None:
    """Render, seal and note the facts; safe to run again after a crash at any point."""
    row = prepared.get(Recording, recording_id)
    if row.status not in (Status.RAW, Status.FAILED):
        return
    captures = [Capture(**capture) for capture in row.captures]
    captures = [capture for capture in captures if Path(capture.path).exists()]
    target = recordings_folder() / f"{row.public_id}.sealed"
    wav = captures_folder() / f"{row.public_id}.wav"
    try:
        facts = render_recording(captures, wav)
        wav.chmod(0o600)
        digest = fingerprint(wav)
        seal_file(wav, target, sealer=sealer("recordings"), about=row.public_id)
    finally:
        wav.unlink(missing_ok=True)
    _converted(row.pk, target.name, facts, digest)
    for capture in captures:
        Path(capture.path).unlink(missing_ok=True)


@transaction.atomic
def _converted(recording_id: int, file_name: str, facts: RecordingFacts, digest: str) -> None:
    row = prepared.first(Recording, "id = %s for update", [recording_id])
    if row is None or row.status not in (Status.RAW, Status.FAILED):
        return
    row.status, row.file_name, row.sha256, row.problem = Status.READY, file_name, digest, ""
    row.seconds = facts.seconds
    row.customer_level_db, row.agent_level_db = facts.customer_dbfs, facts.agent_dbfs
    row.keep_until = timezone.localdate(row.began_at) + timedelta(days=queries.call_policy().keep_recordings_days)
    row.captures = []
    prepared.update(row, "status", "file_name", "sha256", "problem", "seconds", *LEVELS, "keep_until", "captures")
    event = events.RecordingReady(row.contact_id, row.public_id, round(facts.seconds))
    record(event, actor=TELEPHONY, unit=unit_of(row.contact_id))


@transaction.atomic
def give_up(recording_id: int, problem: str) -> None:
    """The recording could not be converted; its captures stay for a person to look at."""
    row = locked(Recording.objects.select_related("contact"), recording_id)
    row.status, row.problem = Status.FAILED, problem[:200]
    row.save(update_fields=["status", "problem"])
    record(events.RecordingFailed(row.contact_id, row.public_id), actor=TELEPHONY, unit=row.contact.unit_id)


def fingerprint(path: Path) -> str:
    """SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def open_file(row: Recording) -> OpenedRecording:
    """The sealed file of a ready recording; raises CannotUnseal, FileNotFoundError."""
    path = recordings_folder() / row.file_name
    file = SealedFile(path, sealer=sealer("recordings"), about=row.public_id)
    return OpenedRecording(row.public_id, row.seconds, file.length, file)


def sweep() -> int:
    """Bring recordings on that their process or job left behind; returns how many."""
    left = 0
    for row in Recording.objects.filter(status=Status.RUNNING, contact__call__is_live=False):
        end_recording(row.pk, [])
        left += 1
    for row in Recording.objects.filter(status=Status.RAW, ended_at__lt=timezone.now() - STRANDED_AFTER):
        _ask_for_conversion(row.pk)
        left += 1
    _remove_stray_captures()
    return left


def _remove_stray_captures() -> None:
    """Captures no recording knows are voices nobody may hear any more."""
    known = {
        Path(capture["path"]).name
        for captures in Recording.objects.exclude(captures=[]).values_list("captures", flat=True)
        for capture in captures
    }
    limit = timezone.now().timestamp() - STRAY_CAPTURE_SECONDS
    for entry in os.scandir(captures_folder()):
        if entry.is_file() and entry.name not in known and entry.stat().st_mtime < limit:
            log.warning("stray capture removed", file=entry.name)
            Path(entry.path).unlink(missing_ok=True)


def delete_due(today: date) -> int:
    """Delete recordings whose time is over; the row stays and says so. Returns how many."""
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
    record(events.RecordingDeleted(row.contact_id, row.public_id), actor=TELEPHONY, unit=row.contact.unit_id)


def _ask_for_conversion(recording_id: int) -> None:
    from wanhao.service.telephony import jobs  # the job calls convert() above

    jobs.ask_for_conversion(recording_id)
