"""The only way to write predictions of waits, and what became of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wanhao.foundation import prepared
from wanhao.service.routing import queries as routing
from wanhao.service.waits import rules
from wanhao.service.waits.models import WaitParameters, WaitPrediction
from wanhao.service.waits.queries import WaitEstimate, estimate_of

LATEST_ANSWERS = 60
AT_ONCE = 5000
Kind = WaitPrediction.Kind


def keep_on_entry(contact_id: int) -> WaitEstimate | None:
    """Predict the wait of a contact that has just entered a queue; None when it does not wait or is being rung."""
    return _predict(contact_id, Kind.ENTRY)


def keep_spoken(contact_id: int) -> WaitEstimate | None:
    """Predict the wait of a waiting contact in order to tell it; None when it does not wait or is being rung."""
    return _predict(contact_id, Kind.SPOKEN)


def _predict(contact_id: int, kind: Kind) -> WaitEstimate | None:
    stay = routing.stay_of(contact_id)
    if stay is None or stay.is_offered:
        return None
    parameters = prepared.first(WaitParameters, "queue_id = %s", [stay.queue_id])
    found = estimate_of(stay, parameters)
    answers = routing.latest_answers(stay.queue_id, LATEST_ANSWERS) if kind == Kind.ENTRY else []
    prediction = WaitPrediction(
        kind=kind,
        place_id=stay.place_id,
        contact_id=contact_id,
        queue_id=stay.queue_id,
        unit_id=stay.unit_id,
        made_at=found.made_at,
        ahead=stay.ahead,
        waited_before_seconds=stay.waited_seconds,
        p50_seconds=found.p50_seconds,
        p90_seconds=found.p90_seconds,
        level=parameters.level if parameters else 1,
        spread=parameters.spread if parameters else 1,
        last_entered_seconds=answers[-1][1] if answers else None,
        simple_seconds=_simple(parameters, stay.ahead),
        running_average_seconds=rules.running_average([wait for _at, wait in answers]) if answers else None,
    )
    prepared.insert(prediction)
    return found


def _simple(parameters: WaitParameters | None, ahead: int) -> float | None:
    if parameters is None:
        return None
    model = parameters.model
    return rules.simple_wait(ahead, rules.places_after(model.rings, 0), model.service_mean_seconds)


@transaction.atomic
def compare_predictions() -> int:
    """Note what became of predictions whose stay has ended; returns how many."""
    rows = list(WaitPrediction.objects.filter(outcome="").order_by("pk")[:AT_ONCE])
    ended = routing.ended_stays({row.place_id for row in rows})
    known = [row for row in rows if row.place_id in ended]
    for row in known:
        left_at, row.outcome = ended[row.place_id]
        row.waited_seconds = max(0.0, (left_at - row.made_at).total_seconds())
    WaitPrediction.objects.bulk_update(known, ["outcome", "waited_seconds"], batch_size=500)
    return len(known)


def forget_predictions(before: datetime) -> int:
    """Delete predictions older than this; returns how many."""
    deleted, _rows = WaitPrediction.objects.filter(made_at__lt=before).delete()
    return deleted
