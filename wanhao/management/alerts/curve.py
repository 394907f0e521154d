"""An alert's values as a line in SVG: plain arithmetic for the template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from wanhao.management.alerts import words

if TYPE_CHECKING:
    from wanhao.management.alerts.models import Alert

WIDTH, HEIGHT = 720, 160
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 12, 24


@dataclass(frozen=True)
class Mark:
    """A line across with its word."""

    at: float
    label: str


@dataclass(frozen=True)
class Curve:
    """What the template draws; coordinates in the picture."""

    points: str
    limit: Mark
    opened_x: float
    closed_x: float | None
    tops: list[Mark]
    begin: datetime
    end: datetime
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def curve_of(alert: Alert) -> Curve | None:
    """The curve of an alert; None when nothing was measured."""
    readings = [(one.at, one.value) for one in alert.readings.all() if one.value is not None]
    if not readings:
        return None
    begin = min(readings[0][0], alert.breached_since)
    end = alert.closed_at or timezone.now()
    span = max(1.0, (end - begin).total_seconds())
    highest = max(*(value for _at, value in readings), alert.threshold, 1e-9) * 1.1

    def x(at: datetime) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (at - begin).total_seconds() / span, 1)

    def y(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - max(0.0, value) / highest), 1)

    steps = [f"{x(at)},{y(value)}" for at, value in stairs(readings, end)]
    return Curve(
        points=" ".join(steps),
        limit=Mark(y(alert.threshold), words.spelt(alert.figure, alert.threshold)),
        opened_x=x(alert.opened_at),
        closed_x=x(alert.closed_at) if alert.closed_at else None,
        tops=[Mark(y(value), words.spelt(alert.figure, value)) for value in (0.0, highest / 1.1)],
        begin=begin,
        end=end,
    )


def stairs(readings: list[tuple[datetime, float]], end: datetime) -> list[tuple[datetime, float]]:
    """A value holds until the next one is read."""
    points: list[tuple[datetime, float]] = []
    for at, value in readings:
        if points:
            points.append((at, points[-1][1]))
        points.append((at, value))
    return [*points, (max(end, points[-1][0]), points[-1][1])]
