"""What a replayed day came to: waits by class, who overtook whom and why, and how true the estimates were."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import mean
from typing import Any

TOGETHER_SECONDS = 0.05  # of the real clock: two agents freed at the same moment decide side by side

# An offer of a caller while another waited who ranked before them and whom that agent could have served.
OVERTAKEN = """
select count(*) from routing_offer o
join routing_place b on b.id = o.place_id
join routing_membership m on m.agent_id = o.agent_id
join routing_place a on a.queue_id = m.queue_id and a.id <> b.id and (a.rank_at, a.id) < (b.rank_at, b.id)
    and a.queued_at + make_interval(secs => m.after_seconds) < o.offered_at
    and (a.left_at is null or a.left_at > o.offered_at)
where not exists (select 1 from routing_offer x where x.place_id = a.id and x.offered_at <= o.offered_at
                  + make_interval(secs => %s))
"""

# Who came later and was served first in the same queue: the head start that is kept with the place says why.
WITH_REASON = """
select coalesce(b.reasons->0->>'reason', ''), count(distinct b.id)
from routing_place b join routing_place a
  on a.queue_id = b.queue_id and a.queued_at < b.queued_at and a.left_at > b.left_at and b.outcome = 'answered'
  and (b.rank_at, b.id) < (a.rank_at, a.id)
group by 1
"""


@dataclass(frozen=True)
class ClassWaits:
    """Waits of a class of callers, in seconds of the day."""

    kind: str
    offered: int
    answered: int
    abandoned: int
    mean: float
    p90: float
    longest: float


def quantile(values: list[float], part: float) -> float:
    """The value that this part does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def waits_by_class(kinds: dict[int, str], speed: float) -> list[ClassWaits]:
    """How long each class of callers waited."""
    from wanhao.service.routing.models import Place

    rows: dict[str, list[tuple[str, float]]] = defaultdict(list)
    places = Place.objects.exclude(left_at=None).values_list("contact_id", "outcome", "queued_at", "left_at")
    for contact, outcome, queued_at, left_at in places.iterator():
        assert left_at is not None
        rows[kinds[contact]].append((outcome, (left_at - queued_at).total_seconds() * speed))
    found = []
    for kind, stays in sorted(rows.items()):
        waits = [seconds for outcome, seconds in stays if outcome == "answered"]
        gone = sum(outcome == "abandoned" for outcome, _seconds in stays)
        average = mean(waits) if waits else 0.0
        found.append(
            ClassWaits(kind, len(stays), len(waits), gone, average, quantile(waits, 0.9), max(waits, default=0.0))
        )
    return found


def overtaken() -> tuple[int, dict[str, int]]:
    """Offers that passed over somebody without a reason, and callers who came forward by reason."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("analyze")
        cursor.execute(OVERTAKEN, [TOGETHER_SECONDS])
        row = cursor.fetchone()
        assert row is not None
        cursor.execute(WITH_REASON)
        return row[0], {reason: many for reason, many in cursor.fetchall() if reason}


def accuracy(speed: float, queue: str = "") -> dict[str, Any]:
    """Errors of the estimators over those who had to wait, in seconds of the day."""
    from wanhao.service.waits.accuracy import Row, accuracy_of
    from wanhao.service.waits.models import WaitPrediction

    columns = ("p50_seconds", "p90_seconds", "last_entered_seconds", "simple_seconds", "running_average_seconds")
    kept = WaitPrediction.objects.filter(kind="entry", p50_seconds__isnull=False).exclude(outcome="")
    if queue:
        kept = kept.filter(queue__code=queue)
    rows = []
    for outcome, waited, *values in kept.values_list("outcome", "waited_seconds", *columns):
        p50, p90, *usual = [None if value is None else value * speed for value in values]
        rows.append(Row(outcome, (waited or 0.0) * speed, p50 or 0.0, p90 or 0.0, *usual))
    found = accuracy_of(rows)
    errors = {"ours": found.ours, "last to enter": found.last_entered, "(Q+1)/(n mu)": found.simple}
    errors["running average"] = found.running_average
    return {
        "predicted": found.predicted,
        "answered": found.answered,
        "coverage": found.coverage or 0.0,
        "answered_within_p90": found.within_p90 / found.answered if found.answered else 0.0,
        "mae": {name: round(error.mae or 0.0, 2) for name, error in errors.items()},
        "bias": {name: round(error.bias or 0.0, 2) for name, error in errors.items()},
    }
