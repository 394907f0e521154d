"""The report of tickets as pages and files show it: lines by department, category and area, and the weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wanhao.access.reports import ticket_figures
from wanhao.access.reports.complaint_report import Cell
from wanhao.access.reports.rules import Figure
from wanhao.access.reports.ticket_figures import Counts, Key
from wanhao.service.complaints import figures

if TYPE_CHECKING:
    from datetime import date, datetime

    from wanhao.foundation.accounts.models import Staff

COUNTS = {
    "opened": pgettext_lazy("ticket report", "Opened"),
    "decided": pgettext_lazy("ticket report", "Finished or past their time"),
    "on_time": pgettext_lazy("ticket report", "Finished in time"),
    "in_contact": pgettext_lazy("ticket report", "Opened in a contact"),
    "first": pgettext_lazy("ticket report", "Solved at first contact"),
    "repeats": pgettext_lazy("ticket report", "Repeats"),
    "finished": pgettext_lazy("ticket report", "Said to be solved"),
    "reopened": pgettext_lazy("ticket report", "Reopened"),
    "false": pgettext_lazy("ticket report", "Falsely closed"),
}
COLUMNS = tuple(one.name for one in fields(Counts))
FIGURES = (
    Figure("on_time", "on_time", "decided", is_share=True),
    Figure("first", "first", "in_contact", is_share=True),
    Figure("repeat", "repeats", "opened", is_share=True),
    Figure("reopened", "reopened", "finished", is_share=True),
    Figure("false", "false", "finished", is_share=True),
)
WORDS = {
    "on_time": (
        pgettext_lazy("ticket report", "On time"),
        gettext_lazy("tickets finished by their due moment ÷ tickets finished or past it"),
    ),
    "first": (
        pgettext_lazy("ticket report", "First-contact resolution"),
        gettext_lazy(
            "tickets solved by who opened them before the contact and its wrap-up ended, without a work order, never "
            "reopened, not asked about again within the days of a repeat ÷ tickets staff opened in a contact"
        ),
    ),
    "repeat": (
        pgettext_lazy("ticket report", "Repeat rate"),
        gettext_lazy("tickets of a customer who had one of the same category within the days of a repeat ÷ all opened"),
    ),
    "reopened": (
        pgettext_lazy("ticket report", "Reopened rate"),
        gettext_lazy("tickets reopened ÷ tickets said to be solved at least once"),
    ),
    "false": (
        pgettext_lazy("ticket report", "False closures"),
        gettext_lazy(
            "tickets whose customer contradicted, or with a work order found false ÷ tickets said to be solved at "
            "least once"
        ),
    ),
}


@dataclass(frozen=True)
class Row:
    """One line: a department, a category or an area."""

    label: str
    key: str
    counts: Counts

    @property
    def cells(self) -> list[tuple[Figure, Cell]]:
        """All figures of the line."""
        return [(figure, cell_of(figure, self.counts)) for figure in FIGURES]


def cell_of(figure: Figure, counts: Counts) -> Cell:
    """One figure with its words."""
    name, formula = WORDS[figure.key]
    return Cell(str(name), str(formula), figure.of(counts))  # type: ignore[arg-type]


def report(viewer: Staff, begin: datetime, end: datetime) -> dict[str, Any]:
    """Lines by department, category and area, the most tickets first, the weeks, and the total."""
    found = ticket_figures.counts(viewer, begin, end)
    everything = ticket_figures.total(found.values())
    departments = ticket_figures.by_department(viewer, begin, end, everything)
    units = figures.unit_names([*departments, *(key.area for key in found)]) | {"": _("No department")}
    areas = gathered(found, lambda key: key.area)
    categories = gathered(found, lambda key: key.category)
    return {
        "total": Row(_("Total"), "", everything),
        "departments": rows_of(departments, units),
        "categories": rows_of(categories, figures.category_names()),
        "areas": rows_of(areas, units),
        "weeks": chart(gathered(found, lambda key: key.week)),
    }


def gathered(found: Mapping[Key, Counts], part: Callable[[Key], Any]) -> dict[Any, Counts]:
    """Summed by one part of the key."""
    many: dict[Any, Counts] = defaultdict(Counts)
    for key, one in found.items():
        many[part(key)] += one
    return dict(many)


def rows_of(counted: Mapping[str, Counts], names: Mapping[str, str]) -> list[Row]:
    """Named, the most tickets first."""
    rows = [Row(names.get(key, key), key, one) for key, one in counted.items()]
    return sorted(rows, key=lambda row: (-row.counts.opened, row.key))


def chart(weeks: Mapping[date, Counts]) -> dict[str, Any]:
    """What the chart draws: tickets as bars, each figure as a line."""
    days = sorted(weeks)
    lines = [
        [None if (value := figure.of(weeks[day]).value) is None else round(value * 100, 1) for day in days]  # type: ignore[arg-type]
        for figure in FIGURES
    ]
    return {
        "labels": [f"{day:%m-%d}" for day in days],
        "opened": [weeks[day].opened for day in days],
        "opened_word": str(COUNTS["opened"]),
        "lines": [{"name": str(WORDS[one.key][0]), "data": data} for one, data in zip(FIGURES, lines, strict=True)],
    }
