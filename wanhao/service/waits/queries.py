"""Expected waits as others read them, and how true past predictions were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing import queries as routing
from wanhao.service.waits import rules
from wanhao.service.waits.accuracy import Accuracy, Row, accuracy_of
from wanhao.service.waits.models import WaitParameters, WaitPrediction
from wanhao.service.waits.rules import Standing

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.routing.models import Queue


@dataclass(frozen=True)
class WaitEstimate:
    """How long a caller will wait from `made_at` on: half are answered within P50, nine of ten within P90.

    Both are None when it cannot be said: nobody is at work for the queue, or too few were served so far.
    """

    p50_seconds: float | None
    p90_seconds: float | None
    ahead: int
    made_at: datetime

    @property
    def is_known(self) -> bool:
        """Can anything be said?"""
        return self.p50_seconds is not None


def estimate(contact_id: int) -> WaitEstimate | None:
    """The expected wait of a waiting contact from now on; None when it does not wait."""
    stay = routing.stay_of(contact_id)
    return None if stay is None else estimate_of(stay, WaitParameters.objects.filter(pk=stay.queue_id).first())


def estimate_of(stay: routing.Stay, parameters: WaitParameters | None) -> WaitEstimate:
    """The expected wait of a stay."""
    others = parameters.rival_queues if parameters and not stay.is_offered else ()
    rivals = routing.waits_before(stay.place_id, others)
    return _estimate(
        parameters, Standing(stay.ahead, stay.head_start_seconds, stay.waited_seconds, stay.is_offered, rivals)
    )


def estimate_for_new(queue: Queue) -> WaitEstimate:
    """The expected wait of an ordinary caller who would come now; the time to answer when somebody is free."""
    found = estimates_for_new([queue.pk]).get(queue.pk)
    return found or _estimate(None, Standing(len(routing.waits_now([queue.pk]).get(queue.pk, ()))))


def estimates_for_new(queue_ids: Collection[int]) -> dict[int, WaitEstimate]:
    """The expected wait of a new caller for each of these queues; two queries however many they are."""
    rows = list(WaitParameters.objects.filter(pk__in=queue_ids))
    waiting = routing.waits_now({*queue_ids, *(other for row in rows for other in row.rival_queues)})
    return {row.queue_id: _estimate_for_new(row, waiting) for row in rows}


def _estimate_for_new(row: WaitParameters, waiting: dict[int, list[float]]) -> WaitEstimate:
    ahead = len(waiting.get(row.queue_id, ()))
    is_served_at_once = not ahead and row.idle > 0
    return _estimate(row, Standing(ahead, is_offered=is_served_at_once, rivals=waiting))


def _estimate(parameters: WaitParameters | None, standing: Standing) -> WaitEstimate:
    found = rules.estimate(parameters.model, standing) if parameters else None
    p50, p90 = found if found else (None, None)
    return WaitEstimate(p50, p90, standing.ahead, timezone.now())


def predictions_of(contact_id: int) -> list[WaitPrediction]:
    """What was predicted for a contact, the first one first."""
    return list(WaitPrediction.objects.filter(contact_id=contact_id).order_by("pk"))


def accuracy(viewer: Staff, right: Right, *, begin: datetime, end: datetime) -> dict[int, Accuracy]:
    """Queue → how true the predictions on entry proved, beside the usual estimators, within the viewer's units."""
    found = WaitPrediction.objects.visible_to(viewer, right).filter(
        kind=WaitPrediction.Kind.ENTRY, made_at__gte=begin, made_at__lt=end, p50_seconds__isnull=False
    )
    by_queue: dict[int, list[Row]] = defaultdict(list)
    columns = (
        "queue_id",
        "outcome",
        "waited_seconds",
        "p50_seconds",
        "p90_seconds",
        "last_entered_seconds",
        "simple_seconds",
        "running_average_seconds",
    )
    for queue_id, *values in found.exclude(outcome__in=["", "transferred"]).values_list(*columns).iterator():
        by_queue[queue_id].append(Row(*values))
    return {queue_id: accuracy_of(rows) for queue_id, rows in by_queue.items()}


def parameters_of(queue_ids: Collection[int]) -> dict[int, WaitParameters]:
    """What is known of these queues."""
    return {row.queue_id: row for row in WaitParameters.objects.filter(pk__in=queue_ids)}
