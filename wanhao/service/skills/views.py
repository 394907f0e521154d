"""Pages of skills: the matrix of agents and skills, one agent, several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.skills import actions, queries
from wanhao.service.skills.actions import Level
from wanhao.service.skills.forms import LEVELS, LevelForm, ManyForm, level_forms
from wanhao.service.skills.queries import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable


leaders = needs(Right.EDIT_SKILLS)


@leaders
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Agents within reach and their skills, narrowed, a page at a time."""
    return _matrix(request, ManyForm())


def _matrix(request: HttpRequest, form: ManyForm, chosen: Iterable[str] = (), status: int = 200) -> HttpResponse:
    person = viewer(request)
    wanted = Wanted(**{name: request.GET.get(name, "").strip() for name in ("term", "unit", "skill", "after")})
    agents, after = queries.found_agents(person, wanted)
    words = {
        "rows": queries.rows_of(agents),
        "skills": queries.skills(),
        "units": queries.units_of(person),
        "wanted": wanted,
        "after": after,
        "form": form,
        "chosen": set(chosen),
        "levels": LEVELS,
        "is_narrowed": bool(wanted.term or wanted.unit or wanted.skill),
    }
    return render(request, "skills/matrix.html", words, status=status)


@leaders
@require_POST
def cell(request: HttpRequest) -> HttpResponse:
    """A level chosen in the matrix; the row as it is now."""
    person = viewer(request)
    found = queries.agent_to_teach(person, request.POST.get("agent", ""))
    skill = queries.skill_by_code(request.POST.get("skill", ""))
    form = LevelForm({"level": request.POST.get("level", "")})
    if not form.is_valid():
        raise Invalid(level=_("A level is a number from 1 to 5."))
    held = found.skills.filter(skill=skill).first()
    until = held.valid_until if held else None
    actions.set_skills([found.pk], [Level(skill, form.cleaned_data["level"], until)], by=person)
    words = {"row": queries.rows_of([found])[0], "levels": LEVELS, "is_changed": True}
    return render(request, "skills/row.html", words)


@leaders
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """The same level of a skill for all agents that were ticked."""
    person = viewer(request)
    numbers = request.POST.getlist("agents")
    form = ManyForm(request.POST)
    if not numbers:
        form.add_error(None, _("Tick the agents first."))
    if not form.is_valid():
        return _matrix(request, form, numbers, status=422)
    found = [queries.agent_to_teach(person, number).pk for number in numbers]
    given = form.cleaned_data
    count = actions.set_skills(found, [Level(given["skill"], given["level"], given["valid_until"])], by=person)
    said = ngettext("Changed for %d agent.", "Changed for %d agents.", count) % count
    messages.success(request, f"{given['skill'].name}: {said}")
    return redirect(request.get_full_path().replace("many/", "", 1))


@leaders
@require_http_methods(["GET", "POST"])
def agent(request: HttpRequest, staff_number: str) -> HttpResponse:
    """All skills of one agent, with their last days, and the queues that follow from them."""
    person = viewer(request)
    found = queries.agent_to_teach(person, staff_number)
    row = queries.rows_of([found])[0]
    pairs = level_forms(row.cells, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not [form for _cell, form in pairs if not form.is_valid()]:
        changed = [Level(one.skill, **form.cleaned_data) for one, form in pairs if form.has_changed()]
        actions.set_skills([found.pk], changed, by=person)
        messages.success(request, _("Saved. The queues served follow at once."))
        return redirect("skills:agent", staff_number)
    has_errors = any(form.errors for _cell, form in pairs)
    words = {"row": row, "pairs": pairs, "agent": found}
    return render(request, "skills/agent.html", words, status=422 if has_errors else 200)
