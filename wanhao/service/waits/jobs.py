"""What the worker does for estimates: measure the queues, and note what became of predictions."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.service.waits import actions, measuring

KEPT = timedelta(days=400)


@repeats("flows of queues", every_seconds=30)
def measure_flows() -> None:
    """Service time, patience and corrections, from the latest stays."""
    actions.compare_predictions()
    measuring.measure_flows()


@repeats("agents of queues", every_seconds=3)
def measure_agents() -> None:
    """How many agents each queue has."""
    measuring.measure_agents()


@app.periodic(cron="41 3 * * *")
@app.task(name="waits.keep_house", queueing_lock="waits retention")
def keep_house(timestamp: int) -> None:
    """Each night: forget predictions older than thirteen months."""
    actions.forget_predictions(timezone.now() - KEPT)
