"""What happens when a mark is reached: noted once, told by the context the clock belongs to, in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from wanhao.service.clocks import keepers, reaching
from wanhao.service.clocks.models import Clock
from wanhao.service.clocks.reaching import BATCH


@transaction.atomic
def fire(at: datetime | None = None, limit: int = BATCH) -> int:
    """Note what the next clocks have reached by now, at most `limit` clocks; returns how many were touched.

    Things somebody else is changing at this moment are left for the next round, so nobody waits for anybody; a clock's
    row is read again under its thing's lock, so each mark is noted once.
    """
    at = at or now()
    due = Clock.objects.filter(next_at__lte=at).order_by("next_at").values_list("pk", "subject")[:limit]
    wanted = dict(due)
    if not wanted:
        return 0
    locked = keepers.lock(wanted.values())
    mine = [pk for pk, subject in wanted.items() if subject in locked]
    rows = Clock.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=mine, next_at__lte=at)
    found = reaching.reckon(rows.select_related("policy", "hours", "paused_for").order_by("pk"), at)
    found.keep()
    return len(found.touched)


def fire_all(limit: int = BATCH) -> int:
    """Batch after batch until nothing is due; returns how many clocks were touched."""
    total = 0
    while touched := fire(limit=limit):
        total += touched
    return total
