"""Rows of the report as pages and spreadsheets show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from wanhao.access.reports import queries, rules, wording

SHOWN = ("offered", "answered", "in_limit", "abandoned", "waiting", "longest_wait_seconds")


def shown_names() -> list[str]:
    """Heads of the counts that the table shows."""
    return [str(wording.COUNTS[name]) for name in SHOWN]


@dataclass(frozen=True)
class Cell:
    """A figure ready to be shown, with what it was made of."""

    key: str
    ratio: rules.Ratio
    is_share: bool

    @property
    def text(self) -> str:
        """A percentage with one digit, or minutes and seconds; a dash where nothing was counted."""
        value = self.ratio.value
        if value is None:
            return "–"
        return f"{value:.1%}" if self.is_share else duration(value)

    @property
    def name(self) -> str:
        """What the figure is called."""
        return str(wording.FIGURES[self.key][0])

    @property
    def formula(self) -> str:
        """How it is made."""
        return str(wording.FIGURES[self.key][1])

    @property
    def hint(self) -> str:
        """Numerator, denominator and formula, for the pointer."""
        return f"{self.name} = {self.formula} = {self.ratio.numerator} ÷ {self.ratio.denominator}"


@dataclass(frozen=True)
class Row:
    """One line: an interval or a queue."""

    label: str
    key: str
    counts: rules.Counts

    @property
    def cells(self) -> list[Cell]:
        """All ratios of the line."""
        return [Cell(figure.key, figure.of(self.counts), figure.is_share) for figure in rules.FIGURES]

    @property
    def shown_counts(self) -> list[str]:
        """The counts of the table, waits as minutes and seconds."""
        found = {name: getattr(self.counts, name) for name in SHOWN}
        return [duration(value) if name.endswith("_seconds") else str(value) for name, value in found.items()]


def duration(seconds: float) -> str:
    """3:07; from an hour on 1:02:07."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def interval_label(start: datetime, step: rules.Step) -> str:
    """How an interval is named: the day, or the day and the time it begins."""
    return (
        f"{timezone.localtime(start):%m-%d}" if step is rules.Step.DAY else f"{timezone.localtime(start):%m-%d %H:%M}"
    )


def interval_rows(asked: queries.Asked, counts: Mapping[datetime, rules.Counts]) -> list[Row]:
    """A line for every interval of the span that lies in the past, empty ones included."""
    until = min(asked.end, timezone.now())
    return [
        Row(interval_label(start, asked.step), start.isoformat(), counts.get(start, rules.Counts()))
        for start in rules.interval_starts(asked.begin, until, asked.step)
    ]


def queue_rows(names: Mapping[str, str], counts: Mapping[str, rules.Counts]) -> list[Row]:
    """A line for every queue that was asked for."""
    return [Row(name, code, counts.get(code, rules.Counts())) for code, name in names.items()]


def chart(rows: list[Row]) -> dict[str, Any]:
    """What the chart draws: counts as bars, service level as a line."""
    level = next(figure for figure in rules.FIGURES if figure.key == "service_level")
    return {
        "labels": [row.label for row in rows],
        "answered": [row.counts.answered for row in rows],
        "abandoned": [row.counts.abandoned for row in rows],
        "offered": [row.counts.offered for row in rows],
        "level": [None if (value := level.of(row.counts).value) is None else round(value * 100, 1) for row in rows],
        "words": {
            name: str(text)
            for name, text in {
                "answered": wording.COUNTS["answered"],
                "abandoned": wording.COUNTS["abandoned"],
                "offered": wording.COUNTS["offered"],
                "level": wording.FIGURES["service_level"][0],
            }.items()
        },
    }
