"""How promises were kept: figures of clocks that ended in the last days, and of those that run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wanhao.common.addresses import whole
from wanhao.common.chips import chip_row
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.service.clocks import queries as clock_queries
from wanhao.service.clocks.models import Clock, Target

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

SPANS = (7, 30, 90)


@dataclass(frozen=True)
class Figures:
    """Of one promise, or of one unit: clocks that ended, and clocks that run."""

    name: str
    kept: int
    broken: int
    running: int
    overdue: int

    @property
    def ended(self) -> int:
        """What the rate is of: kept and broken ones; what was no longer asked for does not count."""
        return self.kept + self.broken


def figures(person: Staff, days: int) -> tuple[list[Figures], list[Figures]]:
    """By promise; and, of resolutions, by unit, the worst first."""
    at = now()
    ended, runs = Q(stopped_at__gte=at - timedelta(days=days)), Q(stopped_at=None)
    clocks = clock_queries.clocks_within(person, Right.SEE_REPORTS).filter(ended | runs)
    rows = clocks.values("target", "unit").annotate(
        kept=Count("pk", filter=Q(outcome=Clock.Outcome.KEPT)),
        broken=Count("pk", filter=Q(outcome=Clock.Outcome.BROKEN)),
        running=Count("pk", filter=runs),
        overdue=Count("pk", filter=runs & Q(broken_at__isnull=False)),
    )
    names = {unit.pk: unit.name for unit in Unit.objects.filter(pk__in={row["unit"] for row in rows})}
    by_target, by_unit = defaultdict(list), defaultdict(list)
    for row in rows:
        by_target[row["target"]].append(row)
        if row["target"] == Target.RESOLUTION:
            by_unit[row["unit"]].append(row)
    targets = [_sum(str(target.label), by_target[target]) for target in Target if by_target[target]]
    units = [_sum(names[unit], found) for unit, found in by_unit.items()]
    return targets, sorted(units, key=lambda one: (one.kept / one.ended if one.ended else 1, -one.running))


def _sum(name: str, rows: Iterable[Mapping[str, Any]]) -> Figures:
    counted = [(row["kept"], row["broken"], row["running"], row["overdue"]) for row in rows]
    return Figures(name, *map(sum, zip(*counted, strict=True)))


@needs(Right.SEE_REPORTS)
@require_safe
def on_time(request: HttpRequest) -> HttpResponse:
    """How promises were kept in the reader's units."""
    days = whole(request.GET.get("days", "")) or 30
    days = days if days in SPANS else 30
    asked = {"days": request.GET.get("days", "")}
    spans = [(str(span), ngettext("%(days)s day", "%(days)s days", span) % {"days": span}) for span in SPANS]
    targets, units = figures(viewer(request), days)
    words = {"targets": targets, "units": units, "days": days, "chip_rows": [chip_row(asked, "days", _("Last"), spans)]}
    return render(request, "tickets/on_time.html", words)
