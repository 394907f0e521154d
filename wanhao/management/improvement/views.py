"""Pages of the improvement list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.common.chips import ChipRow, chip_row
from wanhao.common.errors import Refused
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.acts import act_named, carry_out
from wanhao.foundation.refusals import add_refusal
from wanhao.management.improvement import actions, queries, wording
from wanhao.management.improvement.acts import ACTS, acts_for, initial_of
from wanhao.management.improvement.forms import CommentForm, NewForm
from wanhao.management.improvement.models import Improvement
from wanhao.management.improvement.rules import Effect, Reason, Spans

MEANINGS = {"proposed": "info", "in_work": "info", "done": "good", "dropped": "quiet"}
FILTERS = ("status", "mine", "overdue")
CHART_WEEKS = 8


@needs(Right.SEE_THEMES)
@require_safe
def improvement_list(request: HttpRequest) -> HttpResponse:
    """Improvements within reach, the heaviest first."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    person = viewer(request)
    wanted = queries.ImprovementFilter(
        status=asked["status"] or "unfinished",
        owner=person.staff_number if asked["mine"] else "",
        overdue_on=localdate() if asked["overdue"] else None,
    )
    found = queries.found_improvements(person, wanted)
    weights = queries.weights(found)
    rows = [row_of(one, weights[one.pk]) for one in found]
    words = {
        "rows": sorted(rows, key=lambda row: (-row["weight"], row["improvement"].due_on)),
        "chip_rows": chip_rows(asked),
        "is_narrowed": any(asked.values()),
        "may_keep": person.may(Right.KEEP_IMPROVEMENTS),
    }
    return render(request, "improvement/list.html", words)


def chip_rows(asked: dict[str, str]) -> list[ChipRow]:
    """The filters of the list."""
    statuses = [*Improvement.Status.choices, ("all", pgettext("improvement", "All, finished ones too"))]
    return [
        chip_row(asked, "mine", _("Whose"), [("yes", _("Mine"))]),
        chip_row(asked, "status", _("Status"), statuses),
        chip_row(asked, "overdue", _("Due"), [("yes", _("Overdue"))]),
    ]


def row_of(one: Improvement, reasons: list[Reason]) -> dict[str, Any]:
    """An improvement with its weight, the meaning of its status and due date, and its effect."""
    found = queries.effect_of(one)
    return {
        "improvement": one,
        "meaning": MEANINGS[one.status],
        "is_overdue": one.is_overdue(localdate()),
        "weight": sum(reason.points for reason in reasons),
        "why": wording.why(reasons),
        "about": (one.theme.merged_into or one.theme) if one.theme else one.category,
        "effect": effect_words(*found) if found else None,
    }


def effect_words(spans: Spans, effect: Effect) -> dict[str, Any]:
    """An effect as pages show it."""
    meaning, word = wording.VERDICTS[effect.verdict]
    return {
        "spans": spans,
        "last_before": spans.before[1] - timedelta(days=1),
        "last_after": spans.after[1] - timedelta(days=1),
        "effect": effect,
        "meaning": meaning,
        "word": word,
        "change": wording.change_words(effect),
    }


@needs(Right.KEEP_IMPROVEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose an improvement, perhaps about a theme (`?about=theme:…`)."""
    staff = viewer(request)
    unit = queries.home_of(staff.unit)
    initial = {"owner": staff.staff_number, "about": request.GET.get("about", "")}
    form = NewForm(request.POST or None, unit=unit, viewer=staff, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.propose(actions.ImprovementDetails(**form.details()), by=staff)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The improvement is on the list."))
            return redirect("improvement:improvement", one.public_id)
    return render(request, "improvement/new.html", {"form": form}, status=422 if form.is_bound else 200)


@needs(Right.SEE_THEMES)
@require_safe
def improvement_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One improvement with its effect and its story."""
    one = queries.improvement(public_id, viewer(request))
    act = ACTS.get(request.GET.get("do", ""))
    words: dict[str, Any] = {}
    if act and act in acts_for(one, viewer(request)):
        words = {"act": act, "form": act.form(unit=one.unit, initial=initial_of(one))}
    return page(request, one, words)


def page(request: HttpRequest, one: Improvement, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page of an improvement, perhaps with an open form."""
    words = {
        **row_of(one, queries.weights([one])[one.pk]),
        "notes": queries.story(one),
        "acts": acts_for(one, viewer(request)),
        "comment_form": CommentForm(),
        "chart": chart(one),
    }
    return render(request, "improvement/improvement.html", words | more, status=status)


def chart(one: Improvement) -> dict[str, Any]:
    """Its rate week by week around the day it was done, or the weeks until now."""
    today = localdate()
    middle = one.done_on or today
    first, last = middle - timedelta(weeks=CHART_WEEKS), min(today, middle + timedelta(weeks=CHART_WEEKS))
    first += timedelta(days=(last - first).days % 7)
    weeks = queries.weekly(one, first, last)
    marked = [at for at, (start, _rate) in enumerate(weeks) if one.done_on and start <= one.done_on]
    return {
        "labels": [f"{start:%m-%d}" for start, _rate in weeks],
        "rates": [None if (value := rate.per_thousand) is None else round(value, 1) for _start, rate in weeks],
        "tickets": [rate.count for _start, rate in weeks],
        "done": marked[-1] if marked else None,
        "words": {"rate": _("Per 1,000 tickets"), "tickets": _("Tickets"), "done": pgettext("improvement", "Done")},
    }


@needs(Right.KEEP_IMPROVEMENTS)
@require_POST
def act_on(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Do one of the acts; what was typed stays on the page when it is refused."""
    one = queries.improvement(public_id, viewer(request))
    act = act_named(ACTS, name)
    return carry_out(
        request,
        act,
        one,
        act.form(request.POST, unit=one.unit),
        page=page,
        again=lambda: queries.improvement(public_id, viewer(request)),
        then=redirect("improvement:improvement", public_id),
    )


@needs(Right.SEE_THEMES)
@require_POST
def comment(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add to the story."""
    one = queries.improvement(public_id, viewer(request))
    form = CommentForm(request.POST)
    if not form.is_valid():
        return page(request, one, {"comment_form": form}, status=422)
    actions.comment_improvement(public_id, form.cleaned_data["text"], by=viewer(request))
    return redirect("improvement:improvement", public_id)
