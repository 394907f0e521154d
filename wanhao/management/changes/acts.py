"""What can be done to an entry from its page: the form of each act and the action behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.acts import Act, by_name, on_version
from wanhao.management.changes import actions, forms, queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.management.changes.models import Entry


BY_KEY = "public_id"
PROPOSED, OPEN, IN_WORK, ANSWERED, CLOSED = "proposed", "open", "in_work", "answered", "closed"
ACTS = by_name(
    Act("acceptance", _("Follow it up"), _("The entry is in force."), "check", forms.AcceptForm, (PROPOSED,),
        on_version(actions.accept_proposal, BY_KEY), "y"),
    Act("start", pgettext_lazy("entry", "Begin"), _("Work on the entry has begun."), "player-play",
        forms.BeginForm, (OPEN,), on_version(actions.begin_entry, BY_KEY), "b"),
    Act("answer", pgettext_lazy("entry", "Answer"), _("The entry is answered."), "message-check",
        forms.ResultForm, (OPEN, IN_WORK), on_version(actions.answer_entry, BY_KEY), "r"),
    Act("closure", pgettext_lazy("entry", "Close"), _("The entry is closed."), "lock", forms.ResultForm,
        (PROPOSED, OPEN, IN_WORK, ANSWERED), on_version(actions.close_entry, BY_KEY), "c"),
    Act("facts", _("Owner and due date"), _("The entry was changed."), "user-edit", forms.ChangeForm,
        (OPEN, IN_WORK, ANSWERED), on_version(actions.change_entry, BY_KEY), "e"),
    Act("reopening", _("Take it up again"), _("The entry is in work again."), "rotate", forms.ReasonForm,
        (ANSWERED, CLOSED), on_version(actions.reopen_entry, BY_KEY), "o"),
)  # fmt: skip


def acts_for(one: Entry, viewer: Staff) -> list[Act[Entry]]:
    """Acts this person is offered now, the most likely first."""
    if not queries.may_keep(one, viewer):
        return []
    return [act for act in ACTS.values() if one.status in act.states]


def initial_of(one: Entry) -> dict[str, Any]:
    """What the forms begin with."""
    owner = one.owner.staff_number if one.owner else ""
    return {"title": one.title, "owner": owner, "due_on": one.due_on, "result": one.result}
