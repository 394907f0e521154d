"""What can be done to a complaint from its ticket's page: the form of each act and the action behind it."""

from __future__ import annotations

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.acts import ANY_STATE, Act, Asked, by_name
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
from wanhao.service.complaints.models import Complaint


def _raise(asked: Asked[Complaint]) -> None:
    actions.raise_level(asked.thing.ticket_id, by=asked.by, **asked.typed)


def _mediation(asked: Asked[Complaint]) -> None:
    typed = dict(asked.typed)
    files = typed.pop("papers")
    actions.record_mediation(asked.thing.ticket_id, MediationDetails(**typed), uploads=files, by=asked.by)


def _end_mediation(asked: Asked[Complaint]) -> None:
    typed = asked.typed
    actions.end_mediation(typed["mediation"], result=typed["result"], text=typed["text"], by=asked.by)


def _compensation(asked: Asked[Complaint]) -> None:
    compensating.propose(asked.thing.ticket_id, by=asked.by, **asked.typed)


def _call(asked: Asked[Complaint]) -> None:
    typed = asked.typed
    closing.call_at(asked.thing.ticket_id, typed["at"] or now(), number=typed["number"], by=asked.by)


def _join(asked: Asked[Complaint]) -> None:
    actions.join_repeat(asked.thing.ticket_id, asked.typed["number"], by=asked.by)


def _part(asked: Asked[Complaint]) -> None:
    actions.part_repeat(asked.thing.ticket_id, by=asked.by)


def _crisis_step(asked: Asked[Complaint]) -> None:
    typed = asked.typed
    actions.do_crisis_step(asked.thing.ticket_id, typed["step"], note=typed["note"], by=asked.by)


# The panels of a ticket's page say which of them are offered.
ACTS = by_name(
    Act("level", pgettext_lazy("complaint", "Raise"), _("The complaint was raised."), "stairs-up", RaiseForm,
        ANY_STATE, _raise),
    Act("mediation", _("Record a mediation"), _("The mediation is recorded."), "scale", MediationForm, ANY_STATE,
        _mediation),
    Act("mediation-result", _("Result of the mediation"), _("The result is recorded."), "scale",
        MediationResultForm, ANY_STATE, _end_mediation),
    Act("compensation", _("Propose compensation"), _("The compensation waits for approval."), "cash",
        CompensationForm, ANY_STATE, _compensation),
    Act("call", _("Call the customer"), _("The customer is going to be called."), "phone-outgoing", CallForm,
        ANY_STATE, _call),
    Act("repeat", _("Join to an earlier complaint"), _("The complaints are joined."), "link", RepeatForm, ANY_STATE,
        _join),
    Act("parting", _("It is no repeat"), _("The complaints are parted."), "unlink", PartForm, ANY_STATE, _part),
    Act("crisis-step", _("Step of the crisis checklist"), _("The step is done."), "checklist", StepForm, ANY_STATE,
        _crisis_step),
)  # fmt: skip
