"""One snapshot of the floor: what the wallboard draws."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.access.wallboard import rules
from wanhao.foundation.accounts.rights import Right
from wanhao.management.alerts import queries as alerts
from wanhao.management.contingency import queries as contingency
from wanhao.service.callbacks import queries as callbacks
from wanhao.service.routing import queries as routing
from wanhao.service.waits import queries as waits

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.waits.queries import WaitEstimate

HOUR = timedelta(hours=1)
SLICE = timedelta(minutes=5)
READY = ("ready",)
BUSY = ("offered", "busy", "wrap_up")
SHOWN_STATES = ("ready", "offered", "busy", "wrap_up", "break", "not_answering", "training", "meeting", "offline")


def snapshot(viewer: Staff) -> dict[str, Any]:
    """Queues (the worst first), agents by state and the hour's curve, within the viewer's units."""
    now = timezone.now()
    found = routing.queue_figures(viewer)
    keys = [figures.queue.pk for figures in found]
    expected, called = waits.estimates_for_new(keys), callbacks.open_by_queue(keys)
    rows = [
        queue_row(figures, now, expected.get(figures.queue.pk)) | callback_figures(called.get(figures.queue.pk))
        for figures in found
    ]
    rows.sort(key=_urgency)
    return {
        "at": now,
        "queues": rows,
        "agents": routing.agents_by_state(viewer),
        "curve": hour_curve(viewer, now),
        "alerts": alert_band(viewer),
    }


def alert_band(viewer: Staff) -> list[dict[str, Any]]:
    """Emergencies going on, then open alerts, the severest first, as the band on top says it.

    Of the viewer's units alone: what somebody was called to or told of elsewhere is not for all who watch with them.
    """
    going_on = [one for one in contingency.running(viewer) if viewer.may(Right.SEE_FLOOR, one.unit)]
    texts = [contingency.headline(one) for one in going_on]
    if last_look := alerts.asleep_since():
        texts.append(
            _("Nobody has watched the figures since %(at)s") % {"at": f"{timezone.localtime(last_look):%H:%M}"}
        )
    lines = [{"text": text, "severity": "critical", "acknowledged": False} for text in texts]
    return lines + [
        {"text": alerts.headline(alert), "severity": alert.severity, "acknowledged": bool(alert.acknowledged_at)}
        for alert in alerts.open_alerts(viewer)
        if viewer.may(Right.SEE_FLOOR, alert.unit)
    ]


def queue_row(figures: routing.QueueFigures, now: datetime, expected: WaitEstimate | None = None) -> dict[str, Any]:
    """A queue as the wallboard shows it; shares as numerator and denominator."""
    queue, waiting = figures.queue, figures.waiting
    service_level = (figures.in_limit, figures.finished)
    connection = (figures.answered, figures.finished)
    return {
        "code": queue.code,
        "name": queue.name,
        "waiting": waiting,
        "oldest_at": now - timedelta(seconds=figures.longest_wait_seconds) if waiting else None,
        "expected_wait": (expected.p50_seconds, expected.p90_seconds) if expected and expected.is_known else None,
        "limit_seconds": queue.answer_limit_seconds,
        "service_level": service_level,
        "connection": connection,
        "offered": figures.offered,
        "answered": figures.answered,
        "finished": figures.finished,
        "abandoned": figures.abandoned,
        "agents": _ready_busy_away(figures.agents),
        "meanings": {
            "wait": rules.of_wait(figures.longest_wait_seconds, queue.answer_limit_seconds),
            "service_level": rules.of_share(*service_level, queue.service_level_percent),
            "connection": rules.of_share(*connection, queue.connection_percent),
        },
    }


def callback_figures(found: callbacks.Open | None) -> dict[str, Any]:
    """Open callbacks of a queue: how many, due soon, overdue."""
    found = found or callbacks.Open()
    return {"callbacks": (found.open, found.due_soon, found.overdue)}


def _urgency(row: dict[str, Any]) -> tuple[int, int]:
    return rules.urgency(list(row["meanings"].values()), row["waiting"])


def _ready_busy_away(states: dict[str, int]) -> tuple[int, int, int]:
    ready = sum(states.get(state, 0) for state in READY)
    busy = sum(states.get(state, 0) for state in BUSY)
    away = sum(many for state, many in states.items() if state not in (*READY, *BUSY, "offline"))
    return ready, busy, away


def hour_curve(viewer: Staff, now: datetime) -> dict[str, Any]:
    """Offered and answered by queue in slices of five minutes over the last hour, the running slice included."""
    last = datetime.fromtimestamp(now.timestamp() // SLICE.total_seconds() * SLICE.total_seconds(), tz=now.tzinfo)
    starts = [last - HOUR + SLICE * (n + 1) for n in range(int(HOUR / SLICE))]
    places = routing.places_queued(viewer, Right.SEE_FLOOR, begin=starts[0], end=last + SLICE)
    offered: dict[str, list[int]] = defaultdict(lambda: [0] * len(starts))
    answered: dict[str, list[int]] = defaultdict(lambda: [0] * len(starts))
    rows = places.exclude(outcome="transferred").values_list("queue__code", "queued_at", "outcome")
    for queue, queued_at, outcome in rows:
        at = (queued_at - starts[0]) // SLICE
        offered[queue][at] += 1
        answered[queue][at] += outcome == "answered"
    labels = [f"{timezone.localtime(start):%H:%M}" for start in starts]
    return {"labels": labels, "offered": dict(offered), "answered": dict(answered)}
