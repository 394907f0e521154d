"""Who beats, for those who watch the machines."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from wanhao.foundation.processes.models import Process

FORGOTTEN = timedelta(hours=24)  # a machine that was taken away is not spoken of for ever


def running() -> list[Process]:
    """Processes that should be alive: begun, not ended as asked, and heard of within a day."""
    rows = Process.objects.filter(stopped_at=None, beat_at__gt=timezone.now() - FORGOTTEN)
    return list(rows.order_by("kind", "host", "number"))
