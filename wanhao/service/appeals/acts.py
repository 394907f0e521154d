"""What can be done to an appeal from its page: the form of each act and the action behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.service.appeals import actions, rules
from wanhao.service.appeals.forms import AcceptForm, AnswerForm, OutcomeForm
from wanhao.service.appeals.models import Appeal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Act:
    """An act: its words, its form, the state it leads to, and the action."""

    name: str
    label: StrOrPromise
    icon: str
    form: type[forms.Form]
    wanted: str
    do: Callable[..., Appeal]
    key: str


ACTS = {
    act.name: act
    for act in (
        Act(
            "acceptance", pgettext_lazy("appeal", "Accept"), "check", AcceptForm, "accepted", actions.accept_appeal, "a"
        ),
        Act("answer", pgettext_lazy("appeal", "Answer"), "send", AnswerForm, "answered", actions.answer_appeal, "r"),
        Act("closure", pgettext_lazy("appeal", "Close"), "lock", OutcomeForm, "closed", actions.close_appeal, "c"),
        Act("refusal", _("Do not accept"), "x", OutcomeForm, "refused", actions.refuse_appeal, "x"),
        Act("withdrawal", _("Taken back"), "arrow-back-up", OutcomeForm, "withdrawn", actions.withdraw_appeal, "w"),
    )
}


def acts_for(appeal: Appeal) -> list[Act]:
    """What may be done next, the most likely first."""
    return [act for act in ACTS.values() if rules.may_become(appeal.state, act.wanted)]
