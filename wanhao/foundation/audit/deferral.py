"""Jobs deferred inside Django's transaction: there after its commit, gone with its rollback.

Inside the worker procrastinate's own `task.defer()` goes over the worker's connection, which knows nothing of our
transaction. This always uses Django's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import Task, configure_task

_in_transaction = JobManager(DjangoConnector())


def defer(
    task: Task[Any, Any, Any], *jobs: dict[str, Any], lock: str | None = None, at: datetime | None = None
) -> None:
    """Defer one job per set of arguments, as part of the current transaction; not to be done before `at`."""
    if jobs:
        job = configure_task(name=task.name, job_manager=_in_transaction, queue=task.queue, lock=lock, schedule_at=at)
        job.batch_defer(*jobs)
