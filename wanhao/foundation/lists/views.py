"""What every list offers: saved views, columns, files, acts on many."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from wanhao.common.errors import Invalid, NotFound, Refused
from wanhao.foundation.accounts.guards import background, signed_in, viewer
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.exports import MOST_XLSX_ROWS, unhurried
from wanhao.foundation.lists import files, many, saved
from wanhao.foundation.lists.events import ListExported
from wanhao.foundation.lists.models import ListRun
from wanhao.foundation.lists.pages import address_values, asked_of, columns_of, view_of
from wanhao.foundation.lists.spec import SPECS, spec_named

BY_LIST = "each list says who may see it, its rows are within the reader's reach"


@signed_in(BY_LIST)
@require_POST
def views(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what is shown as a view."""
    spec = spec_named(name, viewer(request))
    asked = asked_of(request, spec, request.POST)
    columns = [column.key for column in columns_of(request, spec, None)]
    try:
        shared = bool(request.POST.get("is_shared"))
        view = saved.save_view(spec, asked, request.POST.get("name", ""), columns, is_shared=shared)
    except Invalid as invalid:
        messages.error(request, str(invalid))
        return redirect(spec.address)
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return redirect(f"{spec.address}?view={view.public_id}")


@signed_in("a view of one's own")
@require_POST
def view_removal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a view away."""
    view = saved.remove_view(public_id, by=viewer(request))
    messages.success(request, _("The view “%(name)s” is gone.") % {"name": view.name})
    return redirect(SPECS[view.list_name].address if view.list_name in SPECS else "/")


@signed_in(BY_LIST)
@require_POST
def columns(request: HttpRequest, name: str) -> HttpResponse:
    """Choose the columns, for the length of the session and the views kept in it."""
    spec = spec_named(name, viewer(request))
    request.session[f"columns:{spec.name}"] = request.POST.getlist("column")
    asked = asked_of(request, spec, request.POST)
    values = {**asked.values, "sort": asked.sort, "term": request.POST.get("term", "")}
    return redirect(spec.address_of(values))


@signed_in(BY_LIST)
@require_safe
def export(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """What is shown, as a file; taking it is an event."""
    person = viewer(request)
    spec = spec_named(name, person)
    if form not in files.FORMS or spec.export_right is None or not person.may(spec.export_right):
        raise NotFound("")
    asked = asked_of(request, spec, request.GET)
    fitting = spec.rows(asked).filter(spec.by_index(asked))
    if form == "xlsx" and fitting[: MOST_XLSX_ROWS + 1].count() > MOST_XLSX_ROWS:
        raise Refused(_("More than 100,000 rows: narrow the list, or take it as CSV."))
    chosen = columns_of(request, spec, view_of(request, spec, request.GET))
    narrowed = tuple(f"{key}={value}" for key, value in asked.values.items() if value)
    event = ListExported(spec.name, form, narrowed, bool(asked.term), tuple(column.key for column in chosen))
    record(event, actor=person)
    make, content_type = files.FORMS[form]
    pieces = make([str(column.label) for column in chosen], files.chunks(spec, asked, chosen))
    response = StreamingHttpResponse(unhurried(pieces, translation.get_language()), content_type=content_type)
    named = f"wanhao-{spec.name}-{timezone.localtime():%Y%m%d-%H%M%S}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    return response


@signed_in(BY_LIST)
@require_POST
def choice(request: HttpRequest, name: str) -> HttpResponse:
    """Rows are chosen for an act: to its preview."""
    spec = spec_named(name, viewer(request))
    asked = asked_of(request, spec, request.POST)
    numbers = [int(text) for text in request.POST.getlist("row") if text.isascii() and text.isdigit()]
    try:
        act = spec.act_named(request.POST.get("act", ""))
        run = many.choose(spec, act, asked, None if request.POST.get("all") else numbers)
    except Invalid as invalid:
        messages.error(request, str(invalid))
        return redirect(spec.address_of(address_values(request, asked)))
    return redirect("lists:run", run.public_id)


@signed_in("an act of one's own")
@background
@require_GET
def run_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """What would be done; how far it is; what came of each."""
    run = many.my_run(public_id, viewer(request))
    act = SPECS[run.list_name].act_named(run.act)
    form = act.form() if run.state == ListRun.State.PREVIEW else None
    return _page(request, run, form)


def _page(request: HttpRequest, run: ListRun, form: object, status: int = 200) -> HttpResponse:
    spec = SPECS[run.list_name]
    looked = many.looked_over(run) if form is not None else []
    words = {
        "run": run,
        "spec": spec,
        "act": spec.act_named(run.act),
        "form": form,
        "looked": looked,
        "hindered": sum(1 for one in looked if one.hindrance),
        "is_running": run.state == ListRun.State.RUNNING,
        "total": len(run.items),
        "columns": spec.columns_named([])[:6],
        "refused": [result for result in run.results if result[1]],
        "done": [result for result in run.results if not result[1]],
    }
    part = "lists/state.html" if request.headers.get("HX-Request") else "lists/run.html"
    return render(request, part, words, status=status)


@signed_in("an act of one's own")
@require_POST
def confirmation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do it."""
    run = many.my_run(public_id, viewer(request))
    form = SPECS[run.list_name].act_named(run.act).form(request.POST)
    if not form.is_valid():
        return _page(request, run, form, status=422)
    run = many.begin(run, json.loads(json.dumps(form.cleaned_data, default=str)))
    if len(run.items) <= many.AT_ONCE:
        many.work(run.pk)
    return redirect("lists:run", run.public_id)


@signed_in("an act of one's own")
@require_POST
def stopping(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave the rest."""
    run = many.my_run(public_id, viewer(request))
    many.stop(run)
    return redirect("lists:run", public_id)
