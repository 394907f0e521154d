"""The wallboard's page; its figures come as the live feed `floor`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.access.wallboard.queries import SHOWN_STATES
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing.queries import state_names


@needs(Right.SEE_FLOOR)
def board(request: HttpRequest) -> HttpResponse:
    """A screen for the wall: dark, large, live."""
    person = viewer(request)
    names = state_names()
    words = {
        "offered": _("Offered"),
        "answered": _("Answered"),
        "time_zone": timezone.get_current_timezone_name(),
        "empty": _("No queue lies within your reach. Ask a system manager for a posting."),
        "meanings": {"good": _("Within target"), "close": _("Close to the limit"), "missed": _("Target missed")},
    }
    context = {
        "reach": " · ".join(unit.name for unit in person.units_for(Right.SEE_FLOOR)),
        "states": [(state, names[state]) for state in SHOWN_STATES],
        "words": words,
    }
    return render(request, "wallboard/board.html", context)
