"""The pages where boards are listed and composed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wanhao.access.wallboard import boards
from wanhao.access.wallboard.figures import DEFAULT
from wanhao.access.wallboard.forms import BoardForm, LimitsForm, PageForm, Pages
from wanhao.access.wallboard.models import Board
from wanhao.access.wallboard.views import words
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.refusals import add_refusal
from wanhao.service.routing import queries as routing

FACTS = tuple(BoardForm.base_fields)
PAGE_FACTS = tuple(PageForm.base_fields)


@needs(Right.SEE_FLOOR)
@require_safe
def board_list(request: HttpRequest) -> HttpResponse:
    """All boards one may look at."""
    person = viewer(request)
    rows = [{"board": row, "may_change": boards.may_change(row, person)} for row in boards.boards(person)]
    return render(request, "wallboard/list.html", {"rows": rows, "may_compose": person.may(Right.STEER_FLOOR)})


@needs(Right.STEER_FLOOR)
def new_board(request: HttpRequest) -> HttpResponse:
    """A new board, perhaps beginning as a copy of another."""
    source = request.GET.get("copy", "")
    person = viewer(request)
    return composer(request, None, boards.board(source, person) if source else None)


@needs(Right.STEER_FLOOR)
def composition(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a board."""
    person = viewer(request)
    row = boards.board(public_id, person)
    if not boards.may_change(row, person):
        messages.info(request, _("This board belongs to somebody else: you are making a copy."))
        return redirect(f"/wallboard/boards/new/?copy={public_id}")
    return composer(request, row, row)


def composer(request: HttpRequest, row: Board | None, source: Board | None) -> HttpResponse:
    """The composer around a board: shown, sent, refused."""
    person = viewer(request)
    sent = request.POST if request.method == "POST" else None
    form = BoardForm(person, sent, initial=facts_of(source, person, is_copy=row is None))
    limits = LimitsForm(sent, prefix="limits", initial=LimitsForm.initial_of(source.limits if source else {}))
    pages = Pages(sent, prefix="page", initial=pages_of(source), form_kwargs={"queue_choices": queue_choices(person)})
    is_valid = all([form.is_valid(), limits.is_valid(), pages.is_valid()]) if sent is not None else False
    if is_valid and (kept := keep(person, form, limits, pages, row)):
        messages.success(request, _("The board is saved: it can be put on a wall."))
        return redirect("wallboard:composition", kept.public_id)
    context = {"form": form, "limits": limits, "pages": pages, "row": row, "words": words()}
    return render(request, "wallboard/composer.html", context, status=200 if sent is None else 422)


def keep(person: Staff, form: BoardForm, limits: LimitsForm, pages: Any, row: Board | None) -> Board | None:
    """Write the board; None when it was refused, said at its field."""
    kept = [page.facts for page in pages if not page.cleaned_data.get("DELETE")]
    facts = form.cleaned_data | {"limits": limits.limits}
    try:
        return boards.compose(facts, kept, by=person, public_id=row.public_id if row else "")
    except Invalid as refused:
        add_refusal(form, refused)
        return None


def facts_of(source: Board | None, person: Staff, *, is_copy: bool) -> dict[str, Any]:
    """What the form begins with."""
    if source is None:
        units = person.units_for(Right.SEE_FLOOR)
        return {"unit": (units[0] if units else person.unit).code}
    facts = {name: getattr(source, name) for name in FACTS} | {"unit": source.unit.code}
    if is_copy:
        facts["name_zh"] = f"{source.name_zh}（副本）"[:60]
        facts["name_en"] = f"{source.name_en} (copy)"[:60] if source.name_en else ""
    return facts


def pages_of(source: Board | None) -> list[dict[str, Any]]:
    """What the pages begin with."""
    if source is None:
        return [{"figures": list(DEFAULT)}]
    return [{name: getattr(page, name) for name in PAGE_FACTS} for page in source.pages.all()]


def queue_choices(person: Staff) -> list[tuple[str, str]]:
    """Queues the composer sees."""
    return [(queue.code, queue.name) for queue in routing.queues(person)]


@needs(Right.STEER_FLOOR)
@require_POST
def removal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw a board away."""
    boards.remove(public_id, by=viewer(request))
    messages.success(request, _("The board is gone."))
    return redirect("wallboard:boards")
