"""Owners of overdue entries are reminded once a day."""

from __future__ import annotations

from django.utils.timezone import localdate

from wanhao.common.loops import repeats
from wanhao.management.changes import actions, queries


@repeats("overdue entries", every_seconds=60)
def remind_owners() -> None:
    """Remind whoever was not reminded today."""
    today = localdate()
    for entry_id in queries.to_remind(today):
        actions.remind_owner(entry_id, today)
