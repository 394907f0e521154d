"""What can be done to a complaint from its ticket's page: the form of each act and the action behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.service.complaints import actions, closing, compensating
from wanhao.service.complaints.actions import MediationDetails
from wanhao.service.complaints.forms import (
    CallForm,
    CompensationForm,
    MediationForm,
    MediationResultForm,
    PartForm,
    RaiseForm,
    RepeatForm,
    StepForm,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from wanhao.foundation.accounts.models import Staff

Typed = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """An act: its words, its form, and the action on a ticket."""

    name: str
    label: StrOrPromise
    done: StrOrPromise
    icon: str
    form: type[forms.Form]
    do: Callable[[int, Typed, Staff], object]


def _mediation(ticket_id: int, typed: Typed, by: Staff) -> None:
    files = typed.pop("papers")
    actions.record_mediation(ticket_id, MediationDetails(**typed), uploads=files, by=by)


def _end_mediation(ticket_id: int, typed: Typed, by: Staff) -> None:
    actions.end_mediation(typed["mediation"], result=typed["result"], text=typed["text"], by=by)


def _call(ticket_id: int, typed: Typed, by: Staff) -> None:
    closing.call_at(ticket_id, typed["at"] or now(), number=typed["number"], by=by)


ACTS = {
    act.name: act
    for act in (
        Act("level", pgettext_lazy("complaint", "Raise"), _("The complaint was raised."), "stairs-up", RaiseForm,
            lambda pk, typed, by: actions.raise_level(pk, by=by, **typed)),
        Act("mediation", _("Record a mediation"), _("The mediation is recorded."), "scale", MediationForm, _mediation),
        Act("mediation-result", _("Result of the mediation"), _("The result is recorded."), "scale",
            MediationResultForm, _end_mediation),
        Act("compensation", _("Propose compensation"), _("The compensation waits for approval."), "cash",
            CompensationForm, lambda pk, typed, by: compensating.propose(pk, by=by, **typed)),
        Act("call", _("Call the customer"), _("The customer is going to be called."), "phone-outgoing", CallForm,
            _call),
        Act("repeat", _("Join to an earlier complaint"), _("The complaints are joined."), "link", RepeatForm,
            lambda pk, typed, by: actions.join_repeat(pk, typed["number"], by=by)),
        Act("parting", _("It is no repeat"), _("The complaints are parted."), "unlink", PartForm,
            lambda pk, typed, by: actions.part_repeat(pk, by=by)),
        Act("crisis-step", _("Step of the crisis checklist"), _("The step is done."), "checklist", StepForm,
            lambda pk, typed, by: actions.do_crisis_step(pk, typed["step"], note=typed["note"], by=by)),
    )
}  # fmt: skip
