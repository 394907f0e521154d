"""What can be done to an improvement or a theme from its page: the form of each act and the action behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.rights import Right
from wanhao.management.improvement import actions, forms, queries

if TYPE_CHECKING:
    from django import forms as django_forms
    from django_stubs_ext import StrOrPromise

    from wanhao.foundation.accounts.models import Staff
    from wanhao.management.improvement.models import Improvement, Theme


@dataclass(frozen=True)
class Act:
    """An act: its words, its form, when it is offered, and the action."""

    name: str
    label: StrOrPromise
    done: StrOrPromise
    icon: str
    form: Callable[..., django_forms.Form]
    states: tuple[str, ...]
    do: Callable[..., Any]
    key: str = ""


PROPOSED, IN_WORK, DONE, DROPPED = "proposed", "in_work", "done", "dropped"
ACTS = {
    act.name: act
    for act in (
        Act("start", pgettext_lazy("improvement", "Begin"), _("Work on the improvement has begun."), "player-play",
            forms.BeginForm, (PROPOSED,), actions.begin_improvement, "b"),
        Act("result", _("It is done"), _("The improvement is done; its effect is measured from now on."), "check",
            forms.DoneForm, (IN_WORK,), actions.finish_improvement, "d"),
        Act("facts", _("Owner and due date"), _("The improvement was changed."), "user-edit", forms.ChangeForm,
            (PROPOSED, IN_WORK), actions.change_improvement, "e"),
        Act("dropping", pgettext_lazy("improvement", "Drop"), _("The improvement was dropped."), "x",
            forms.ReasonForm, (PROPOSED, IN_WORK), actions.drop_improvement, "x"),
        Act("resuming", _("Take it up again"), _("The improvement is in work again."), "rotate", forms.ResumeForm,
            (DONE, DROPPED), actions.resume_improvement, "o"),
    )
}  # fmt: skip

NEW, SHOWN, HIDDEN, MERGED = "new", "shown", "hidden", "merged"
THEME_ACTS = {
    act.name: act
    for act in (
        Act("seen", _("No longer new"), _("The theme is no longer marked as new."), "eye-check", forms.ThemeForm,
            (NEW,), actions.see_theme, "y"),
        Act("name", pgettext_lazy("theme", "Rename"), _("The theme has its name."), "pencil", forms.NameForm,
            (NEW, SHOWN, HIDDEN), actions.name_theme, "e"),
        Act("merging", pgettext_lazy("theme", "Merge"), _("The theme was merged."), "arrow-merge", forms.MergeForm,
            (NEW, SHOWN), actions.merge_theme, "m"),
        Act("moving", pgettext_lazy("theme", "Move a ticket"), _("The ticket was moved to the other theme."),
            "arrow-right", forms.MoveForm, (NEW, SHOWN, HIDDEN), actions.move_ticket, "t"),
        Act("hiding", pgettext_lazy("theme", "Hide"), _("The theme is hidden."), "eye-off", forms.ThemeForm,
            (NEW, SHOWN), actions.hide_theme, "h"),
        Act("showing", _("Show it again"), _("The theme is in the list again."), "eye", forms.ThemeForm,
            (HIDDEN,), actions.show_theme, "h"),
        Act("parting", _("Undo the merge"), _("The theme counts as one of its own again."), "arrows-split",
            forms.ThemeForm, (MERGED,), actions.part_theme, "u"),
    )
}  # fmt: skip


def acts_for(one: Improvement, viewer: Staff) -> list[Act]:
    """Acts this person is offered now, the most likely first."""
    if not queries.may_keep(one, viewer):
        return []
    return [act for act in ACTS.values() if one.status in act.states]


def theme_acts_for(one: Theme, is_new: bool, viewer: Staff) -> list[Act]:
    """The same for a theme."""
    if not viewer.may(Right.KEEP_IMPROVEMENTS):
        return []
    shown = NEW if is_new else SHOWN
    state = MERGED if one.merged_into_id else HIDDEN if one.is_hidden else shown
    return [act for act in THEME_ACTS.values() if state in act.states]


def initial_of(one: Improvement) -> dict[str, Any]:
    """What the forms begin with; a due date that lies behind is not proposed again."""
    return {"owner": one.owner.staff_number, "due_on": one.due_on, "result": one.result}
