"""The bell in the top bar, and the page of all notices."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wanhao.common.addresses import whole
from wanhao.foundation.accounts.guards import background, signed_in, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.notices import actions, queries
from wanhao.foundation.notices.models import Notice

IN_THE_BELL = 8
PAGE = 50
OWN = "one's own notices only"
TOAST_LEVELS = {
    Notice.Level.INFORMATION: "info",
    Notice.Level.WARNING: "warning",
    Notice.Level.ALARM: "error",
}


def state_of(person: Staff) -> dict[str, Any]:
    """What the bell shows."""
    latest = list(queries.notices_of(person)[:IN_THE_BELL])
    return {
        "latest": latest,
        "unread_count": queries.unread(person).count(),
        "newest_id": latest[0].pk if latest else 0,
    }


@require_safe
@background
@signed_in(OWN)
def bell(request: HttpRequest) -> HttpResponse:
    """The bell with its panel, once for a page."""
    return render(request, "notices/bell.html", state_of(viewer(request)))


@require_safe
@background
@signed_in(OWN)
def bell_state(request: HttpRequest) -> HttpResponse:
    """Count and list anew; what came since is also said aloud, as a toast."""
    person = viewer(request)
    response = render(request, "notices/bell_state.html", state_of(person))
    newest = queries.newest_unread_after(person, whole(request.GET.get("after", "")) or 0)
    if newest is not None:
        toast = {"text": newest.text, "level": TOAST_LEVELS[Notice.Level(newest.level)]}
        response["HX-Trigger"] = json.dumps({"wanhao:toast": toast})
    return response


@require_safe
@signed_in(OWN)
def notice_list(request: HttpRequest) -> HttpResponse:
    """All notices of the person, page by page."""
    before = whole(request.GET.get("before", "")) or 0
    found = queries.notices_of(viewer(request))
    found = found.filter(id__lt=before) if before else found
    rows = list(found[: PAGE + 1])
    more = rows[PAGE - 1].pk if len(rows) > PAGE else None
    words = {"rows": rows[:PAGE], "more": more, "unread_count": queries.unread(viewer(request)).count()}
    return render(request, "notices/list.html", words)


@require_POST
@signed_in(OWN)
def reading(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read one, and go where it leads."""
    notice = actions.mark_read(public_id, by=viewer(request))
    return redirect(notice.link or "notices:list")


@require_POST
@signed_in(OWN)
def reading_all(request: HttpRequest) -> HttpResponse:
    """All read."""
    actions.mark_all_read(by=viewer(request))
    if getattr(request, "htmx", False):
        return render(request, "notices/bell_state.html", state_of(viewer(request)))
    return redirect("notices:list")
