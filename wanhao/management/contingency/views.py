"""Pages of emergencies: what is going on, what was, one of them with its team, steps and log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wanhao.common.errors import Invalid, Refused
from wanhao.foundation.accounts.guards import needs, signed_in, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.refusals import add_refusal
from wanhao.management.alerts import queries as alerts
from wanhao.management.contingency import actions, queries
from wanhao.management.contingency.forms import ActionForm, BeginForm, ReviewForm, StartForm, WordsForm
from wanhao.management.contingency.models import Emergency, LogEntry
from wanhao.service.calls.models import AnnouncementCall

TEAM = "members of an emergency team have any role; queries show only what they were called to"
OUTCOMES = dict(AnnouncementCall.Outcome.choices)


@signed_in(TEAM)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is going on, what stands ready, what was."""
    person = viewer(request)
    return render(request, "contingency/index.html", index_words(person))


def index_words(person: Staff) -> dict[str, Any]:
    """What the first page shows."""
    return {
        "running": [(one, queries.muster(one)) for one in queries.running(person)],
        "past": [(one, queries.muster(one)) for one in queries.emergencies(person).exclude(ended_at=None)[:50]],
        "plans": queries.plans(person),
        "teams": queries.teams(person),
        "may_lead": person.may(Right.STEER_FLOOR),
        "may_edit": person.may(Right.EDIT_ALERTS),
    }


@needs(Right.STEER_FLOOR)
def begin(request: HttpRequest) -> HttpResponse:
    """Call a team without a plan."""
    person = viewer(request)
    form = BeginForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            emergency = actions.begin(facts["team"], title=facts["title"], what=facts["what"], by=person)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("contingency:emergency", emergency.public_id)
    return render(request, "contingency/begin.html", {"form": form}, status=422 if form.errors else 200)


@needs(Right.STEER_FLOOR)
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a plan into action, perhaps because of an alert."""
    person = viewer(request)
    plan = queries.plan(public_id, person)
    named = request.GET.get("alert", "")
    alert = alerts.alert(named, person) if named else None
    form = StartForm(request.POST or None, initial={"what": alerts.headline(alert) if alert else ""})
    if request.method == "POST" and form.is_valid():
        try:
            emergency = actions.start_plan(plan, what=form.cleaned_data["what"], by=person, alert=alert)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("contingency:emergency", emergency.public_id)
    context = {"form": form, "plan": plan, "alert": alert}
    return render(request, "contingency/start.html", context, status=422 if form.errors else 200)


@needs(Right.STEER_FLOOR)
@require_safe
def for_alert(request: HttpRequest, public_id: str) -> HttpResponse:
    """The plans an alert calls for, and what is going on because of it; a part of the alert's page."""
    person = viewer(request)
    alert = alerts.alert(public_id, person)
    context = {
        "alert": alert,
        "plans": queries.plans_for(alert, person) if alert.is_open else [],
        "emergencies": queries.emergencies(person).filter(alert=alert),
    }
    return render(request, "contingency/for_alert.html", context)


@signed_in(TEAM)
@require_safe
def emergency_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One emergency."""
    return page(request, queries.emergency(public_id, viewer(request)), {})


def page(request: HttpRequest, emergency: Emergency, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """The emergency's page around its forms."""
    review = {name: getattr(emergency, name) for name in ReviewForm.base_fields}
    words = {
        **story_words(emergency, viewer(request)),
        "words_form": WordsForm(),
        "review_form": ReviewForm(initial=review),
        "action_form": ActionForm(),
    }
    return render(request, "contingency/emergency.html", words | more, status=status)


