"""Pages of visits for the centre: what waits for a decision, and one visit with its readings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.files import queries as files
from wanhao.service.visits import actions, queries
from wanhao.service.visits.joining import MEANINGS
from wanhao.service.visits.models import Visit


@needs(Right.SEE_VISITS)
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Readings outside their limits that wait for a decision, and the visits of the last days."""
    words = {
        "held": [(one, queries.open_readings(one)) for one in queries.waiting_for_decision(viewer(request))],
        "lately": [(one, MEANINGS[one.state]) for one in queries.lately(viewer(request))],
    }
    return render(request, "visits/held.html", words)


@needs(Right.SEE_TICKETS)
@require_safe
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """One visit: readings with their limits, photos, signature, report."""
    visit = queries.visit(public_id, viewer(request))
    apart = {visit.signature_id, visit.report_id}
    words = {
        "visit": visit,
        "meaning": MEANINGS[visit.state],
        "readings": queries.readings_of(visit),
        "photos": [file for file in files.files_of(visit.subject) if file.pk not in apart],
        "may_excuse": visit.state == Visit.State.HELD and queries.may_excuse(visit, viewer(request)),
    }
    return render(request, "visits/record.html", words)


@needs(Right.EXCUSE_READINGS)
@require_POST
def excuse(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept a reading outside its limit, with the reason."""
    typed = request.POST
    visit = actions.excuse_reading(public_id, typed.get("item", ""), reason=typed.get("reason", ""), by=viewer(request))
    if visit.state == Visit.State.FINISHED:
        messages.success(request, _("Accepted: the work order is finished."))
    else:
        messages.success(request, _("Accepted. The other readings still wait."))
    return redirect("visits:record", public_id)
