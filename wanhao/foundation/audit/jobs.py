"""What audit does by itself: reactions, seals, months made ahead, a nightly check, stalled jobs taken up again."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.foundation.audit import actions, dispatching, sealing
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.months import make_months

QUEUE = "audit"
STALLED_SECONDS = 20

log = structlog.get_logger(__name__)


@repeats("reactions", every_seconds=1)
async def dispatch_reactions() -> None:
    """From events to reaction jobs, as long as the worker lives."""
    await dispatching.run_dispatcher()


@repeats("stalled jobs", every_seconds=10)
async def retry_stalled_jobs() -> None:
    """Jobs of a worker that was killed are done by another one: they are safe to run twice."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        log.warning("job taken up again, its worker is gone", job=job.id, task=job.task_name)
        await app.job_manager.retry_job(job)


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queue=QUEUE, queueing_lock="audit.seal")
def seal(timestamp: int) -> None:
    """Every minute: seal what is complete."""
    count = sealing.seal_events()
    if count:
        log.info("events sealed", events=count)


@app.periodic(cron="7 * * * *")
@app.task(name="audit.make_months", queue=QUEUE, queueing_lock="audit.make_months")
def make_months_ahead(timestamp: int) -> None:
    """Every hour: have partitions ready for the months to come."""
    make_months(timezone.localdate())


@app.periodic(cron="17 3 * * *")
@app.task(name="audit.verify", queue=QUEUE, queueing_lock="audit.verify")
def verify_nightly(timestamp: int) -> None:
    """Every night: check the whole trail; a fault is an error in the log and stands on the auditors' page."""
    outcome = actions.verify(by=Actor.system("worker"))
    if outcome.problem:
        log.error("the audit trail was touched", problem=outcome.problem, at_fault=outcome.at_fault)
