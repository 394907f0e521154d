"""The floor as those who watch it see it: counts for every queue at once, whoever looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone

from wanhao.service.routing.models import Agent, Membership, Place, Queue

LONGEST_STAY = timedelta(hours=1)  # how much earlier than it left a contact may have come and still be counted

LEFT = """
select queue_id,
    count(*) filter (where outcome in ('answered', 'abandoned', 'overflow', 'closed', 'lost')),
    count(*) filter (where outcome = 'answered'),
    count(*) filter (where in_limit),
    count(*) filter (where outcome = 'abandoned')
from routing_place where queue_id = any (%s) and queued_at >= %s and left_at >= %s group by queue_id
"""
ARRIVED = """
select span.at, queue_id, count(*)
from unnest(%s::int[], %s::timestamptz[], %s::timestamptz[]) as span (at, begins, ends)
join routing_place on queued_at >= span.begins and queued_at < span.ends and queue_id = any (%s)
group by span.at, queue_id
"""


@dataclass(frozen=True)
class Left:
    """What became of the contacts that left a queue within a time."""

    finished: int
    answered: int
    in_limit: int
    abandoned: int


def watched_queues() -> dict[int, str]:
    """All queues in use, each with the path of its unit; asked for each figure of each round, so no more than that."""
    return dict(Queue.objects.filter(is_active=True).values_list("pk", "unit__path"))


def waits_by_queue() -> dict[int, tuple[int, float]]:
    """Queue → how many wait, and how many seconds the first of them has waited."""
    now = timezone.now()
    rows = Place.objects.filter(left_at=None).order_by().values_list("queue")
    return {
        queue: (many, max(0.0, (now - since).total_seconds()))
        for queue, many, since in rows.annotate(Count("pk"), Min("queued_at"))
    }


def left_since(since: datetime) -> dict[int, Left]:
    """Queue → what became of those who left it since then; transfers onward are counted where they went."""
    queues = list(Queue.objects.filter(is_active=True).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(LEFT, [queues, since - LONGEST_STAY, since])
        return {queue: Left(*counts) for queue, *counts in cursor.fetchall()}


def arrived_in(spans: Sequence[tuple[datetime, datetime]]) -> list[dict[int, int]]:
    """For each span of time: queue → how many came."""
    queues = list(Queue.objects.filter(is_active=True).values_list("pk", flat=True))
    begins, ends = [begin for begin, _end in spans], [end for _begin, end in spans]
    found: list[dict[int, int]] = [{} for _span in spans]
    with connection.cursor() as cursor:
        cursor.execute(ARRIVED, [list(range(len(spans))), begins, ends, queues])
        for at, queue, many in cursor.fetchall():
            found[at][queue] = many
    return found


def first_arrivals() -> dict[int, datetime]:
    """Queue → when the first contact ever came to it: before that, nothing is no sign of a quiet hour."""
    found = {}
    for queue in Queue.objects.filter(is_active=True).values_list("pk", flat=True):
        first = Place.objects.filter(queue=queue).order_by("queued_at").values_list("queued_at", flat=True).first()
        if first is not None:
            found[queue] = first
    return found


def ready_by_queue() -> dict[int, int]:
    """Queue → how many of its agents are ready."""
    rows = Membership.objects.filter(agent__state=Agent.State.READY).order_by().values_list("queue")
    return dict(rows.annotate(Count("pk")))


def ready_by_unit() -> dict[str, int]:
    """Path of a unit → how many of its own agents are ready."""
    rows = Agent.objects.filter(state=Agent.State.READY, staff__is_active=True).order_by().values_list("unit__path")
    return dict(rows.annotate(Count("pk")))
