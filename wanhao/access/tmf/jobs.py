"""Work of the interfaces that the worker does: telling subscribers."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanhao.access.tmf.hub import OUTBOX
from wanhao.common.loops import repeats


@app.task(name="tmf.deliver")
def deliver(delivery_id: int) -> None:
    """Send one notification; a refused one is sent again later, less and less often."""
    OUTBOX.deliver(delivery_id)


@repeats("notifications left behind", every_seconds=60)
def take_up_notifications() -> None:
    """Notifications whose time came and whose job was lost with its worker."""
    OUTBOX.take_up_again()
