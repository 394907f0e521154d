"""Work of the interfaces that the worker does: telling subscribers."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now
from procrastinate.contrib.django import app

from wanhao.access.tmf.hub import OUTBOX
from wanhao.access.tmf.models import SlotSearch
from wanhao.common.loops import repeats


@app.task(name="tmf.deliver")
def deliver(delivery_id: int) -> None:
    """Send one notification; a refused one is sent again later, less and less often."""
    OUTBOX.deliver(delivery_id)


@repeats("notifications left behind", every_seconds=60)
def take_up_notifications() -> None:
    """Notifications whose time came and whose job was lost with its worker."""
    OUTBOX.take_up_again()


@repeats("searches for windows of last week", every_seconds=3600)
def forget_searches() -> None:
    """What was found a week ago is no longer true."""
    SlotSearch.objects.filter(made_at__lt=now() - timedelta(days=7)).delete()
