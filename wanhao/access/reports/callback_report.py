"""Callbacks over some days, per queue: results, tries, and the share kept in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.access.reports.forms import DaysForm
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.callbacks import queries as callbacks
from wanhao.service.callbacks.queries import Kept
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

OUTCOMES = ("reached", "not_reached", "wrong_number", "refused", "called_again", "cancelled")


@dataclass(frozen=True)
class Cell:
    """A count, and the callbacks behind it."""

    many: int
    link: str


@dataclass(frozen=True)
class Line:
    """A queue and the results of its callbacks."""

    name: str
    kept: Kept
    asked: Cell
    results: list[Cell]


def lines_of(person: Staff, begin: datetime, end: datetime) -> list[Line]:
    """A line for every queue for which somebody asked."""
    found = callbacks.kept_by_queue(person, Right.SEE_REPORTS, begin=begin, end=end)
    names = {queue.code: queue.name for queue in routing.queues(person, Right.SEE_REPORTS)}
    return [line_of(names.get(code, code), code, kept, begin, end) for code, kept in sorted(found.items())]


def line_of(name: str, code: str, kept: Kept, begin: datetime, end: datetime) -> Line:
    """One queue, each count with the way to its callbacks."""
    span = {
        "queue": code,
        "asked_from": f"{timezone.localtime(begin):%Y-%m-%dT%H:%M}",
        "asked_until": f"{timezone.localtime(end):%Y-%m-%dT%H:%M}",
    }

    def cell(many: int, **more: str) -> Cell:
        return Cell(many, "/callbacks/?" + urlencode(span | more))

    results = [cell(getattr(kept, outcome), outcome=outcome) for outcome in OUTCOMES]
    return Line(name, kept, cell(kept.asked), results)


@needs(Right.SEE_REPORTS)
def callback_report(request: HttpRequest) -> HttpResponse:
    """Results of the callbacks asked for in these days, and the share kept in time."""
    form = DaysForm.of_request(request.GET)
    context: dict[str, Any] = {"form": form, "may_drill": viewer(request).may(Right.SEE_FLOOR)}
    if form.is_valid():
        zone = timezone.get_current_timezone()
        begin = datetime.combine(form.cleaned_data["begin"], time(), zone)
        end = datetime.combine(form.cleaned_data["end"] + timedelta(days=1), time(), zone)
        context["lines"] = lines_of(viewer(request), begin, end)
        context["formula"] = _("first dialled by the due moment ÷ (dialled, or due by now and not taken back)")
    return render(request, "reports/callbacks.html", context, status=200 if form.is_valid() else 422)
