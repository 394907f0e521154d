"""Work of the alerts that the worker does: looking at the figures, sending to webhooks."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.management.alerts import webhooks
from wanhao.management.alerts.watching import ROUND_SECONDS, watch_all


@repeats("alert rules", every_seconds=ROUND_SECONDS)
def watch_figures() -> None:
    """Look at the figures of all rules; one worker at a time."""
    watch_all()


@app.task(name="alerts.deliver")
def deliver(delivery_id: int) -> None:
    """Send one message to its webhook; a refused one is sent again later, less and less often."""
    webhooks.OUTBOX.deliver(delivery_id)


@repeats("webhook messages left behind", every_seconds=30)
def take_up_deliveries() -> None:
    """Messages whose time came and whose job was lost with its worker."""
    webhooks.OUTBOX.take_up_again()
