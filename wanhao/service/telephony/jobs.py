"""Work of the telephone side that the worker does: recordings, calls of dead processes."""

from __future__ import annotations

import procrastinate
import structlog
from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.foundation.audit.events import Actor
from wanhao.service.telephony import announcement_calls, arranged_calls, nodes, recordings

TRIES = 4
WORKER = Actor.system("worker")
log = structlog.get_logger(__name__)


@app.task(
    name="telephony.convert_recording",
    pass_context=True,
    retry=procrastinate.RetryStrategy(max_attempts=TRIES, exponential_wait=4),
)
def convert_recording(context: JobContext, recording_id: int) -> None:
    """Render and seal a recording once more; after some tries it is marked as failed and its capture kept."""
    try:
        recordings.convert(recording_id)
    except (OSError, ValueError) as error:
        if context.job.attempts + 1 >= TRIES:
            recordings.give_up(recording_id, f"{type(error).__name__}: {error}")
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
@app.task(name="telephony.keep_house", queueing_lock="telephony retention")
def keep_house(timestamp: int) -> None:
    """Each night: delete recordings whose time is over."""
    recordings.delete_due(timezone.localdate())


@repeats("telephony processes", every_seconds=2)
def close_lost_calls() -> None:
    """Close the calls of telephony processes that fell silent."""
    nodes.WATCH.close_calls_of_silent_nodes()


@repeats("recordings to be converted", every_seconds=1)
def convert_recordings() -> None:
    """Convert what waits. The table is the queue: a job for each recording would cost as much as its conversion."""
    recordings.convert_waiting()


@repeats("recordings left behind", every_seconds=60)
def sweep_recordings() -> None:
    """Bring recordings on that a dead process or job left behind."""
    recordings.sweep()


@repeats("announcement calls", every_seconds=5)
def close_lost_announcements() -> None:
    """Close announcements and arranged calls that nobody could place or whose process died."""
    announcement_calls.close_lost()
    arranged_calls.close_lost()
