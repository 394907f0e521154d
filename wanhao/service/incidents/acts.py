"""What can be done to an incident from its page: the form of each act and the action behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from wanhao.service.incidents import actions
from wanhao.service.incidents.forms import (
    AnnounceForm,
    AreaForm,
    AttachForm,
    DetachForm,
    MessageForm,
    ReasonForm,
    RestoreForm,
    area_of,
)
from wanhao.service.incidents.models import Incident

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from wanhao.foundation.accounts.models import Staff

OPEN, RESTORED, ENDED = (status.value for status in Incident.Status)


@dataclass(frozen=True)
class Act:
    """An act: its words, its form, when it is offered, and the action."""

    name: str
    label: StrOrPromise
    done: StrOrPromise
    icon: str
    form: type[forms.Form]
    statuses: tuple[str, ...]
    do: Callable[[str, forms.Form, Staff], object]
    begins: Callable[[Incident], dict[str, Any]] = lambda incident: {}


def _typed(action: Callable[..., object]) -> Callable[[str, forms.Form, Staff], object]:
    return lambda number, form, by: action(number, by=by, **form.cleaned_data)


def _area(number: str, form: forms.Form, by: Staff) -> None:
    assert isinstance(form, AreaForm)  # the form of this act
    actions.change_area(number, form.cleaned_data["title"], form.area(), by=by)


def words_of(incident: Incident) -> dict[str, Any]:
    """What announcement and message usually say, in both languages."""
    said = {"title": incident.title}
    found = {}
    for field, language in (("text_zh", "zh-hans"), ("text_en", "en")):
        with override(language):
            words = _now("We know about this: %(title)s. We are working on it and will tell you when it is over.")
            found[field] = words % said
    return found


ACTS = {
    act.name: act
    for act in (
        Act("restoration", _("It is restored"), _("Restored: the customers are called back."), "circle-check",
            RestoreForm, (OPEN,), _typed(actions.restore)),
        Act("announcement", _("Announce to callers"), _("Callers of the area hear it from now on."), "speakerphone",
            AnnounceForm, (OPEN,), _typed(actions.announce), words_of),
        Act("message", _("Message to all"), _("The message is being sent to all."), "send", MessageForm,
            (OPEN, RESTORED), _typed(actions.tell_all), words_of),
        Act("area", _("Change the area"), _("The area is changed."), "map-pin", AreaForm, (OPEN,), _area, area_of),
        Act("member", _("Attach a ticket"), _("The ticket is attached."), "link", AttachForm, (OPEN, RESTORED),
            lambda number, form, by: actions.attach_by_hand(number, form.cleaned_data["ticket"], by=by)),
        Act("detachment", _("Detach a ticket"), _("The ticket is detached."), "unlink", DetachForm, (OPEN, RESTORED),
            lambda number, form, by: actions.detach(
                number, form.cleaned_data["ticket"], reason=form.cleaned_data["reason"], by=by)),
        Act("end", _("End the incident"), _("The incident is ended."), "lock", ReasonForm, (RESTORED,),
            _typed(actions.end_incident)),
    )
}  # fmt: skip
