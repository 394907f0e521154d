"""Work of the worker: recordings converted, brought on when they were left behind, deleted when their time is over."""

from __future__ import annotations

import procrastinate
import structlog
from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.service.recordings import conversion, retention

TRIES = 4
log = structlog.get_logger(__name__)


@app.task(
    name="recordings.convert_recording",
    pass_context=True,
    retry=procrastinate.RetryStrategy(max_attempts=TRIES, exponential_wait=4),
)
def convert_recording(context: JobContext, recording_id: int) -> None:
    """Render and seal a recording once more; after some tries it is marked as failed and its capture kept."""
    try:
        conversion.convert(recording_id)
    except (OSError, ValueError) as error:
        if context.job.attempts + 1 >= TRIES:
            conversion.give_up(recording_id, f"{type(error).__name__}: {error}")
        raise


def ask_for_conversion(recording_id: int) -> None:
    """Queue another try, once, within the caller's transaction."""
    lock = f"recording:{recording_id}"
    try:
        with transaction.atomic():  # a job that is queued already must not spoil the caller's transaction
            convert_recording.configure(lock=lock, queueing_lock=lock).defer(recording_id=recording_id)
    except procrastinate.exceptions.AlreadyEnqueued:
        log.debug("conversion already queued", recording=recording_id)


@app.periodic(cron="17 3 * * *")
@app.task(name="recordings.keep_house", queueing_lock="recordings retention")
def keep_house(timestamp: int) -> None:
    """Each night: delete recordings whose time is over."""
    retention.delete_due(timezone.localdate())


@repeats("recordings to be converted", every_seconds=1)
def convert_recordings() -> None:
    """Convert what waits. The table is the queue: a job for each recording would cost as much as its conversion."""
    conversion.convert_waiting()


@repeats("recordings left behind", every_seconds=60)
def sweep_recordings() -> None:
    """Bring recordings on that a dead process or job left behind."""
    conversion.sweep()
