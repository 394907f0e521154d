"""What can be done to an appeal from its page: the form of each act and the action behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.acts import ANY_STATE, Act, by_name, on_version
from wanhao.service.appeals import actions, rules
from wanhao.service.appeals.forms import AcceptForm, AnswerForm, OutcomeForm
from wanhao.service.appeals.models import Appeal

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


def leads_to(state: str) -> Callable[[Appeal, Staff], bool]:
    """Offered while the appeal may become this."""
    return lambda appeal, viewer: rules.may_become(appeal.state, state)


ACTS = by_name(
    Act("acceptance", pgettext_lazy("appeal", "Accept"), _("The appeal is accepted."), "check", AcceptForm, ANY_STATE,
        on_version(actions.accept_appeal), "a", who=leads_to("accepted")),
    Act("answer", pgettext_lazy("appeal", "Answer"), _("The answer is recorded."), "send", AnswerForm, ANY_STATE,
        on_version(actions.answer_appeal), "r", who=leads_to("answered")),
    Act("closure", pgettext_lazy("appeal", "Close"), _("The appeal is closed."), "lock", OutcomeForm, ANY_STATE,
        on_version(actions.close_appeal), "c", who=leads_to("closed")),
    Act("refusal", _("Do not accept"), _("The appeal is not accepted."), "x", OutcomeForm, ANY_STATE,
        on_version(actions.refuse_appeal), "x", who=leads_to("refused")),
    Act("withdrawal", _("Taken back"), _("The appeal was taken back."), "arrow-back-up", OutcomeForm, ANY_STATE,
        on_version(actions.withdraw_appeal), "w", who=leads_to("withdrawn")),
)  # fmt: skip


def acts_for(appeal: Appeal, viewer: Staff) -> list[Act[Appeal]]:
    """What may be done next, the most likely first."""
    return [act for act in ACTS.values() if act.is_offered(appeal, appeal.state, viewer)]
