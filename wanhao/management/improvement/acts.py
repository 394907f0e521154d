"""What can be done to an improvement or a theme from its page: the form of each act and the action behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.acts import Act, by_name, on_version
from wanhao.management.improvement import actions, forms, queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.management.improvement.models import Improvement, Theme


BY_KEY = "public_id"
PROPOSED, IN_WORK, DONE, DROPPED = "proposed", "in_work", "done", "dropped"
ACTS = by_name(
    Act("start", pgettext_lazy("improvement", "Begin"), _("Work on the improvement has begun."), "player-play",
        forms.BeginForm, (PROPOSED,), on_version(actions.begin_improvement, BY_KEY), "b"),
    Act("result", _("It is done"), _("The improvement is done; its effect is measured from now on."), "check",
        forms.DoneForm, (IN_WORK,), on_version(actions.finish_improvement, BY_KEY), "d"),
    Act("facts", _("Owner and due date"), _("The improvement was changed."), "user-edit", forms.ChangeForm,
        (PROPOSED, IN_WORK), on_version(actions.change_improvement, BY_KEY), "e"),
    Act("dropping", pgettext_lazy("improvement", "Drop"), _("The improvement was dropped."), "x",
        forms.ReasonForm, (PROPOSED, IN_WORK), on_version(actions.drop_improvement, BY_KEY), "x"),
    Act("resuming", _("Take it up again"), _("The improvement is in work again."), "rotate", forms.ResumeForm,
        (DONE, DROPPED), on_version(actions.resume_improvement, BY_KEY), "o"),
)  # fmt: skip

NEW, SHOWN, HIDDEN, MERGED = "new", "shown", "hidden", "merged"
THEME_ACTS = by_name(
    Act("seen", _("No longer new"), _("The theme is no longer marked as new."), "eye-check", forms.ThemeForm,
        (NEW,), on_version(actions.see_theme, BY_KEY), "y"),
    Act("name", pgettext_lazy("theme", "Rename"), _("The theme has its name."), "pencil", forms.NameForm,
        (NEW, SHOWN, HIDDEN), on_version(actions.name_theme, BY_KEY), "e"),
    Act("merging", pgettext_lazy("theme", "Merge"), _("The theme was merged."), "arrow-merge", forms.MergeForm,
        (NEW, SHOWN), on_version(actions.merge_theme, BY_KEY), "m"),
    Act("moving", pgettext_lazy("theme", "Move a ticket"), _("The ticket was moved to the other theme."),
        "arrow-right", forms.MoveForm, (NEW, SHOWN, HIDDEN), on_version(actions.move_ticket, BY_KEY), "t"),
    Act("hiding", pgettext_lazy("theme", "Hide"), _("The theme is hidden."), "eye-off", forms.ThemeForm,
        (NEW, SHOWN), on_version(actions.hide_theme, BY_KEY), "h"),
    Act("showing", _("Show it again"), _("The theme is in the list again."), "eye", forms.ThemeForm,
        (HIDDEN,), on_version(actions.show_theme, BY_KEY), "h"),
    Act("parting", _("Undo the merge"), _("The theme counts as one of its own again."), "arrows-split",
        forms.ThemeForm, (MERGED,), on_version(actions.part_theme, BY_KEY), "u"),
)  # fmt: skip


def acts_for(one: Improvement, viewer: Staff) -> list[Act[Improvement]]:
    """Acts this person is offered now, the most likely first."""
    if not queries.may_keep(one, viewer):
        return []
    return [act for act in ACTS.values() if one.status in act.states]


def theme_acts_for(one: Theme, is_new: bool, viewer: Staff) -> list[Act[Theme]]:
    """The same for a theme."""
    if not viewer.may(Right.KEEP_IMPROVEMENTS):
        return []
    shown = NEW if is_new else SHOWN
    state = MERGED if one.merged_into_id else HIDDEN if one.is_hidden else shown
    return [act for act in THEME_ACTS.values() if state in act.states]


def initial_of(one: Improvement) -> dict[str, Any]:
    """What the forms begin with; a due date that lies behind is not proposed again."""
    return {"owner": one.owner.staff_number, "due_on": one.due_on, "result": one.result}
