"""Captures become sealed recordings: rendered, sealed and noted by the worker, safe to do again after a crash."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import structlog
from django.db import transaction
from django.utils import timezone

from softswitch.recording import Capture, RecordingFacts, render_recording
from wanhao.common.sealed_files import seal_file
from wanhao.foundation import prepared
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import alone, locked
from wanhao.foundation.privacy.fields import sealer
from wanhao.service.contacts.queries import public_id_of, unit_of
from wanhao.service.recordings import events, queries
from wanhao.service.recordings.files import captures_folder, fingerprint, recordings_folder
from wanhao.service.recordings.models import Recording

WORKER = Actor.system("worker")
LOCK = 7_301_003
MOST_AT_ONCE = 200
LEVELS = ("customer_level_db", "agent_level_db")
STRANDED_AFTER = timedelta(minutes=5)
STRAY_CAPTURE_SECONDS = 86_400
Status = Recording.Status

log = structlog.get_logger(__name__)


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
    row.keep_until = timezone.localdate(row.began_at) + timedelta(days=queries.recording_policy().keep_days)
    row.captures = []
    prepared.update(row, "status", "file_name", "sha256", "problem", "seconds", *LEVELS, "keep_until", "captures")
    event = events.RecordingReady(row.contact_id, row.public_id, round(facts.seconds))
    record(event, actor=WORKER, unit=unit_of(row.contact_id))
    log.info("recording ready", contact=public_id_of(row.contact_id), recording=row.public_id, seconds=event.seconds)


@transaction.atomic
def give_up(recording_id: int, problem: str) -> None:
    """The recording could not be converted; its captures stay for a person to look at."""
    row = locked(Recording.objects.select_related("contact"), recording_id)
    row.status, row.problem = Status.FAILED, problem[:200]
    row.save(update_fields=["status", "problem"])
    record(events.RecordingFailed(row.contact_id, row.public_id), actor=WORKER, unit=row.contact.unit_id)


def sweep() -> int:
    """Bring recordings on whose conversion was left behind, remove stray captures; returns how many go on."""
    left = 0
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


def _ask_for_conversion(recording_id: int) -> None:
    from wanhao.service.recordings import jobs  # the job calls convert() above

    jobs.ask_for_conversion(recording_id)
