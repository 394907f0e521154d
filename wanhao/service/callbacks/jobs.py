"""What the worker does for callbacks."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.service.callbacks import proofs
from wanhao.service.callbacks.bringing import bring_all_on


@repeats("callbacks", every_seconds=2)
def bring_callbacks_on() -> None:
    """Into the queue when they may be served, again after a try or a crash; overdue ones are told."""
    bring_all_on()


@app.periodic(cron="47 3 * * *")
@app.task(name="callbacks.keep_house", queueing_lock="callbacks retention")
def keep_house(timestamp: int) -> None:
    """Each night: forget codes that are over."""
    proofs.forget(timezone.now())
