"""The scoreboard as pages and spreadsheets show it: counts, and ratios with what they are made of."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from xlsxwriter.utility import xl_rowcol_to_cell

from wanhao.service.dispatch import charges, figures, queries, rules
from wanhao.service.dispatch.rules import Score

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Unit
    from wanhao.service.dispatch.watch_models import DispatchPolicy

COUNTS = {
    "received": pgettext_lazy("scoreboard", "Received"),
    "finished": pgettext_lazy("scoreboard", "Finished"),
    "in_time": pgettext_lazy("scoreboard", "Finished in time"),
    "judged": pgettext_lazy("scoreboard", "Finished or overdue"),
    "refused": pgettext_lazy("scoreboard", "Refused"),
    "bounced": pgettext_lazy("scoreboard", "Sent back"),
    "done": pgettext_lazy("scoreboard", "Finished at least once"),
    "reopened": pgettext_lazy("scoreboard", "Reopened"),
    "false": pgettext_lazy("scoreboard", "False"),
    "late": pgettext_lazy("scoreboard", "Missed their time"),
}
SHOWN = ("received", "finished", "refused", "bounced", "reopened", "false")
COLUMNS = tuple(name for name in COUNTS if name != "late")


@dataclass(frozen=True)
class Figure:
    """A ratio of two counts."""

    key: str
    above: str
    below: str

    @property
    def name(self) -> str:
        """What it is called."""
        return str(WORDS[self.key][0])

    @property
    def formula(self) -> str:
        """How it is made."""
        return str(WORDS[self.key][1])


FIGURES = (
    Figure("on_time", "in_time", "judged"),
    Figure("refused", "refused", "received"),
    Figure("bounced", "bounced", "received"),
    Figure("reopened", "reopened", "done"),
    Figure("false", "false", "done"),
)
WORDS = {
    "on_time": (
        pgettext_lazy("scoreboard", "On time"),
        gettext_lazy("orders finished in time ÷ (orders finished + orders still open beyond their time)"),
    ),
    "refused": (pgettext_lazy("scoreboard", "Refused (%)"), gettext_lazy("orders refused ÷ orders received")),
    "bounced": (pgettext_lazy("scoreboard", "Sent back (%)"), gettext_lazy("orders sent back ÷ orders received")),
    "reopened": (
        pgettext_lazy("scoreboard", "Reopened (%)"),
        gettext_lazy("orders reopened ÷ orders finished at least once"),
    ),
    "false": (
        pgettext_lazy("scoreboard", "False (%)"),
        gettext_lazy("orders found false ÷ orders finished at least once"),
    ),
}


@dataclass(frozen=True)
class Row:
    """One department, or all of them."""

    label: str
    code: str
    score: Score
    missed: frozenset[str] = frozenset()  # figures beyond their limits
    charged: int = 0

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The counts of the table."""
        return [(name, getattr(self.score, name)) for name in SHOWN]

    @property
    def cells(self) -> list[tuple[Figure, int, int]]:
        """All ratios with numerator and denominator."""
        return [(one, getattr(self.score, one.above), getattr(self.score, one.below)) for one in FIGURES]


def board(begin: datetime, end: datetime) -> dict[str, Any]:
    """A row for each department and their sum."""
    found, charged = figures.scores(begin, end), charges.counted(begin, end)
    policy = queries.policy()
    departments = figures.departments(found.keys() | charged.keys())
    scores = [(one, found.get(one.pk, Score())) for one in departments]
    rows = [Row(_named(one), one.code, score, missed(score, policy), charged[one.pk]) for one, score in scores]
    return {
        "rows": rows,
        "total": Row(_("Total"), "", sum(found.values(), Score()), charged=charged.total()),
        "heads": [COUNTS[name] for name in SHOWN],
        "figures": FIGURES,
    }


def missed(score: Score, policy: DispatchPolicy) -> frozenset[str]:
    """The figures beyond the limits that warnings go by; too few orders are not judged."""
    least = policy.least_orders
    out = set()
    if score.judged >= least and rules.below(score.in_time, score.judged, least_percent=policy.on_time_percent):
        out.add("on_time")
    if score.received >= least and rules.beyond(
        score.given_back, score.received, most_percent=policy.given_back_percent
    ):
        out |= {name for name in ("refused", "bounced") if getattr(score, name)}
    if score.done >= least and rules.beyond(score.false, score.done, most_percent=policy.false_percent):
        out.add("false")
    return frozenset(out)


def _named(department: Unit) -> str:
    return f"{department.name} · {department.region.name}" if department.region else department.name


def workbook(shown: dict[str, Any]) -> bytes:
    """One sheet with the counts, ratios as formulas over them, and one that explains."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        sheet = book.add_worksheet(_("Departments"))
        heads = [
            _("Departments"),
            *(str(COUNTS[name]) for name in COLUMNS),
            *(one.name for one in FIGURES),
            _("Charged"),
        ]
        sheet.write_row(0, 0, heads, bold)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, len(heads) - 1, 13)
        for line, row in enumerate([*shown["rows"], shown["total"]], start=1):
            _write(sheet, line, row, share)
        notes = book.add_worksheet(_("Formulas"))
        for line, figure in enumerate(FIGURES):
            notes.write_row(line, 0, [figure.name, figure.formula])
    return memory.getvalue()


def _write(sheet: Any, line: int, row: Row, share: Any) -> None:
    sheet.write_string(line, 0, row.label)
    sheet.write_row(line, 1, [getattr(row.score, name) for name in COLUMNS])
    for place, (figure, above, below) in enumerate(row.cells, start=1 + len(COLUMNS)):
        top, bottom = (xl_rowcol_to_cell(line, 1 + COLUMNS.index(name)) for name in (figure.above, figure.below))
        value = above / below if below else ""
        sheet.write_formula(line, place, f'=IF({bottom}=0,"",{top}/{bottom})', share, value)
    sheet.write_number(line, 1 + len(COLUMNS) + len(FIGURES), row.charged)
