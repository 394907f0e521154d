"""Pages of themes: the list by weight, one theme, mining now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wanhao.common.addresses import whole
from wanhao.common.chips import ChipRow, chip_row
from wanhao.common.errors import Refused
from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.acts import act_named, carry_out
from wanhao.management.improvement import queries, running, theme_queries, wording
from wanhao.management.improvement.acts import THEME_ACTS, theme_acts_for
from wanhao.management.improvement.mining.naming import shown_keywords
from wanhao.management.improvement.queries import ImprovementFilter
from wanhao.management.improvement.theme_queries import Line, Narrowed
from wanhao.management.improvement.views import row_of
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.management.improvement.models import Theme

FILTERS = ("new", "kind", "category", "area", "weeks", "hidden")
SPANS = (4, 8, 12)
THEMES = 200


@needs(Right.SEE_THEMES)
@require_safe
def theme_list(request: HttpRequest) -> HttpResponse:
    """Themes by weight, narrowed by chips."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    person, span = viewer(request), span_of(asked)
    reach = theme_queries.in_reach(person) & narrowed(asked).filter()
    wanted = theme_queries.themes_hidden() if asked["hidden"] else theme_queries.themes_shown()
    lines = theme_queries.lines(reach, wanted, span=span)
    if asked["new"]:
        lines = [line for line in lines if line.is_new]
    if narrowed(asked) != Narrowed():
        lines = [line for line in lines if line.now.tickets or line.before.tickets]
    words = {
        "rows": [shown(line) for line in lines[:THEMES]],
        "weeks": span.days // 7,
        "chip_rows": chip_rows(asked, person),
        "is_narrowed": any(asked.values()),
        "run": theme_queries.last_run(),
        "policy": theme_queries.policy(),
        "may_keep": person.may(Right.KEEP_IMPROVEMENTS),
    }
    return render(request, "improvement/themes.html", words)


def span_of(asked: dict[str, str]) -> timedelta:
    """How far back the figures go: four weeks, unless eight or twelve were asked for."""
    weeks = whole(asked.get("weeks", "")) or SPANS[0]
    return timedelta(weeks=weeks if weeks in SPANS else SPANS[0])


def narrowed(asked: dict[str, str]) -> Narrowed:
    """Which tickets are counted."""
    kind = asked["kind"] if asked["kind"] in Ticket.Kind.values else ""
    return Narrowed(kind=kind, category=asked["category"], region=asked["area"])


def chip_rows(asked: dict[str, str], person: Staff) -> list[ChipRow]:
    """The filters of the list."""
    tops = [(row.code, row.name) for row in tickets.top_categories()]
    units = accounts.units_within_reach(person, Right.SEE_THEMES)
    areas = [(unit.code, unit.name) for unit in units.filter(kind="region").order_by("path")]
    spans = [(str(one), ngettext("%(weeks)s week", "%(weeks)s weeks", one) % {"weeks": one}) for one in SPANS[1:]]
    rows = [
        chip_row(asked, "new", _("Found"), [("yes", _("New themes"))]),
        chip_row(asked, "weeks", _("Period"), spans),
        chip_row(asked, "kind", _("Type"), Ticket.Kind.choices),
        chip_row(asked, "category", _("Category"), tops),
        chip_row(asked, "area", _("Area"), areas if len(areas) > 1 else []),
        chip_row(asked, "hidden", _("Hidden"), [("yes", _("Hidden themes"))]),
    ]
    return [row for row in rows if row.chips]


def shown(line: Line) -> dict[str, Any]:
    """A line as the table shows it."""
    meaning, icon, word = wording.TRENDS[line.trend]
    return {
        "line": line,
        "theme": line.theme,
        "why": wording.why(line.reasons),
        "trend": {"meaning": meaning, "icon": icon, "word": word, "hint": wording.trend_words(line)},
        "points": wording.points(line.weekly),
        "keywords": [word for word in shown_keywords(line.theme.keywords) if word != line.theme.name][:4],
    }


@needs(Right.SEE_THEMES)
@require_safe
def theme_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One theme: what it says, its weeks, examples, improvements."""
    one = theme_queries.theme(public_id)
    words: dict[str, Any] = {}
    act = THEME_ACTS.get(request.GET.get("do", ""))
    if act and act in offered(one, viewer(request)):
        first = {"name": one.name, "ticket": request.GET.get("ticket", "")[:20]}
        words = {"act": act, "form": act.form(theme=one, initial=first)}
    return page(request, one, words)


def offered(one: Theme, person: Staff) -> list[Any]:
    """Acts this person is offered on the theme."""
    is_new = theme_queries.is_new(one, now(), theme_queries.policy().new_days)
    return theme_acts_for(one, is_new, person)


def page(request: HttpRequest, one: Theme, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page of a theme, perhaps with an open form."""
    person = viewer(request)
    reach = theme_queries.in_reach(person)
    line = theme_queries.lines(reach, [one])[0]
    starts = theme_queries.mondays(localdate())
    followed = queries.found_improvements(person, ImprovementFilter(status="all", theme=one.pk))
    weights = queries.weights(followed)
    words = {
        **shown(line),
        "keywords": shown_keywords(one.keywords),
        "chart": {"labels": [f"{day:%m-%d}" for day in starts], "tickets": line.weekly, "word": _("Tickets")},
        "acts": offered(one, person),
        "examples": theme_queries.examples(one, person, reach),
        "improvements": [row_of(row, weights[row.pk]) for row in followed],
        "merged_here": one.merged_here.order_by("pk"),
        "may_keep": person.may(Right.KEEP_IMPROVEMENTS),
    }
    return render(request, "improvement/theme.html", words | more, status=status)


@needs(Right.KEEP_IMPROVEMENTS)
@require_POST
def theme_act(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Do one of the acts; what was typed stays on the page when it is refused."""
    one = theme_queries.theme(public_id)
    act = act_named(THEME_ACTS, name)
    return carry_out(
        request,
        act,
        one,
        act.form(request.POST, theme=one),
        page=page,
        again=lambda: theme_queries.theme(public_id),
        then=redirect("improvement:theme", public_id),
    )


@needs(Right.KEEP_IMPROVEMENTS)
@require_POST
def mining(request: HttpRequest) -> HttpResponse:
    """Find the themes now."""
    try:
        running.ask_for_mining(by=viewer(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect("improvement:themes")


@needs(Right.KEEP_IMPROVEMENTS)
@require_POST
def mining_stop(request: HttpRequest) -> HttpResponse:
    """End the round that runs."""
    try:
        running.stop_mining(by=viewer(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect("improvement:themes")


@needs(Right.SEE_THEMES)
@require_safe
def mining_state(request: HttpRequest) -> HttpResponse:
    """How far the round has come; the page reads it again until it is over."""
    may_keep = viewer(request).may(Right.KEEP_IMPROVEMENTS)
    words = {"run": theme_queries.last_run(), "is_answer": True, "may_keep": may_keep}
    return render(request, "improvement/mining.html", words)
