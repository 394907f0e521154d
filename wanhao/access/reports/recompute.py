"""The report's counts made again from the events alone; they must equal those made from the places."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from math import floor
from typing import TYPE_CHECKING

from wanhao.access.reports.queries import Asked
from wanhao.access.reports.rules import Counts
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing import queries as routing
from wanhao.service.routing.retold import Stay, stays

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

ENDS = {"abandoned": "abandoned", "overflow": "turned_away", "closed": "turned_away", "lost": "lost"}


def counts_of(stay: Stay) -> Counts:
    """What one stay adds to its interval."""
    if stay.outcome == "transferred":
        return Counts(moved_on=1)
    if not stay.outcome or stay.wait_seconds is None:
        return Counts(offered=1, waiting=1)
    wait = floor(stay.wait_seconds)
    counts = Counts(offered=1, wait_seconds=wait, longest_wait_seconds=wait)
    if stay.outcome != "answered":
        return replace(counts, **{ENDS[stay.outcome]: 1})
    counts = replace(counts, answered=1, in_limit=int(stay.in_limit))
    if stay.talk_seconds is not None:
        counts = replace(counts, served=1, talk_seconds=floor(stay.talk_seconds))
    if stay.wrap_up_seconds is not None:
        counts = replace(counts, wrapped_up=1, wrap_up_seconds=floor(stay.wrap_up_seconds))
    return counts


def interval_counts_from_events(viewer: Staff, asked: Asked) -> dict[tuple[str, datetime], Counts]:
    """Counts per queue code and start of interval, from events."""
    codes = {queue.pk: queue.code for queue in routing.queues(viewer, Right.SEE_REPORTS)}
    found: dict[tuple[str, datetime], Counts] = defaultdict(Counts)
    for stay in stays(asked.begin, asked.end):
        code = codes.get(stay.queue_id)
        if code is None or (asked.queue_codes and code not in asked.queue_codes):
            continue
        start = asked.begin + (stay.queued_at - asked.begin) // asked.step.length * asked.step.length
        found[code, start] += counts_of(stay)
    return dict(found)
