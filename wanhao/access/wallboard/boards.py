"""Composed boards: who sees which, what a browser needs to draw one, and how one is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.access.wallboard import events, rules
from wanhao.access.wallboard.figures import DEFAULT, FIGURES
from wanhao.access.wallboard.models import Board, BoardPage
from wanhao.common.errors import Forbidden, Invalid, NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import locked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wanhao.foundation.accounts.models import Staff

MOST_PAGES = 8


def boards(viewer: Staff) -> QuerySet[Board]:
    """One's own boards, and those shared in a unit one belongs to or sees."""
    above = [viewer.unit.path[: at + 1] for at, sign in enumerate(viewer.unit.path) if sign == "/"]
    shared = Q(is_shared=True) & (within_reach(viewer, Right.SEE_FLOOR) | Q(unit__path__in=above))
    rows = Board.objects.filter(Q(made_by=viewer) | shared)
    return rows.select_related("unit", "made_by").prefetch_related("pages")


def board(public_id: str, viewer: Staff) -> Board:
    """One board the viewer may see."""
    found = boards(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such board within your reach."))
    return found


def may_change(board: Board, viewer: Staff) -> bool:
    """Its maker, or whoever steers the floor of its unit."""
    return viewer.may(Right.STEER_FLOOR) and (
        board.made_by_id == viewer.pk or viewer.may(Right.STEER_FLOOR, board.unit)
    )


def board_to_change(public_id: str, by: Staff) -> Board:
    """One board, locked."""
    found = locked(Board.objects.select_related("unit"), board(public_id, by).pk)
    if not may_change(found, by):
        raise Forbidden(_("Only its maker, or a leader of its unit, changes a board. Make a copy instead."))
    return found


@transaction.atomic
def compose(facts: dict[str, Any], pages: Sequence[dict[str, Any]], *, by: Staff | Actor, public_id: str = "") -> Board:
    """Make a board, or change one: its facts and all of its pages."""
    row = board_to_change(public_id, by) if public_id and not isinstance(by, Actor) else Board()
    if row.pk is None and not isinstance(by, Actor):
        row.made_by = by
    for name, value in facts.items():
        setattr(row, name, value)
    _check(row, pages, by)
    row.save()
    row.pages.all().delete()
    BoardPage.objects.bulk_create(
        BoardPage(board=row, position=position, **page) for position, page in enumerate(pages)
    )
    record(events.BoardComposed(row.pk, len(pages), row.is_shared), actor=by, unit=row.unit_id)
    return row


def _check(board: Board, pages: Sequence[dict[str, Any]], by: Staff | Actor) -> None:
    if not isinstance(by, Actor) and not by.may(Right.SEE_FLOOR, board.unit) and board.unit_id != by.unit_id:
        raise Invalid(unit=_("Your roles do not reach this unit."))
    if not 1 <= len(pages) <= MOST_PAGES:
        raise Invalid(pages=_("A board has between 1 and %(most)d pages.") % {"most": MOST_PAGES})
    for page in pages:
        if not page["figures"] or not set(page["figures"]) <= FIGURES.keys():
            raise Invalid(pages=_("Choose at least one figure for each page."))
    for code, limit in board.limits.items():
        if not rules.are_ordered(limit["close"], limit["missed"], lower_is_worse=FIGURES[code].lower_is_worse):
            raise Invalid(limits=_("Amber must come before red: check the limits of “%s”.") % FIGURES[code].name)


@transaction.atomic
def remove(public_id: str, *, by: Staff) -> None:
    """Throw a board away."""
    row = board_to_change(public_id, by)
    record(events.BoardRemoved(row.pk), actor=by, unit=row.unit_id)
    row.delete()


def definition(board: Board) -> dict[str, Any]:
    """What a browser needs to draw a board."""
    return {
        "name": board.name,
        "size": board.size,
        "alerts": board.shows_alerts,
        "limits": board.limits,
        "pages": [
            {
                "title": page.title,
                "layout": page.layout,
                "queues": page.queues,
                "figures": page.figures,
                "order": page.order,
                "agents": page.shows_agents,
                "curve": page.shows_curve,
                "seconds": page.seconds,
            }
            for page in board.pages.all()
        ],
    }


def default_page() -> dict[str, Any]:
    """The page a new board begins with: everything, the worst queue first."""
    return {
        "title": "",
        "layout": BoardPage.Layout.TABLE.value,
        "queues": [],
        "figures": list(DEFAULT),
        "order": BoardPage.Order.WORST.value,
        "agents": True,
        "curve": True,
        "seconds": 20,
    }


def default_board(name: str) -> dict[str, Any]:
    """The board nobody composed: all queues within reach, the worst first."""
    return {"name": name, "size": Board.Size.NORMAL.value, "alerts": True, "limits": {}, "pages": [default_page()]}
