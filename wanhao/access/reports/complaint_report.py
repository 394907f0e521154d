"""The report of complaints: on time, repeated, reopened, falsely closed, called back; by category and unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wanhao.access.reports.rules import Figure, Ratio
from wanhao.service.complaints import figures
from wanhao.service.complaints.figures import Counts, Key

if TYPE_CHECKING:
    from datetime import datetime

    from wanhao.foundation.accounts.models import Staff

COUNTS = {
    "opened": pgettext_lazy("complaint report", "Opened"),
    "resolved": pgettext_lazy("complaint report", "Said to be solved"),
    "decided": pgettext_lazy("complaint report", "Solved or past their time"),
    "on_time": pgettext_lazy("complaint report", "Solved in time"),
    "repeats": pgettext_lazy("complaint report", "Repeats"),
    "reopened": pgettext_lazy("complaint report", "Reopened"),
    "closed": pgettext_lazy("complaint report", "Closed"),
    "asked": pgettext_lazy("complaint report", "Closed with a callback"),
    "answered": pgettext_lazy("complaint report", "Customers who answered"),
    "contradicted": pgettext_lazy("complaint report", "Contradicted"),
    "with_management": pgettext_lazy("complaint report", "With management"),
}
SHOWN = ("opened", "resolved", "closed", "contradicted", "with_management")
FIGURES = (
    Figure("on_time", "on_time", "decided", is_share=True),
    Figure("repeat", "repeats", "opened", is_share=True),
    Figure("reopened", "reopened", "resolved", is_share=True),
    Figure("false_closure", "contradicted", "answered", is_share=True),
    Figure("called_back", "asked", "closed", is_share=True),
)
WORDS = {
    "on_time": (
        pgettext_lazy("complaint report", "On time"),
        gettext_lazy("complaints solved by their due moment ÷ complaints solved or past it"),
    ),
    "repeat": (
        pgettext_lazy("complaint report", "Repeat rate"),
        gettext_lazy("complaints that repeat an earlier one ÷ complaints opened"),
    ),
    "reopened": (
        pgettext_lazy("complaint report", "Reopened rate"),
        gettext_lazy("complaints reopened ÷ complaints said to be solved"),
    ),
    "false_closure": (
        pgettext_lazy("complaint report", "False closures"),
        gettext_lazy("complaints whose customer contradicted ÷ complaints whose customer answered"),
    ),
    "called_back": (
        pgettext_lazy("complaint report", "Called back before closing"),
        gettext_lazy("closed complaints with a callback result ÷ closed complaints"),
    ),
}


@dataclass(frozen=True)
class Cell:
    """A share ready to be shown, with what it was made of."""

    name: str
    formula: str
    ratio: Ratio

    @property
    def text(self) -> str:
        """A percentage with one digit; a dash where nothing was counted."""
        return "–" if self.ratio.value is None else f"{self.ratio.value:.1%}"

    @property
    def hint(self) -> str:
        """Numerator, denominator and formula, for the pointer."""
        return f"{self.name} = {self.formula} = {self.ratio.numerator} ÷ {self.ratio.denominator}"


@dataclass(frozen=True)
class Row:
    """One line: a category or a unit."""

    label: str
    counts: Counts

    @property
    def shown_counts(self) -> list[int]:
        """The counts of the table."""
        return [getattr(self.counts, name) for name in SHOWN]

    @property
    def cells(self) -> list[Cell]:
        """All figures of the line."""
        return [cell_of(figure, self.counts) for figure in FIGURES]


def cell_of(figure: Figure, counts: Counts) -> Cell:
    """One figure with its words."""
    name, formula = WORDS[figure.key]
    ratio = Ratio(getattr(counts, figure.numerator), getattr(counts, figure.denominator))
    return Cell(str(name), str(formula), ratio)


def shown_names() -> list[str]:
    """Heads of the counts that the table shows."""
    return [str(COUNTS[name]) for name in SHOWN]


def report(viewer: Staff, begin: datetime, end: datetime) -> dict[str, Any]:
    """Rows by category and by unit, the most complaints first, and the total."""
    found = figures.counts(viewer, begin, end)
    units = figures.unit_names(key.unit for key in found)
    return {
        "total": Row(_("Total"), figures.total(found.values())),
        "categories": rows_by(found, lambda key: key.category, figures.category_names()),
        "units": rows_by(found, lambda key: key.unit, units),
    }


def rows_by(found: dict[Key, Counts], part: Callable[[Key], str], names: dict[str, str]) -> list[Row]:
    """Gathered by one part of the key, the most complaints first."""
    gathered: dict[str, list[Counts]] = defaultdict(list)
    for key, one in found.items():
        gathered[part(key)].append(one)
    rows = [Row(names.get(code, code), figures.total(many)) for code, many in gathered.items()]
    return sorted(rows, key=lambda row: -row.counts.opened)
