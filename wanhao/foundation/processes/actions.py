"""A process says that it begins, lives and ends."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from wanhao.foundation.processes.models import Process

SILENT_SECONDS = 15.0
BEGIN_LOCK = (7401, 40)


@transaction.atomic
def begin(kind: str) -> Process:
    """This process begins: it takes the row of a predecessor on this machine, or the next number."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", BEGIN_LOCK)
    host, now = socket.gethostname()[:60], timezone.now()
    rows = Process.objects.filter(kind=kind, host=host).order_by("number")
    free = next((row for row in rows if is_gone(row)), None)
    row = free or Process(kind=kind, host=host, number=len(rows) + 1)
    row.process_id, row.started_at, row.beat_at, row.stopped_at = os.getpid(), now, now, None
    row.save()
    return row


def is_gone(row: Process) -> bool:
    """Is the process of this row over: ended, silent, or no longer known to this machine?"""
    if row.stopped_at or timezone.now() - row.beat_at > timedelta(seconds=SILENT_SECONDS):
        return True
    with suppress(PermissionError):  # it lives, but belongs to somebody else
        try:
            os.kill(row.process_id, 0)
        except ProcessLookupError:
            return True
    return False


def beat(row_id: int) -> None:
    """I am alive."""
    Process.objects.filter(pk=row_id).update(beat_at=timezone.now())


def end(row_id: int) -> None:
    """I end as I was asked to."""
    Process.objects.filter(pk=row_id).update(stopped_at=timezone.now())
