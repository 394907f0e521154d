"""Pages of alerts: what is open, what was, one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wanhao.common.addresses import whole
from wanhao.common.chips import ChipRow, address_with, chip_row
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.management.alerts import actions, queries, words
from wanhao.management.alerts.curve import curve_of
from wanhao.management.alerts.figures import FIGURES
from wanhao.management.alerts.forms import WordsForm
from wanhao.management.alerts.models import Alert, Severity
from wanhao.management.alerts.queries import AlertFilter

MEANINGS = {Severity.NOTICE: "info", Severity.WARNING: "close", Severity.CRITICAL: "missed"}
FILTERS = ("severity", "figure", "rule", "days")


def row_of(alert: Alert) -> dict[str, Any]:
    """An alert as lists show it."""
    return {
        "alert": alert,
        "meaning": MEANINGS[Severity(alert.severity)],
        "subject": words.subject_name(alert),
        "state": words.state_of(alert),
        "condition": words.condition(alert),
        "worst": words.spelt(alert.figure, alert.worst),
    }


@needs(Right.SEE_FLOOR)
@require_safe
def alert_list(request: HttpRequest) -> HttpResponse:
    """What is open, and below it the history, narrowed by chips."""
    person = viewer(request)
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    wanted = AlertFilter(
        severity=asked["severity"],
        figure=asked["figure"],
        rule=asked["rule"],
        days=min(whole(asked["days"]) or 0, 3650),
        before_id=whole(request.GET.get("before", "")) or None,
    )
    found = queries.past_alerts(person, wanted)
    shown = found[: queries.PAGE]
    context = {
        **open_part(person),
        "past": [row_of(alert) for alert in shown],
        "chip_rows": chip_rows(asked),
        "is_narrowed": any(asked.values()),
        "more": address_with(asked) + f"&before={shown[-1].pk}" if len(found) > len(shown) else "",
        "may_edit": person.may(Right.EDIT_ALERTS),
        "may_send": person.may(Right.EDIT_REFERENCE),
    }
    return render(request, "alerts/list.html", context)


def open_part(person: Staff) -> dict[str, Any]:
    """What is open, and whether anybody watches."""
    return {
        "open": [row_of(alert) for alert in queries.open_alerts(person)],
        "asleep_since": queries.asleep_since(),
        "may_steer": person.may(Right.STEER_FLOOR),
    }


def chip_rows(asked: dict[str, str]) -> list[ChipRow]:
    """The filters of the history."""
    figures = [(one.code, one.name) for one in FIGURES.values()]
    days = [("1", _("Today and yesterday")), ("7", _("7 days")), ("30", _("30 days"))]
    return [
        chip_row(asked, "severity", _("Severity"), Severity.choices),
        chip_row(asked, "figure", _("Figure"), figures),
        chip_row(asked, "days", _("Time"), days),
    ]


@needs(Right.SEE_FLOOR)
@require_safe
def open_list(request: HttpRequest) -> HttpResponse:
    """The open ones alone, read again when something happened."""
    return render(request, "alerts/open.html", open_part(viewer(request)))


@needs(Right.SEE_FLOOR)
@require_safe
def alert_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One alert: its curve, its history, what can be done."""
    return page(request, queries.alert(public_id, viewer(request)), WordsForm())


def page(request: HttpRequest, alert: Alert, form: WordsForm, status: int = 200) -> HttpResponse:
    """The alert's page around a form."""
    return render(request, "alerts/alert.html", {**story_of(alert, viewer(request)), "form": form}, status=status)


def story_of(alert: Alert, person: Staff) -> dict[str, Any]:
    """Everything about one alert."""
    steps = alert.steps.select_related("by")
    return {
        **row_of(alert),
        "curve": curve_of(alert),
        "steps": [(step, words.spelt(alert.figure, step.value)) for step in steps],
        "deliveries": alert.deliveries.select_related("webhook"),
        "may_steer": person.may(Right.STEER_FLOOR, alert.unit),
        "opened_value": next((words.spelt(alert.figure, step.value) for step in steps if step.kind == "opened"), "–"),
    }


@needs(Right.SEE_FLOOR)
@require_safe
def story(request: HttpRequest, public_id: str) -> HttpResponse:
    """The alert's story alone, read again when something happened."""
    alert = queries.alert(public_id, viewer(request))
    return render(request, "alerts/story.html", story_of(alert, viewer(request)))


@needs(Right.STEER_FLOOR)
@require_POST
def acknowledge(request: HttpRequest, public_id: str) -> HttpResponse:
    """I am on it."""
    actions.acknowledge(public_id, by=viewer(request))
    messages.success(request, _("Acknowledged: it escalates no further."))
    return redirect((request.POST.get("next") == "list" and "alerts:list") or f"/alerts/{public_id}/")


def with_words(request: HttpRequest, public_id: str, act: Callable[..., Alert], done: str) -> HttpResponse:
    """Do something that needs words; what was typed stays when it is refused."""
    form = WordsForm(request.POST)
    if form.is_valid():
        try:
            act(public_id, form.cleaned_data["words"], by=viewer(request))
        except Invalid as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, done)
            return redirect("alerts:alert", public_id)
    return page(request, queries.alert(public_id, viewer(request)), form, status=422)


@needs(Right.STEER_FLOOR)
@require_POST
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add to the history."""
    return with_words(request, public_id, actions.add_note, _("Written down."))


@needs(Right.STEER_FLOOR)
@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close by hand."""
    return with_words(request, public_id, actions.close_alert, _("Closed. It opens again only after it was good."))
