"""The wallboard's pages; their figures come as the live feed `floor`, a board says which of them it draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wanhao.access.wallboard import boards
from wanhao.access.wallboard.figures import FIGURES
from wanhao.access.wallboard.queries import SHOWN_STATES
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing.queries import state_names

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@needs(Right.SEE_FLOOR)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """A screen for the wall: dark, large, live; all queues within reach."""
    return draw(request, boards.default_board(reach_of(viewer(request))))


@needs(Right.SEE_FLOOR)
@require_safe
def composed(request: HttpRequest, public_id: str) -> HttpResponse:
    """A board that somebody composed."""
    return draw(request, boards.definition(boards.board(public_id, viewer(request))))


def draw(request: HttpRequest, definition: dict[str, Any]) -> HttpResponse:
    """The page that draws a board."""
    return render(request, "wallboard/board.html", {"definition": definition, "words": words()})


def reach_of(person: Staff) -> str:
    """What the person sees, in words."""
    return " · ".join(unit.name for unit in person.units_for(Right.SEE_FLOOR))


def words() -> dict[str, Any]:
    """Everything board.js says."""
    names = state_names()
    return {
        "queue": _("Queue"),
        "offered": _("Offered"),
        "answered": _("Answered"),
        "last_hour": _("The last hour"),
        "curve": _("Offered and answered in the last hour"),
        "alerts_more": _("and %(count)s more"),
        "acknowledged": _("acknowledged"),
        "time_zone": timezone.get_current_timezone_name(),
        "empty": _("No queue lies within your reach. Ask a system manager for a posting."),
        "meanings": {"good": _("Within target"), "close": _("Close to the limit"), "missed": _("Target missed")},
        "states": [[state, names[state]] for state in SHOWN_STATES],
        "figures": {
            one.code: {"name": str(one.name), "hint": str(one.hint), "lower": one.lower_is_worse}
            for one in FIGURES.values()
        },
    }
