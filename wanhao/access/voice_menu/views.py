"""The list of voice menus, and making a new one."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.queries import units_within_reach
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.refusals import add_refusal
from wanhao.service.ivr import actions, graph, queries
from wanhao.service.ivr.graph import Graph


class NewFlowForm(forms.Form):
    """A new voice menu: its names, and what it begins with."""

    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Small letters, digits and dashes."))
    name_zh = forms.CharField(label=_("Chinese name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    unit = forms.ChoiceField(label=_("Unit"))
    copied = forms.ChoiceField(label=_("Begins as"), required=False)

    def __init__(self, person: Staff, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.units = {unit.code: unit for unit in units_within_reach(person, Right.EDIT_REFERENCE)}
        flows = [(flow.code, _("a copy of %(name)s") % {"name": flow.name}) for flow in queries.flows(person)]
        self.fields["unit"].choices = [(code, unit.name) for code, unit in self.units.items()]  # type: ignore[attr-defined]
        self.fields["copied"].choices = [("", _("empty")), *flows]  # type: ignore[attr-defined]


@needs(Right.EDIT_REFERENCE)
def flows(request: HttpRequest) -> HttpResponse:
    """All voice menus with the numbers that open them."""
    person = viewer(request)
    form = NewFlowForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (code := _make(form, person)):
        return redirect("voice-menu:editor", code)
    context = {"flows": queries.flows(person), "form": form}
    return render(request, "voice_menu/flows.html", context, status=422 if form.errors else 200)


def _make(form: NewFlowForm, person: Staff) -> str:
    """Make the menu; its code, or nothing when it was refused (the form says why)."""
    typed = form.cleaned_data
    draft = Graph("")
    if typed["copied"]:
        draft = graph.from_document(queries.flow(typed["copied"], person).draft)
    try:
        unit = form.units[typed["unit"]]
        made = actions.make_flow(
            typed["code"], name_zh=typed["name_zh"], name_en=typed["name_en"], unit=unit, by=person, draft=draft
        )
    except Invalid as refused:
        add_refusal(form, refused)
        return ""
    return made.code
