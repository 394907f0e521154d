"""How true the waits proved that were foreseen, per queue, beside the usual estimators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wanhao.access.reports.forms import DaysForm
from wanhao.access.reports.tables import duration
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing import queries as routing
from wanhao.service.waits import queries as waits
from wanhao.service.waits.accuracy import Accuracy, Error

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.waits.models import WaitParameters

ESTIMATORS = {
    "ours": gettext_lazy("Ours (M/M/n+M)"),
    "last_entered": gettext_lazy("Last to enter service"),
    "simple": gettext_lazy("(Q+1) ÷ (n·μ)"),
    "running_average": gettext_lazy("Running average"),
}
COVERED = (0.87, 0.93)


@dataclass(frozen=True)
class ErrorCell:
    """The error of one estimator as the table shows it."""

    text: str
    hint: str
    is_best: bool


@dataclass(frozen=True)
class Line:
    """A queue: what is known of it now, and how true its predictions proved."""

    name: str
    now: str
    parameters: WaitParameters | None
    found: Accuracy | None
    errors: list[ErrorCell]

    @property
    def coverage(self) -> str:
        """The share within P90."""
        return "–" if self.found is None or self.found.coverage is None else f"{self.found.coverage:.1%}"

    @property
    def meaning(self) -> str:
        """Is the coverage as it should be: nine of ten?"""
        if self.found is None or self.found.coverage is None:
            return "quiet"
        low, high = COVERED
        return "good" if low <= self.found.coverage <= high else "close"

    @property
    def agents(self) -> float:
        """Agents at work who serve the queue from the first second."""
        return self.parameters.agents_at_once if self.parameters else 0.0


def error_cells(found: Accuracy) -> list[ErrorCell]:
    """Mean error and bias of each estimator, the best one marked."""
    errors: list[Error] = [getattr(found, name) for name in ESTIMATORS]
    known = [error.mae for error in errors if error.mae is not None]
    return [_cell(error, best=min(known, default=None)) for error in errors]


def _cell(error: Error, *, best: float | None) -> ErrorCell:
    if error.mae is None or error.bias is None:
        return ErrorCell("–", "", is_best=False)
    sign = "+" if error.bias >= 0 else "−"
    hint = _("mean of |foreseen − waited| = %(sum)s s ÷ %(many)s; bias %(sign)s%(bias)s") % {
        "sum": round(error.absolute_seconds),
        "many": error.many,
        "sign": sign,
        "bias": duration(abs(error.bias)),
    }
    text = f"{duration(error.mae)} ({sign}{duration(abs(error.bias))})"
    return ErrorCell(text, hint, is_best=best is not None and error.mae == best)


def lines_of(person: Staff, begin: datetime, end: datetime) -> list[Line]:
    """A line for every queue within reach."""
    queues = routing.queues(person, Right.SEE_REPORTS)
    keys = [queue.pk for queue in queues]
    found = waits.accuracy(person, Right.SEE_REPORTS, begin=begin, end=end)
    known, now = waits.parameters_of(keys), waits.estimates_for_new(keys)
    lines = []
    for queue in queues:
        expected, accuracy = now.get(queue.pk), found.get(queue.pk)
        words = "–"
        if expected and expected.p50_seconds is not None and expected.p90_seconds is not None:
            words = f"{duration(expected.p50_seconds)} – {duration(expected.p90_seconds)}"
        errors = error_cells(accuracy) if accuracy else []
        lines.append(Line(queue.name, words, known.get(queue.pk), accuracy, errors))
    return lines


@needs(Right.SEE_REPORTS)
def wait_report(request: HttpRequest) -> HttpResponse:
    """Coverage, error and bias of the waits foreseen on entering the queue, per queue."""
    form = DaysForm.of_request(request.GET)
    context: dict[str, Any] = {"form": form, "estimators": ESTIMATORS.values()}
    if form.is_valid():
        zone = timezone.get_current_timezone()
        begin = datetime.combine(form.cleaned_data["begin"], time(), zone)
        end = datetime.combine(form.cleaned_data["end"] + timedelta(days=1), time(), zone)
        context["lines"] = lines_of(viewer(request), begin, end)
    return render(request, "reports/waits.html", context, status=200 if form.is_valid() else 422)
