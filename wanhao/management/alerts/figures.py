"""The figures rules may watch. Each is read once a round for everybody; a rule combines the rows of its scope.

    figure("waiting", _("Contacts waiting"), Unit.COUNT, read_waiting, add)

`read(window_minutes)` gives rows: of a queue, of a unit, or (for processes) of a name of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from wanhao.management.alerts import rules

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Unit(StrEnum):
    """What a figure is counted in."""

    COUNT = "count"
    SECONDS = "seconds"
    PERCENT = "percent"
    SPREADS = "spreads"


class Of(StrEnum):
    """What a row is about."""

    QUEUE = "queue"
    UNIT = "unit"
    PROCESS = "process"


@dataclass(frozen=True)
class Row:
    """One count: of a queue (its number), a unit (its path) or a process (its name)."""

    of: Of
    key: str
    unit_path: str = ""
    numerator: float = 0
    denominator: float = 0
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A figure of one subject now; None where nothing can be said."""

    value: float | None
    detail: dict[str, Any] = field(default_factory=dict)


Read = Callable[[int], list[Row]]
Combine = Callable[[Sequence[Row]], Reading]


@dataclass(frozen=True)
class Figure:
    """A live figure: its name, unit, how it is read and how rows become one value."""

    code: str
    name: StrOrPromise
    unit: Unit
    read: Read
    combine: Combine
    comparison: rules.Comparison = rules.Comparison.ABOVE  # which side is usually bad
    has_window: bool = False
    is_of_processes: bool = False
    has_unit_rows: bool = False


FIGURES: dict[str, Figure] = {}


def figure(code: str, name: StrOrPromise, unit: Unit, read: Read, combine: Combine, **more: Any) -> None:
    """Offer a figure to the rules."""
    FIGURES[code] = Figure(code, name, unit, read, combine, **more)


def add(rows: Sequence[Row]) -> Reading:
    """The sum."""
    return Reading(sum(row.numerator for row in rows))


def largest(rows: Sequence[Row]) -> Reading:
    """The largest."""
    return Reading(max((row.numerator for row in rows), default=0.0))


def percentage(rows: Sequence[Row]) -> Reading:
    """The sums' share; never a mean of shares."""
    numerator, denominator = sum(row.numerator for row in rows), sum(row.denominator for row in rows)
    return Reading(rules.share(numerator, denominator), {"numerator": numerator, "denominator": denominator})


def over_usual(rows: Sequence[Row]) -> Reading:
    """How far the arrivals of all rows together lie above what the same time usually brings."""
    known = [row for row in rows if row.detail.get("samples")]
    samples = [sum(counts) for counts in zip(*(row.detail["samples"] for row in known), strict=False)]
    usual = rules.usual(samples)
    if usual is None:
        return Reading(None)
    count = sum(row.numerator for row in known)
    return Reading(round(usual.above(count), 2), {"count": count, "low": usual.low, "high": usual.high})


def rows_for_queue(rows: Iterable[Row], queue_id: int) -> list[Row]:
    """Rows of one queue."""
    return [row for row in rows if row.of is Of.QUEUE and row.key == str(queue_id)]


def rows_for_unit(figure: Figure, rows: Iterable[Row], path: str) -> list[Row]:
    """Rows of a unit with all below it: its own where the figure has such, else those of its queues."""
    kind = Of.UNIT if figure.has_unit_rows else Of.QUEUE
    return [row for row in rows if row.of is kind and row.unit_path.startswith(path)]
