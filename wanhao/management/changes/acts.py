"""What can be done to an entry from its page: the form of each act and the action behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.management.changes import actions, forms, queries

if TYPE_CHECKING:
    from django import forms as django_forms
    from django_stubs_ext import StrOrPromise

    from wanhao.foundation.accounts.models import Staff
    from wanhao.management.changes.models import Entry


@dataclass(frozen=True)
class Act:
    """An act: its words, its form, when it is offered, and the action."""

    name: str
    label: StrOrPromise
    done: StrOrPromise
    icon: str
    form: Callable[..., django_forms.Form]
    statuses: tuple[str, ...]
    do: Callable[..., Any]
    key: str = ""


PROPOSED, OPEN, IN_WORK, ANSWERED, CLOSED = "proposed", "open", "in_work", "answered", "closed"
ACTS = {
    act.name: act
    for act in (
        Act("acceptance", _("Follow it up"), _("The entry is in force."), "check", forms.AcceptForm, (PROPOSED,),
            actions.accept_proposal, "y"),
        Act("start", pgettext_lazy("entry", "Begin"), _("Work on the entry has begun."), "player-play",
            forms.BeginForm, (OPEN,), actions.begin_entry, "b"),
        Act("answer", pgettext_lazy("entry", "Answer"), _("The entry is answered."), "message-check",
            forms.ResultForm, (OPEN, IN_WORK), actions.answer_entry, "r"),
        Act("closure", pgettext_lazy("entry", "Close"), _("The entry is closed."), "lock", forms.ResultForm,
            (PROPOSED, OPEN, IN_WORK, ANSWERED), actions.close_entry, "c"),
        Act("facts", _("Owner and due date"), _("The entry was changed."), "user-edit", forms.ChangeForm,
            (OPEN, IN_WORK, ANSWERED), actions.change_entry, "e"),
        Act("reopening", _("Take it up again"), _("The entry is in work again."), "rotate", forms.ReasonForm,
            (ANSWERED, CLOSED), actions.reopen_entry, "o"),
    )
}  # fmt: skip


def acts_for(one: Entry, viewer: Staff) -> list[Act]:
    """Acts this person is offered now, the most likely first."""
    if not queries.may_keep(one, viewer):
        return []
    return [act for act in ACTS.values() if one.status in act.statuses]


def initial_of(one: Entry) -> dict[str, Any]:
    """What the forms begin with."""
    owner = one.owner.staff_number if one.owner else ""
    return {"title": one.title, "owner": owner, "due_on": one.due_on, "result": one.result}
