"""Measures every queue again and again: service time, patience, agents at work, who overtakes, how true we were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from wanhao.service.routing import queries as routing
from wanhao.service.waits import rules, sharing
from wanhao.service.waits.at_once import Kind, at_once, may_take
from wanhao.service.waits.models import WaitParameters, WaitPrediction
from wanhao.service.waits.rules import Compared
from wanhao.service.waits.sharing import Flow

LATEST_STAYS = 300
LATEST_COMPARED = 300
STEADY = ("service_mean_seconds", "services", "patience_mean_seconds", "abandoned", "answer_seconds", "overtaking")
FLOW = (*STEADY, "kinds", "arrivals_a_second", "level", "spread", "compared", "measured_at")


@dataclass(frozen=True)
class Prior:
    """What is believed while little is known, and as how many observations that counts.

    Of the service time in a queue: what the whole house takes, which itself begins with a guess.
    """

    service_seconds: float = 240.0
    service_weight: float = 2.0
    house_weight: float = 5.0
    patience_seconds: float = 180.0
    patience_weight: float = 2.0


def measure_flows(prior: Prior = Prior()) -> None:
    """Service time, patience, ring time, overtaking and corrections of all queues in use, from the latest stays."""
    queue_ids = routing.queue_ids_in_use()
    latest = routing.latest_stays(queue_ids, LATEST_STAYS)
    answers, kinds = routing.answer_seconds(queue_ids), routing.kinds_of_contacts(queue_ids)
    now = timezone.now()
    prior = replace(prior, service_seconds=_service_in_the_house(latest, prior))
    rows = []
    for queue_id in queue_ids:
        row = WaitParameters(queue_id=queue_id, measured_at=now, answer_seconds=answers.get(queue_id, 0.0))
        row.kinds = kinds.get(queue_id, [])
        _take_flow(row, latest.get(queue_id), prior)
        compared = latest_compared(queue_id)
        row.compared = len(compared)
        row.level, row.spread = rules.corrections(compared)
        rows.append(row)
    WaitParameters.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["queue"],
        update_fields=FLOW,
    )


def _service_in_the_house(latest: dict[int, routing.Latest], prior: Prior) -> float:
    """The mean service time over all queues."""
    busy, services = (sum(getattr(one, name) for one in latest.values()) for name in ("busy_seconds", "services"))
    return rules.exponential_mean(
        busy, services, prior_seconds=prior.service_seconds, prior_weight=prior.service_weight
    )


def _take_flow(row: WaitParameters, sums: routing.Latest | None, prior: Prior) -> None:
    busy, waited = (sums.busy_seconds, sums.waited_seconds) if sums else (0.0, 0.0)
    row.services, row.abandoned = (sums.services, sums.abandoned) if sums else (0, 0)
    talk_and_wrap_up = rules.exponential_mean(
        busy, row.services, prior_seconds=prior.service_seconds, prior_weight=prior.house_weight
    )
    row.service_mean_seconds = talk_and_wrap_up + row.answer_seconds
    row.patience_mean_seconds = rules.exponential_mean(
        waited, row.abandoned, prior_seconds=prior.patience_seconds, prior_weight=prior.patience_weight
    )
    if sums and sums.span_seconds > 0:
        row.arrivals_a_second = sums.stays / sums.span_seconds
        starts = Counter(round(seconds) for seconds in sums.head_starts)
        row.overtaking = [[start, many / sums.span_seconds] for start, many in sorted(starts.items())]


def measure_agents() -> None:
    """Who serves each queue at this moment, and what they serve besides; writes only what has changed."""
    rows = {row.queue_id: row for row in WaitParameters.objects.all()}
    kinds = {queue_id: row.contact_kinds for queue_id, row in rows.items()}
    places = _places(members := routing.members_at_work(), kinds)
    serving = [member for member in members if places[member.agent_id, member.queue_id]]
    at_work = [(member.agent_id, member.queue_id, member.after_seconds) for member in serving]
    rings = sharing.rings_of(at_work, {queue_id: _flow(row) for queue_id, row in rows.items()}, places)
    beside = sharing.overtaking_beside(at_work, {queue_id: row.overtaking for queue_id, row in rows.items()})
    idle = Counter(member.queue_id for member in serving if not member.after_seconds and _is_free(member, kinds))
    changed = []
    for queue_id, row in rows.items():
        mine = rings.get(queue_id, ())
        others = {rival.queue for ring in mine for rival in ring.rivals if not rival.after_seconds}
        now = {
            "rings": [_plain(ring) for ring in mine],
            "overtaking_beside": [list(each) for each in beside.get(queue_id, ())],
            "idle": idle.get(queue_id, 0),
            "seen": sum(rows[one].services for one in {queue_id, *others} if one in rows),
        }
        if any(getattr(row, name) != value for name, value in now.items()):
            for name, value in now.items():
                setattr(row, name, value)
            changed.append(row)
    WaitParameters.objects.bulk_update(changed, ["rings", "overtaking_beside", "idle", "seen"])


def _places(members: Iterable[routing.AtWork], kinds: Mapping[int, Sequence[Kind]]) -> dict[tuple[int, int], float]:
    """How many contacts of a queue an agent may have at once: (agent, queue) →; 0 for who may have none."""
    usual = {queue_id: at_once(found, {}) for queue_id, found in kinds.items()}
    return {
        (one.agent_id, one.queue_id): at_once(kinds.get(one.queue_id, ()), dict(one.own_weights))
        if one.own_weights
        else usual.get(one.queue_id, 1.0)
        for one in members
    }


def _is_free(member: routing.AtWork, kinds: Mapping[int, Sequence[Kind]]) -> bool:
    """Could this agent take one more contact of the queue now?"""
    if member.load is None:
        return False
    return may_take(kinds.get(member.queue_id, ()), dict(member.own_weights), member.load)


def _plain(ring: sharing.Ring) -> list[Any]:
    """As it is kept; rates to four digits, so that it changes when something does."""
    rivals = [
        [rival.queue, rival.after_seconds, rival.agents, float(f"{rival.sooner_a_second:.4g}")] for rival in ring.rivals
    ]
    return [ring.after_seconds, ring.agents, float(f"{ring.ends_a_second:.4g}"), rivals, round(ring.at_once, 2)]


def _flow(row: WaitParameters) -> Flow:
    return Flow(row.arrivals_a_second, row.service_mean_seconds)


def latest_compared(queue_id: int) -> list[Compared]:
    """The latest predictions on entry of a queue whose outcome is known."""
    known = WaitPrediction.objects.filter(queue_id=queue_id, kind=WaitPrediction.Kind.ENTRY, p50_seconds__isnull=False)
    found = known.exclude(outcome__in=["", "transferred"]).order_by("-made_at")[:LATEST_COMPARED]
    return [
        Compared(
            p50=row.p50_seconds or 0.0,
            p90=row.p90_seconds or 0.0,
            level=row.level,
            spread=row.spread,
            waited=row.waited_seconds or 0.0,
            is_answered=row.outcome == "answered",
        )
        for row in found
    ]
