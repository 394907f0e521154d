"""The editor of a voice menu: its page, and what its scripts ask."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanhao.access.voice_menu import wording
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.ivr import actions, check, graph, queries
from wanhao.service.ivr import visits as counted
from wanhao.service.ivr.models import Flow

PERIODS = (1, 7, 30)


@needs(Right.EDIT_REFERENCE)
@require_GET
@never_cache
def editor(request: HttpRequest, code: str) -> HttpResponse:
    """The whole page."""
    flow = queries.flow(code, viewer(request))
    context = {
        "flow": flow,
        "kinds": wording.kinds(),
        "periods": PERIODS,
        "setting": {**state(flow), "words": wording.words(), **wording.choices()},
        "texts": wording.script_texts(),
    }
    return render(request, "voice_menu/editor.html", context)


def state(flow: Flow) -> dict[str, Any]:
    """The draft with its problems, as the scripts keep it."""
    return {
        "draft": flow.draft,
        "version": flow.draft_version,
        "problems": problem_list(queries.problems_of(flow)),
        "published": flow.published.number if flow.published else None,
        "isPublished": flow.published is not None and not _is_changed(flow),
        "changedBy": flow.draft_changed_by.display_name if flow.draft_changed_by else "",
    }


def _is_changed(flow: Flow) -> bool:
    return bool(graph.differences(queries.published_graph(flow), graph.from_document(flow.draft)))


def problem_list(problems: list[check.Problem]) -> list[dict[str, Any]]:
    """Problems for the scripts."""
    return [{"step": one.step, "text": one.text, "isError": one.is_error} for one in problems]


def sent_document(request: HttpRequest) -> dict[str, Any]:
    """The JSON a script has sent; Invalid when it is none."""
    try:
        sent = json.loads(request.body)
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        raise Invalid(graph=_("This is no voice menu."))
    return sent


def whole(value: object) -> int:
    """A whole number that was sent; 0 for anything else."""
    return value if isinstance(value, int) else 0


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "POST"])
@never_cache
def draft(request: HttpRequest, code: str) -> JsonResponse:
    """The draft as it is; or keep another one, made from the state `version`."""
    flow = queries.flow(code, viewer(request))
    if request.method == "POST":
        sent = sent_document(request)
        actions.save_draft(flow.pk, sent.get("draft"), version=whole(sent.get("version")), by=viewer(request))
        flow = queries.flow(code, viewer(request))
    return JsonResponse(state(flow))


@needs(Right.EDIT_REFERENCE)
@require_POST
def arrangement(request: HttpRequest, code: str) -> JsonResponse:
    """The document that was sent, its steps put in order; nothing is kept."""
    queries.flow(code, viewer(request))
    return JsonResponse(graph.as_document(graph.arranged(graph.from_document(sent_document(request)))))


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "POST"])
@never_cache
def publishing(request: HttpRequest, code: str) -> HttpResponse:
    """What publishing would change; or publish."""
    flow = queries.flow(code, viewer(request))
    if request.method == "POST":
        version, note = request.POST.get("version", ""), request.POST.get("note", "")
        number = int(version) if version.isdigit() else 0
        actions.publish(flow.pk, version=number, by=viewer(request), note=note)
        return JsonResponse(state(queries.flow(code, viewer(request))))
    new = graph.from_document(flow.draft)
    context = {
        "flow": flow,
        "problems": queries.problems_of(flow),
        "has_errors": any(problem.is_error for problem in queries.problems_of(flow)),
        "differences": wording.told_differences(queries.published_graph(flow), new),
    }
    return render(request, "voice_menu/publishing.html", context)


@needs(Right.EDIT_REFERENCE)
@require_GET
@never_cache
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """What was published before, and what a return to it would change."""
    flow = queries.flow(code, viewer(request))
    rows = list(queries.versions(flow))
    return render(request, "voice_menu/versions.html", {"flow": flow, "versions": rows})


@needs(Right.EDIT_REFERENCE)
@require_POST
def roll_back(request: HttpRequest, code: str, number: int) -> JsonResponse:
    """Let callers hear an earlier version again."""
    flow = queries.flow(code, viewer(request))
    actions.roll_back(flow.pk, number, by=viewer(request))
    return JsonResponse(state(queries.flow(code, viewer(request))))


@needs(Right.EDIT_REFERENCE)
@require_POST
def take_as_draft(request: HttpRequest, code: str, number: int) -> JsonResponse:
    """Go on from an earlier version."""
    flow = queries.flow(code, viewer(request))
    actions.take_as_draft(flow.pk, number, version=flow.draft_version, by=viewer(request))
    return JsonResponse(state(queries.flow(code, viewer(request))))


@needs(Right.EDIT_REFERENCE)
@require_GET
@never_cache
def visits(request: HttpRequest, code: str) -> JsonResponse:
    """Visits, drop-outs and containment of each step in the last days."""
    flow = queries.flow(code, viewer(request))
    asked = request.GET.get("days", "7")
    days = int(asked) if asked.isdigit() and int(asked) in PERIODS else 7
    end = timezone.now()
    found = counted.visits(flow, begin=end - timedelta(days=days), end=end)
    steps = {code: vars(step) for code, step in found.steps.items()}
    return JsonResponse({"calls": found.calls, "steps": steps, "ways": found.ways})
