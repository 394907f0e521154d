"""What the worker does for short messages."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from wanhao.foundation.short_messages.models import SentMessage

KEPT = timedelta(days=92)


@app.periodic(cron="48 3 * * *")
@app.task(name="short_messages.keep_house", queueing_lock="short message retention")
def keep_house(timestamp: int) -> None:
    """Each night: forget what the embedded gateway kept for three months."""
    forget(timezone.now())


def forget(at: datetime) -> None:
    """Delete messages of the embedded gateway after their time."""
    SentMessage.objects.filter(sent_at__lt=at - KEPT).delete()
