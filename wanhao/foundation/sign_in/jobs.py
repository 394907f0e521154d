"""What the worker does for sign-ins."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.foundation.sign_in import retention


@repeats("sign-ins that are over", every_seconds=60)
def end_what_is_over() -> None:
    """Whoever closed the browser without signing out is not here any more."""
    retention.end_what_is_over(timezone.now())


@app.periodic(cron="33 3 * * *")
@app.task(name="sign_in.keep_house", queueing_lock="sign-in retention")
def keep_house(timestamp: int) -> None:
    """Each night: forget sessions, sign-ins, counts and failures whose time is over."""
    retention.forget(timezone.now())
