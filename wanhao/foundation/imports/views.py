"""The imports pages, the same for every kind of list."""

from __future__ import annotations

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanhao.common.errors import Forbidden, Invalid, NotFound
from wanhao.foundation.accounts.guards import background, needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.imports import actions, queries
from wanhao.foundation.imports.kinds import ImportKind, import_kind, kinds_for
from wanhao.foundation.imports.models import ImportRun

importers = needs(Right.IMPORT_CUSTOMERS, Right.IMPORT_STAFF, Right.IMPORT_TICKETS)


def kind_for(request: HttpRequest, name: str) -> ImportKind:
    """The kind, for one who may import it."""
    kind = import_kind(name)
    if not viewer(request).may(kind.right):
        raise Forbidden("")
    return kind


@importers
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What can be imported, and my latest imports."""
    person = viewer(request)
    return render(request, "imports/index.html", {"kinds": kinds_for(person), "runs": queries.my_runs(person)[:50]})


@importers
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file of this kind and send it."""
    chosen, problem = kind_for(request, kind), ""
    if request.method == "POST":
        try:
            run = actions.receive_list(kind, request.FILES.get("file"), by=viewer(request))
            return redirect("imports:run", run.public_id)
        except Invalid as invalid:
            problem = " ".join(str(text) for text in invalid.fields.values())
    status = 422 if problem else 200
    return render(request, "imports/begin.html", {"kind": chosen, "problem": problem}, status=status)


@importers
@require_GET
def example(request: HttpRequest, kind: str) -> HttpResponse:
    """A CSV with the headers and one example row."""
    chosen = kind_for(request, kind)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    lines = csv.writer(response)
    lines.writerow([str(column.label) for column in chosen.columns])
    lines.writerow([column.example for column in chosen.columns])
    return response


@importers
@background
@require_GET
def run_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far it is, what was found, what came of it; htmx asks for the moving part alone."""
    run = queries.my_run(public_id, viewer(request))
    kind = import_kind(run.kind)
    waiting = run.state == ImportRun.State.CHECKED
    words = {"run": run, "kind": kind, "first": queries.first_rows(run) if waiting else []}
    return render(request, "imports/state.html" if request.headers.get("HX-Request") else "imports/run.html", words)


@importers
@require_POST
def writing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write the good rows."""
    actions.write_list(public_id, by=viewer(request))
    return redirect("imports:run", public_id)


@importers
@require_POST
def cancellation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stop it."""
    actions.cancel_import(public_id, by=viewer(request))
    return redirect("imports:run", public_id)


@importers
@require_GET
def rejected(request: HttpRequest, public_id: str) -> HttpResponse:
    """The rejected rows with their reasons."""
    run = queries.my_run(public_id, viewer(request))
    content = queries.rejected_file(run)
    if not content:
        raise NotFound("")
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rejected-{run.public_id}.csv"'
    return response
