"""Pages on which teams and plans are written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound, Refused
from wanhao.common.masking import mask_number
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.refusals import add_refusal
from wanhao.management.contingency import queries, writing
from wanhao.management.contingency.forms import Members, PlanForm, Steps, TeamForm
from wanhao.management.contingency.models import EmergencyTeam, Plan

TEAM_FACTS = tuple(TeamForm.base_fields)
PLAN_FACTS = ("title_zh", "title_en", "starts_itself", "is_active")


def kept(rows: Any) -> list[dict[str, Any]]:
    """The lines that are to stay."""
    facts = [form.cleaned_data for form in rows if not form.cleaned_data.get("DELETE")]
    return [{name: value for name, value in line.items() if name != "DELETE"} for line in facts]


@needs(Right.EDIT_ALERTS)
def new_team(request: HttpRequest) -> HttpResponse:
    """A new team."""
    return team_form(request, None)


@needs(Right.EDIT_ALERTS)
def team_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One team, to change."""
    row = queries.team(public_id, viewer(request))
    check_reach(viewer(request), row)
    return team_form(request, row)


def check_reach(person: Staff, row: EmergencyTeam | Plan) -> None:
    """To change is more than to see."""
    if not person.may(Right.EDIT_ALERTS, row.unit):
        raise NotFound(_("Nothing to change here lies within your reach."))


def team_form(request: HttpRequest, row: EmergencyTeam | None) -> HttpResponse:
    """The form of a team: shown, sent, refused."""
    person = viewer(request)
    sent = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {name: getattr(row, name) for name in TEAM_FACTS} if row else {}
    if row:
        initial["unit"] = row.unit.code
    members = list(row.members.select_related("staff")) if row else []
    form = TeamForm(person, sent, initial=initial)
    lines = Members(
        sent, prefix="line", initial=[{"staff": one.staff.staff_number, "task": one.task} for one in members]
    )
    if sent is not None and form.is_valid() and lines.is_valid():
        try:
            writing.write_team(form.cleaned_data, kept(lines), by=person, public_id=row.public_id if row else "")
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return done(request, _("The team is saved."))
    known = {one.staff.staff_number: mask_number(one.number) for one in members if one.number}
    context = {"form": form, "lines": lines, "row": row, "known": known, "colleagues": colleagues(person)}
    return render(request, "contingency/team.html", context, status=200 if sent is None else 422)


def colleagues(person: Staff) -> Any:
    """Staff that may be put into a team: of the writer's units."""
    reach = [unit.path for unit in person.units_for(Right.EDIT_ALERTS)]
    rows = Staff.objects.filter(is_active=True).select_related("unit").order_by("staff_number")
    return [one for one in rows if any(one.unit.path.startswith(path) for path in reach)][:500]


@needs(Right.EDIT_ALERTS)
def new_plan(request: HttpRequest) -> HttpResponse:
    """A new plan."""
    return plan_form(request, None)


@needs(Right.EDIT_ALERTS)
def plan_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One plan, to change."""
    row = queries.plan(public_id, viewer(request))
    check_reach(viewer(request), row)
    return plan_form(request, row)


def plan_form(request: HttpRequest, row: Plan | None) -> HttpResponse:
    """The form of a plan: shown, sent, refused."""
    person = viewer(request)
    sent = request.POST if request.method == "POST" else None
    form: forms.Form = PlanForm(person, sent, initial=plan_facts(row))
    steps = row.steps.values("text_zh", "text_en", "owner", "within_minutes") if row else []
    lines = Steps(sent, prefix="line", initial=list(steps))
    if sent is not None and form.is_valid() and lines.is_valid():
        try:
            writing.write_plan(form.cleaned_data, kept(lines), by=person, public_id=row.public_id if row else "")
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return done(request, _("The plan is saved."))
    context = {"form": form, "lines": lines, "row": row, "has_team": queries.teams(person).exists()}
    return render(request, "contingency/plan.html", context, status=200 if sent is None else 422)


def plan_facts(row: Plan | None) -> dict[str, Any]:
    """What the form of a plan begins with."""
    if row is None:
        return {}
    facts: dict[str, Any] = {name: getattr(row, name) for name in PLAN_FACTS}
    rules = [rule.public_id for rule in row.rules.all()]
    return facts | {"unit": row.unit.code, "team": row.team.public_id, "rules": rules}


def done(request: HttpRequest, text: str) -> HttpResponse:
    """Back to the first page."""
    messages.success(request, text)
    return redirect("contingency:index")
