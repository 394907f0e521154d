"""Pages of rules and webhooks, for those who write them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wanhao.common.errors import Invalid, NotFound
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.refusals import add_refusal
from wanhao.management.alerts import actions, queries, words
from wanhao.management.alerts.forms import RuleForm, WebhookForm
from wanhao.management.alerts.models import AlertRule, Webhook
from wanhao.management.alerts.views import MEANINGS

RULE_FIELDS = tuple(RuleForm.base_fields)
WEBHOOK_FIELDS = tuple(WebhookForm.base_fields)
LATEST = 50


@needs(Right.SEE_FLOOR)
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """All rules within reach, in words."""
    person = viewer(request)
    rows = [
        {"rule": rule, "condition": words.condition(rule), "meaning": MEANINGS[rule.severity]}  # type: ignore[index]
        for rule in queries.alert_rules(person)
    ]
    return render(request, "alerts/rules.html", {"rows": rows, "may_edit": person.may(Right.EDIT_ALERTS)})


@needs(Right.EDIT_ALERTS)
def new_rule(request: HttpRequest) -> HttpResponse:
    """A new rule."""
    return rule_form(request, None)


@needs(Right.EDIT_ALERTS)
def rule_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One rule, to change."""
    rows = AlertRule.objects.visible_to(viewer(request), Right.EDIT_ALERTS)
    rule = rows.select_related("unit", "queue", "webhook").filter(public_id=public_id).first()
    if rule is None:
        raise NotFound(_("There is no such rule within your reach."))
    return rule_form(request, rule)


def rule_form(request: HttpRequest, rule: AlertRule | None) -> HttpResponse:
    """The form of a rule: shown, sent, refused."""
    person = viewer(request)
    initial = {name: getattr(rule, name) for name in RULE_FIELDS} if rule else {}
    for name, key in (("unit", "code"), ("queue", "code"), ("webhook", "public_id")):
        row = initial.get(name)
        initial[name] = getattr(row, key) if row else None
    form = RuleForm(person, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_rule(form.cleaned_data, by=person, public_id=rule.public_id if rule else "")
        except Invalid as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The rule is written; it holds from the next look at the figures."))
            return redirect("alerts:rules")
    return render(request, "alerts/rule.html", {"form": form, "rule": rule}, status=422 if form.errors else 200)


@needs(Right.EDIT_REFERENCE)
@require_safe
def webhook_list(request: HttpRequest) -> HttpResponse:
    """All webhooks within reach."""
    return render(request, "alerts/webhooks.html", {"rows": queries.webhooks(viewer(request))})


@needs(Right.EDIT_REFERENCE)
def new_webhook(request: HttpRequest) -> HttpResponse:
    """A new webhook."""
    return webhook_form(request, None)


@needs(Right.EDIT_REFERENCE)
def webhook_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One webhook: to change, and what was sent."""
    return webhook_form(request, queries.webhook(public_id, viewer(request)))


def webhook_form(request: HttpRequest, row: Webhook | None) -> HttpResponse:
    """The form of a webhook: shown, sent, refused."""
    person = viewer(request)
    initial: dict[str, Any] = {name: getattr(row, name) for name in WEBHOOK_FIELDS} if row else {}
    if row:
        initial["unit"] = row.unit.code
    form = WebhookForm(person, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.write_webhook(form.cleaned_data, by=person, public_id=row.public_id if row else "")
        except Invalid as refused:
            add_refusal(form, refused)
        else:
            if row is None:
                show_secret(request, written.secret)
            messages.success(request, _("The webhook is written."))
            return redirect("alerts:webhook", written.public_id)
    context = {"form": form, "row": row, "deliveries": queries.deliveries(row)[:LATEST] if row else []}
    return render(request, "alerts/webhook.html", context, status=422 if form.errors else 200)


def show_secret(request: HttpRequest, secret: str) -> None:
    """Show a secret once."""
    words = _("The secret for checking signatures, shown only now: %(secret)s") % {"secret": secret}
    messages.warning(request, words)


@needs(Right.EDIT_REFERENCE)
@require_POST
def webhook_secret(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new secret, shown once."""
    show_secret(request, actions.renew_secret(public_id, by=viewer(request)))
    return redirect("alerts:webhook", public_id)


@needs(Right.EDIT_REFERENCE)
@require_POST
def webhook_test(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a test message."""
    actions.test_webhook(public_id, by=viewer(request))
    messages.success(request, _("A test message is on its way: look below in a moment."))
    return redirect("alerts:webhook", public_id)


@needs(Right.EDIT_REFERENCE)
@require_safe
def webhook_deliveries(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was sent, read again from time to time."""
    row = queries.webhook(public_id, viewer(request))
    return render(request, "alerts/deliveries.html", {"row": row, "deliveries": queries.deliveries(row)[:LATEST]})
