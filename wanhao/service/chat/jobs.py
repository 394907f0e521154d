"""What the worker does for chats."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.service.chat import retention, sweeping


@repeats("chats", every_seconds=2)
def see_to_chats() -> None:
    """Into the queue when they should wait, back when their agent is gone, to their end when the customer is silent."""
    sweeping.see_to_all()


@app.periodic(cron="37 3 * * *")
@app.task(name="chat.keep_house", queueing_lock="chat retention")
def keep_house(timestamp: int) -> None:
    """Each night: delete transcripts whose time is over."""
    retention.delete_due(timezone.now())
