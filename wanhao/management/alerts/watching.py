"""One look at all figures for all rules; alerts open, escalate and close from here.

One process at a time. Each figure is read once for all rules that ask for it over the same time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone

from wanhao.management.alerts import opening, rules
from wanhao.management.alerts.figures import FIGURES, Of, Reading, Row, rows_for_queue, rows_for_unit
from wanhao.management.alerts.models import Alert, AlertReading, AlertRule, Watching, WatchRound

LOCK = (7401, 41)
ROUND_SECONDS = 5.0
CURVE_SECONDS = 30.0  # a value that does not change is kept this often
AHEAD = 120  # values kept of a breach that has not opened an alert yet

log = structlog.get_logger(__name__)
Floor = dict[tuple[str, int], list[Row]]
Ahead = deque[tuple[datetime, float | None]]
_ahead: dict[tuple[int, str], Ahead] = {}


@dataclass(frozen=True)
class Subject:
    """What a rule looks at: the unit, one queue or one process, with its figure now."""

    key: str
    reading: Reading
    queue_id: int | None = None


def watch_all(at: datetime | None = None) -> bool:
    """Look once, unless another process is looking."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", LOCK)
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        return False
    try:
        _watch_all(at or timezone.now())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s, %s)", LOCK)
    return True


def _watch_all(at: datetime) -> None:
    active = list(AlertRule.objects.filter(is_active=True).select_related("unit", "queue"))
    floor = read_floor(active)
    watchings = {(row.rule_id, row.subject): row for row in Watching.objects.all()}
    alerts = {
        (alert.rule_id, alert.subject): alert
        for alert in Alert.objects.filter(closed_at=None).select_related("rule", "unit", "queue")
    }
    for rule in active:
        for subject in subjects_of(rule, floor):
            key = (rule.pk, subject.key)
            look_at(rule, subject, watchings.get(key), alerts.pop(key, None), at)
    for alert in alerts.values():  # the rule was switched off, or its subject is gone
        _close_orphan(alert, at)
    WatchRound.objects.update_or_create(id=1, defaults={"at": at})


def read_floor(active: list[AlertRule]) -> Floor:
    """Each figure once for every window that some rule asks for; one that cannot be read is left out."""
    floor: Floor = {}
    for rule in active:
        key = floor_key(rule)
        if key in floor or rule.figure not in FIGURES:
            continue
        try:
            with transaction.atomic():
                floor[key] = FIGURES[rule.figure].read(rule.window_minutes)
        except Exception:
            log.exception("a figure could not be read", figure=rule.figure)
    return floor


def floor_key(rule: AlertRule) -> tuple[str, int]:
    """The figure, and the window where it has one."""
    figure = FIGURES.get(rule.figure)
    return rule.figure, rule.window_minutes if figure and figure.has_window else 0


def subjects_of(rule: AlertRule, floor: Floor) -> Iterator[Subject]:
    """What the rule looks at, with its figure now."""
    rows = floor.get(floor_key(rule))
    if rows is None:
        return
    figure = FIGURES[rule.figure]
    if figure.is_of_processes:
        for row in rows:
            yield Subject(f"process:{row.key}"[:140], figure.combine([row]))
    elif rule.scope == AlertRule.Scope.UNIT:
        yield Subject("unit", figure.combine(rows_for_unit(figure, rows, rule.unit.path)))
    elif rule.scope == AlertRule.Scope.QUEUE:
        yield Subject(f"queue:{rule.queue_id}", figure.combine(rows_for_queue(rows, rule.queue_id or 0)), rule.queue_id)
    else:
        for row in rows:
            if row.of is Of.QUEUE and row.unit_path.startswith(rule.unit.path):
                yield Subject(f"queue:{row.key}", figure.combine([row]), int(row.key))


def look_at(rule: AlertRule, subject: Subject, kept: Watching | None, alert: Alert | None, at: datetime) -> None:
    """Look at one subject of one rule, and do what follows."""
    before = remembered(kept, is_open=alert is not None)
    after, verdict = rules.look(before, subject.reading.value, limit_of(rule), at.timestamp())
    if verdict is rules.Verdict.OPEN:
        _open(rule, subject, after, at)
    elif verdict is rules.Verdict.CLOSE and alert:
        opening.close_by_itself(alert, subject.reading, at=at)
    elif alert:
        _go_on(alert, subject.reading, at)
    elif after.breached_since is not None:
        _ahead.setdefault((rule.pk, subject.key), deque(maxlen=AHEAD)).append((at, subject.reading.value))
    else:
        _ahead.pop((rule.pk, subject.key), None)
    if after != before:
        remember(rule, subject.key, after)


def _open(rule: AlertRule, subject: Subject, watch: rules.Watch, at: datetime) -> None:
    since = moment(watch.breached_since) or at
    with transaction.atomic():
        alert = opening.open_alert(
            rule, subject.key, subject.reading, breached_since=since, at=at, queue_id=subject.queue_id
        )
        before = _ahead.pop((rule.pk, subject.key), ())
        readings = [AlertReading(alert=alert, at=moment_, value=value) for moment_, value in before]
        AlertReading.objects.bulk_create([*readings, AlertReading(alert=alert, at=at, value=subject.reading.value)])


def _go_on(alert: Alert, reading: Reading, at: datetime) -> None:
    """Keep the value; escalate when nobody came."""
    last = AlertReading.objects.filter(alert=alert).order_by("-at").values_list("at", flat=True).first()
    is_old = last is None or at - last >= timedelta(seconds=CURVE_SECONDS)
    if reading.value != alert.value or is_old:
        opening.note_value(alert, reading, at=at)
    if alert.escalated_at is None and rules.is_escalation_due(
        opened_at=alert.opened_at.timestamp(),
        acknowledged=alert.acknowledged_at is not None,
        after_seconds=alert.rule.escalate_seconds,
        at=at.timestamp(),
    ):
        opening.escalate(alert, at=at)


def _close_orphan(alert: Alert, at: datetime) -> None:
    """The rule is off, or what it looked at is gone; a figure that could not be read this time closes nothing."""
    figure = FIGURES.get(alert.figure)
    if not alert.rule.is_active or figure is None or figure.is_of_processes:
        opening.close_by_itself(alert, Reading(None), at=at)


def limit_of(rule: AlertRule) -> rules.Limit:
    """The rule's limit as plain numbers."""
    return rules.Limit(
        rules.Comparison(rule.comparison), rule.threshold, rule.clear_at, rule.hold_seconds, rule.clear_seconds
    )


def remembered(kept: Watching | None, *, is_open: bool) -> rules.Watch:
    """What was remembered, as plain numbers."""
    if kept is None:
        return rules.Watch(is_open)
    since = kept.breached_since.timestamp() if kept.breached_since else None
    good = kept.good_since.timestamp() if kept.good_since else None
    return rules.Watch(is_open, kept.is_muted, since, good)


def remember(rule: AlertRule, subject: str, watch: rules.Watch) -> None:
    """Keep it for the next look, in whichever process that is."""
    values = {
        "is_muted": watch.is_muted,
        "breached_since": moment(watch.breached_since),
        "good_since": moment(watch.good_since),
    }
    Watching.objects.update_or_create(rule=rule, subject=subject, defaults=values)


def moment(seconds: float | None) -> datetime | None:
    """Seconds as a moment."""
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())