def story_words(emergency: Emergency, person: Staff) -> dict[str, Any]:
    """Everything about one emergency."""
    summonses = list(emergency.summonses.select_related("staff"))
    return {
        "emergency": emergency,
        "summonses": summonses,
        "muster": queries.muster(emergency),
        "mine": next((one for one in summonses if one.staff_id == person.pk), None),
        "steps": emergency.steps.select_related("done_by"),
        "log": [line_of(entry) for entry in emergency.log.select_related("by")],
        "actions": emergency.actions.select_related("owner"),
        "may_lead": queries.may_lead(emergency, person),
        "may_write": queries.may_write(emergency, person),
        "is_late": timezone.now() > emergency.in_place_by,
    }


def line_of(entry: LogEntry) -> tuple[LogEntry, Any]:
    """A line of the log with its words; how a call ended is one of the known outcomes."""
    if entry.kind == LogEntry.Kind.NOT_REACHED:
        return entry, OUTCOMES.get(entry.words, entry.words)
    return entry, entry.words


@signed_in(TEAM)
@require_safe
def story(request: HttpRequest, public_id: str) -> HttpResponse:
    """The emergency's story alone, read again when something happened."""
    person = viewer(request)
    return render(request, "contingency/story.html", story_words(queries.emergency(public_id, person), person))


@signed_in(TEAM)
@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """I am coming."""
    actions.confirm(public_id, by=viewer(request))
    return redirect("contingency:emergency", public_id)


@signed_in(TEAM)
@require_POST
def in_place(request: HttpRequest, public_id: str) -> HttpResponse:
    """I am there, or who leads says it of another."""
    actions.mark_in_place(public_id, request.POST.get("staff", ""), by=viewer(request))
    return redirect("contingency:emergency", public_id)


@signed_in(TEAM)
@require_POST
def step(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """Tick a step off, or take that back."""
    actions.mark_step(public_id, position, done=request.POST.get("done") == "yes", by=viewer(request))
    return redirect("contingency:emergency", public_id)


Act = Callable[[dict[str, Any]], object]


def with_form(request: HttpRequest, public_id: str, name: str, form: forms.Form, act: Act, done: str) -> HttpResponse:
    """Do something that needs a form; what was typed stays when it is refused."""
    emergency = queries.emergency(public_id, viewer(request))
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Invalid as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, done)
            return redirect("contingency:emergency", public_id)
    return page(request, emergency, {name: form}, status=422)


@signed_in(TEAM)
@require_POST
def log(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write in the log."""
    person = viewer(request)
    form = WordsForm(request.POST)
    return with_form(
        request,
        public_id,
        "words_form",
        form,
        lambda facts: actions.write_log(public_id, facts["words"], by=person),
        _("Written in the log."),
    )


@needs(Right.STEER_FLOOR)
@require_POST
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is over."""
    person = viewer(request)
    form = WordsForm(request.POST)
    return with_form(
        request,
        public_id,
        "words_form",
        form,
        lambda facts: actions.end(public_id, facts["words"], by=person),
        _("The emergency has ended. Review it while it is fresh."),
    )


@needs(Right.STEER_FLOOR)
@require_POST
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down what is learnt."""
    person = viewer(request)
    form = ReviewForm(request.POST)
    return with_form(
        request,
        public_id,
        "review_form",
        form,
        lambda facts: actions.review(public_id, facts, by=person),
        _("The review is written."),
    )


@needs(Right.STEER_FLOOR)
@require_POST
def add_action(request: HttpRequest, public_id: str) -> HttpResponse:
    """Something to be done."""
    person = viewer(request)
    form = ActionForm(request.POST)
    return with_form(
        request,
        public_id,
        "action_form",
        form,
        lambda facts: actions.add_action(public_id, facts["text"], facts["owner"], facts["due_on"], by=person),
        _("Added."),
    )


@signed_in(TEAM)
@require_POST
def action(request: HttpRequest, public_id: str, action_id: int) -> HttpResponse:
    """An action is done, or not after all."""
    actions.mark_action(public_id, action_id, done=request.POST.get("done") == "yes", by=viewer(request))
    return redirect("contingency:emergency", public_id)
