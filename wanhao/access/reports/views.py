"""Pages of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wanhao.access.reports import queries, rules, spreadsheet, tables, wording
from wanhao.access.reports.actions import note_export
from wanhao.access.reports.forms import QueueReportForm
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.limits.rates import at_most

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _report(person: Staff, form: QueueReportForm) -> dict[str, Any]:
    asked = form.asked()
    counts = queries.interval_counts(person, asked)
    names = queries.queue_names(person, asked)
    return {
        "asked": asked,
        "total": tables.Row(_("Total"), "", rules.total(counts.values())),
        "intervals": tables.interval_rows(asked, queries.by_interval(counts)),
        "queues": tables.queue_rows(names, queries.by_queue(counts)),
    }


@needs(Right.SEE_REPORTS)
def queue_report(request: HttpRequest) -> HttpResponse:
    """Queues by interval: counts, ratios with their formulas, chart and drill-down."""
    form = QueueReportForm.of_request(viewer(request), request.GET)
    context: dict[str, Any] = {
        "form": form,
        "words": wording,
        "count_names": tables.shown_names(),
        "may_drill": viewer(request).may(Right.SEE_CONTACTS),
        "may_export": viewer(request).may(Right.EXPORT_REPORTS),
    }
    if form.is_valid():
        context |= _report(viewer(request), form)
        context["chart"] = tables.chart(context["intervals"])
    return render(request, "reports/queue_report.html", context, status=200 if form.is_valid() else 422)


@at_most(20, seconds=600, name="export")
@needs(Right.EXPORT_REPORTS)
def queue_report_file(request: HttpRequest) -> HttpResponse:
    """The same report as an XLSX file."""
    form = QueueReportForm.of_request(viewer(request), request.GET)
    if not form.is_valid():
        raise Invalid(**{name: " ".join(str(error) for error in errors) for name, errors in form.errors.items()})
    report = _report(viewer(request), form)
    sheets = {_("By interval"): [*report["intervals"], report["total"]], _("By queue"): report["queues"]}
    note_export(report["asked"], by=viewer(request))
    response = HttpResponse(spreadsheet.workbook(_("Queue report"), sheets), content_type=XLSX)
    begin, end = form.cleaned_data["begin"], form.cleaned_data["end"]
    response["Content-Disposition"] = f'attachment; filename="queues-{begin:%Y%m%d}-{end:%Y%m%d}.xlsx"'
    return response
