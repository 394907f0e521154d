"""Announcements in front of the menus: made by a leader of the floor, heard by the next caller."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.service.ivr import announcing, queries
from wanhao.service.ivr.announcing import AnnouncementDetails
from wanhao.service.ivr.rules import Kind
from wanhao.service.ivr.visits import calls_that_heard

HISTORY = 30
THREE_LINES = forms.Textarea(attrs={"rows": 3})
FAULT_ZH = "尊敬的客户，我们已知悉您所在区域宽带故障，正在全力抢修，预计两小时内恢复，给您带来不便，敬请谅解。"
FAULT_EN = (
    "Dear customer, we know about the broadband fault in your area. Our engineers are at work and expect to mend it "
    "within two hours. We apologise for the trouble."
)


class AnnouncementForm(forms.Form):
    """What is announced, before which menu, to whom and until when."""

    text_zh = forms.CharField(label=gettext_lazy("Chinese text"), widget=THREE_LINES, initial=FAULT_ZH)
    text_en = forms.CharField(label=gettext_lazy("English text"), widget=THREE_LINES, initial=FAULT_EN)
    place = forms.ChoiceField(label=gettext_lazy("Heard where"), required=False)
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("Customers of these regions"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("No region and no area of numbers: everybody hears it. Either is enough."),
    )
    prefixes = forms.CharField(
        label=gettext_lazy("Numbers that begin with"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("First digits parted by spaces, such as 0900 12101."),
    )
    ends_at = forms.DateTimeField(
        label=pgettext_lazy("period", "Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        regions = Unit.objects.filter(kind=Unit.Kind.REGION).order_by("path")
        self.fields["regions"].choices = [(row.code, row.name) for row in regions]  # type: ignore[attr-defined]
        self.fields["place"].choices = places()  # type: ignore[attr-defined]
        self.fields["ends_at"].initial = timezone.localtime() + timedelta(hours=2)

    def details(self) -> AnnouncementDetails:
        """What was typed."""
        typed = self.cleaned_data
        flow, _slash, step = str(typed["place"]).partition("/")
        return AnnouncementDetails(
            text_zh=typed["text_zh"],
            text_en=typed["text_en"],
            ends_at=typed["ends_at"],
            flow=flow,
            step=step,
            prefixes=tuple(typed["prefixes"].replace(",", " ").replace("，", " ").split()),
            regions=tuple(typed["regions"]),
        )


def places() -> list[tuple[str, str]]:
    """Before which menus something can be announced: at the beginning of every call, or of a menu's."""
    found = [("", _("at the beginning of every call"))]
    for flow in queries.published_flows():
        found.append((flow.code, _("%(menu)s: at the beginning") % {"menu": flow.name}))
        steps = queries.published_graph(flow).steps.values()
        for step in sorted(step.code for step in steps if step.kind is Kind.MENU):
            place = _("%(menu)s: before “%(step)s”") % {"menu": flow.name, "step": step}
            found.append((f"{flow.code}/{step}", place))
    return found


@needs(Right.STEER_FLOOR)
def announcements(request: HttpRequest) -> HttpResponse:
    """What callers hear now and what they heard before; and a new one."""
    form = AnnouncementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _announced(form, request):
        messages.success(request, _("Callers hear it from the next call on."))
        return redirect("voice-menu:announcements")
    own = queries.announcements(viewer(request))
    mine = set(own.values_list("pk", flat=True)[:500])
    running = queries.running_announcements()
    heard = calls_that_heard(min((row.begins_at for row in running), default=timezone.now()))
    context = {
        "form": form,
        "running": [(row, row.pk in mine, heard.get(row.pk, 0)) for row in running],
        "past": own.filter(ends_at__lte=timezone.now())[:HISTORY],
    }
    return render(request, "voice_menu/announcements.html", context, status=422 if form.errors else 200)


def _announced(form: AnnouncementForm, request: HttpRequest) -> bool:
    try:
        announcing.announce(form.details(), by=viewer(request))
    except Invalid as refused:
        for name, text in refused.fields.items():
            form.add_error(name if name in form.fields else "place", str(text))
        return False
    return True


@needs(Right.STEER_FLOOR)
@require_POST
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one back."""
    announcing.end_announcement(public_id, by=viewer(request))
    messages.success(request, _("The next caller hears it no more."))
    return redirect("voice-menu:announcements")
