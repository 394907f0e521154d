"""Polls and what came out of them, live."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wanhao.common.errors import Refused
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.votes import actions, queries
from wanhao.service.votes.forms import DrawForm
from wanhao.service.votes.spreadsheet import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Right.SEE_REPORTS)
def poll_list(request: HttpRequest) -> HttpResponse:
    """All polls within reach with their counts."""
    results = queries.totals(viewer(request))
    return render(request, "votes/list.html", {"title": _("Votes and surveys"), "results": results})


@needs(Right.SEE_REPORTS)
def poll_page(request: HttpRequest, code: str) -> HttpResponse:
    """One poll, live."""
    return _page(request, code, DrawForm())


def _page(request: HttpRequest, code: str, form: DrawForm, status: int = 200) -> HttpResponse:
    person = viewer(request)
    poll = queries.poll(code, person)
    result = queries.result(poll)
    context = {
        "title": poll.name,
        "result": result,
        "may_export": person.may(Right.EXPORT_REPORTS, poll.unit),
        "may_draw": person.may(Right.RUN_POLLS, poll.unit),
        "form": form,
    }
    return render(request, "votes/poll.html", context, status=status)


@needs(Right.SEE_REPORTS)
def poll_result(request: HttpRequest, code: str) -> HttpResponse:
    """The part that is read again when votes come in."""
    result = queries.result(queries.poll(code, viewer(request)))
    return render(request, "votes/parts/result.html", {"result": result})


@needs(Right.EXPORT_REPORTS)
def poll_file(request: HttpRequest, code: str) -> HttpResponse:
    """The result as a spreadsheet."""
    person = viewer(request)
    poll = queries.poll(code, person)
    actions.note_export(poll, by=person)
    answer = HttpResponse(workbook(queries.result(poll)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{poll.code}.xlsx"'
    return answer


@needs(Right.RUN_POLLS)
@require_POST
def winners(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the winners of a prize draw."""
    form = DrawForm(request.POST)
    if not form.is_valid():
        return _page(request, code, form, status=422)
    try:
        drawn = actions.draw_winners(code, form.cleaned_data["count"], by=viewer(request))
    except Refused as refusal:
        form.add_error("count", str(refusal))
        return _page(request, code, form, status=422)
    messages.success(request, _("%(count)d winners drawn.") % {"count": len(drawn)})
    return redirect("votes:poll", code=code)
