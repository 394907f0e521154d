"""What can be done to a work order from its page: who is offered it, the form and the action behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wanhao.common.errors import Forbidden
from wanhao.foundation.acts import Act, by_name, on_version
from wanhao.service.dispatch import actions, forms, queries
from wanhao.service.dispatch.models import WorkOrder

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

SENT, ACCEPTED, ASKED_BACK = (state.value for state in WorkOrder.OPEN)
FINISHED = WorkOrder.State.FINISHED.value


def in_hands(order: WorkOrder, viewer: Staff) -> bool:
    """Has this person the order in hand, or may they take it, or do they hand out the work?"""
    is_free = order.assignee_id is None and queries.is_worker(order, viewer)
    return is_free or order.assignee_id == viewer.pk or queries.is_leader(order, viewer)


def may_take(order: WorkOrder, viewer: Staff) -> bool:
    """May this person accept or refuse it?"""
    return queries.is_worker(order, viewer) and in_hands(order, viewer)


def find_false(order_id: int, *, reason: str, by: Staff, version: int | None = None) -> WorkOrder:
    """Mark by hand what the customer contradicted; only who asks for the work may."""
    order = queries.order_to_change(order_id, by, version)
    if not queries.is_owner(order, by):
        raise Forbidden(_("Only who works on the ticket may do this."))
    return actions.mark_false(order_id, reason=reason, by=by)


def _not_false_yet(order: WorkOrder, viewer: Staff) -> bool:
    return order.false_at is None and queries.is_owner(order, viewer)


ACTS = by_name(
    Act("acceptance", pgettext_lazy("work order", "Accept"), gettext_lazy("The work order is yours."), "check",
        forms.AcceptForm, (SENT,), on_version(actions.accept_work_order), "y", who=may_take),
    Act("answer", pgettext_lazy("work order", "Answer"), gettext_lazy("The department has your answer."),
        "message-check", forms.AnswerForm, (ASKED_BACK,), on_version(actions.answer_question), "r",
        who=queries.is_owner),
    Act("result", pgettext_lazy("work order", "Finish"), gettext_lazy("The work order is finished."),
        "circle-check", forms.FinishForm, (ACCEPTED,), on_version(actions.finish_work_order), "f", who=in_hands),
    Act("assignment", pgettext_lazy("work order", "Hand to"), gettext_lazy("The work order was handed over."),
        "user-share", forms.PersonForm, (SENT, ACCEPTED), on_version(actions.assign_work_order), "a",
        who=queries.is_leader),
    Act("question", pgettext_lazy("work order", "Ask back"), gettext_lazy("The owner was asked."),
        "message-question", forms.QuestionForm, (SENT, ACCEPTED), on_version(actions.ask_back), "q", who=in_hands),
    Act("refusal", pgettext_lazy("work order", "Refuse"), gettext_lazy("The work order was refused."), "ban",
        forms.ReasonForm, (SENT,), on_version(actions.refuse_work_order), "x", who=may_take),
    Act("return", pgettext_lazy("work order", "Send back"), gettext_lazy("The work order was sent back."),
        "arrow-back-up", forms.ReasonForm, (ACCEPTED,), on_version(actions.bounce_work_order), "b", who=in_hands),
    Act("reopening", pgettext_lazy("work order", "Reopen"), gettext_lazy("The department works on it again."),
        "rotate", forms.ReasonForm, (FINISHED,), on_version(actions.reopen_work_order), "o", who=queries.is_owner),
    Act("falsehood", pgettext_lazy("work order", "Found false"), gettext_lazy("The false result was charged."),
        "alert-octagon", forms.ReasonForm, (FINISHED,), on_version(find_false), who=_not_false_yet),
    Act("cancellation", pgettext_lazy("work order", "Cancel the order"), gettext_lazy("The order is cancelled."),
        "trash", forms.ReasonForm, (SENT, ACCEPTED, ASKED_BACK), on_version(actions.cancel_work_order), "c",
        who=queries.is_owner),
)  # fmt: skip


def acts_for(order: WorkOrder, viewer: Staff) -> list[Act[WorkOrder]]:
    """Acts this person is offered now, the most likely first."""
    return [act for act in ACTS.values() if act.is_offered(order, order.state, viewer)]
