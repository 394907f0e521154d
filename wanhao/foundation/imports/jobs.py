"""Long lists are checked and written by the worker; a job that broke off may simply run again."""

from django.utils import timezone
from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.foundation.imports import keeping, work


@app.task(name="imports.check_list", queue="imports")
def check_list(run_id: int) -> None:
    """Check every row."""
    work.check(run_id)


@app.task(name="imports.write_list", queue="imports")
def write_list(run_id: int) -> None:
    """Write the good rows."""
    work.write(run_id)


@repeats("imports that stand still", every_seconds=60)
def fail_stalled() -> None:
    """A list whose process was killed is over, and whoever brought it is told."""
    keeping.fail_stalled(timezone.now())


@app.periodic(cron="53 3 * * *")
@app.task(name="imports.keep_house", queueing_lock="imports retention")
def keep_house(timestamp: int) -> None:
    """Each night: forget lists and rejected rows of more than thirty days."""
    keeping.forget_old(timezone.now())
