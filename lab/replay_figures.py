"""What a replayed day came to: waits by class, who overtook whom and why, and how true the estimates were."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import mean
from typing import Any

TOGETHER_SECONDS = 0.05  # of the real clock: two agents freed at the same moment decide side by side


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


@dataclass
class Stay:
    """A caller in a queue: rank, when they came, and when they were offered or left; seconds of the real clock."""

    key: tuple[float, int]
    queue: int
    came: float
    gone: float
    reason: str


def stays() -> dict[int, Stay]:
    """Every stay by its number."""
    from wanhao.service.routing.models import Offer, Place

    offered: dict[int, float] = {}
    for place, at in Offer.objects.order_by("-offered_at").values_list("place_id", "offered_at").iterator():
        offered[place] = at.timestamp()
    found = {}
    for row in Place.objects.all().iterator():
        left = row.left_at.timestamp() if row.left_at else float("inf")
        reason = row.reasons[0]["reason"] if row.reasons else ""
        gone = min(left, offered.get(row.pk, left))
        found[row.pk] = Stay((row.rank_at.timestamp(), row.pk), row.queue_id, row.queued_at.timestamp(), gone, reason)
    return found


def serving() -> dict[int, list[tuple[int, int]]]:
    """Agent → queues served, and after how many seconds."""
    from wanhao.service.routing.models import Membership

    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for agent, queue, after in Membership.objects.values_list("agent_id", "queue_id", "after_seconds"):
        found[agent].append((queue, after))
    return found


def overtaken() -> tuple[int, dict[str, int]]:
    """Offers that passed over somebody without a reason, and callers who came forward by reason.

    Passed over: somebody waited who ranked before the one offered, whom that agent could have served by then.
    """
    from wanhao.service.routing.models import Offer

    places, queues_of = stays(), serving()
    coming = sorted(places.values(), key=lambda stay: stay.came)
    waiting: dict[int, list[Stay]] = defaultdict(list)
    passed_over, forward, at_next = 0, Counter[str](), 0
    offers = Offer.objects.order_by("offered_at").values_list("place_id", "agent_id", "offered_at")
    for place, agent, offered_at in offers.iterator():
        now, taken = offered_at.timestamp(), places[place]
        while at_next < len(coming) and coming[at_next].came <= now:
            waiting[coming[at_next].queue].append(coming[at_next])
            at_next += 1
        for queue, after in queues_of[agent]:
            here = waiting[queue] = [stay for stay in waiting[queue] if stay.gone > now + TOGETHER_SECONDS]
            passed_over += any(stay.key < taken.key and stay.came + after < now for stay in here)
        is_forward = any(s.came < taken.came and s.key > taken.key for s in waiting[taken.queue])
        if is_forward and taken.reason:
            forward[taken.reason] += 1
    return passed_over, dict(forward)


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
