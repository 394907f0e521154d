"""What complaints add to a ticket's page, who may change what, and the veto against closing unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import NotAllowed
from wanhao.foundation.accounts.rights import Right
from wanhao.service.complaints import closing_queries, queries, rules
from wanhao.service.complaints.models import ClosingCall, Complaint, Level
from wanhao.service.tickets import closing, panels, reach
from wanhao.service.tickets.panels import Panel, Place

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket


def register() -> None:
    """Called once, when the programme starts."""
    panels.register(Panel("repeat", Place.TOP, 20, "complaints/repeat.html", repeat_words, Right.SEE_TICKETS))
    panels.register(Panel("complaint", Place.STORY, 10, "complaints/panel.html", panel_words, Right.SEE_TICKETS))
    panels.register(Panel("ladder", Place.SIDE, 10, "complaints/ladder.html", ladder_words, Right.SEE_TICKETS))
    closing.veto(needs_the_customers_answer)
    reach.let_change(answers_for)


def needs_the_customers_answer(ticket: Ticket) -> None:
    """A complaint is closed once its customer said it is solved, or could not be reached."""
    if ticket.kind == queries.KIND and not closing_queries.may_be_closed(ticket):
        raise NotAllowed(
            _(
                "A complaint is closed after the customer was called back: resolve it, then the customer is called and "
                "asked. Closing calls lists who is still to be called."
            )
        )


def answers_for(viewer: Staff) -> Q:
    """Tickets whose level this person answers for, or whose customer they called before closing."""
    called = ClosingCall.objects.filter(agent=viewer, closing__run=F("closing__ticket__reopened_count"))
    owned = Complaint.objects.filter(level_owner=viewer)
    return Q(pk__in=owned.values("ticket")) | Q(pk__in=called.values("closing__ticket"))


def _complaint(ticket: Ticket) -> Complaint | None:
    return queries.complaint_of(ticket.pk) if ticket.kind == queries.KIND else None


def repeat_words(ticket: Ticket, viewer: Staff) -> dict[str, Any] | None:
    """What this complaint repeats, and what repeats it."""
    complaint = _complaint(ticket)
    joined = queries.repeats_of(complaint) if complaint else []
    if complaint is None or not joined:
        return None
    return {"complaint": complaint, "ticket": ticket, "joined": joined, "days": queries.policy().repeat_days}


def ladder_words(ticket: Ticket, viewer: Staff) -> dict[str, Any] | None:
    """The level, its owner, its limit."""
    complaint = _complaint(ticket)
    if complaint is None:
        return None
    clock = queries.level_clock(complaint)
    return {
        "complaint": complaint,
        "ticket": ticket,
        "levels": [(value, label, value == complaint.level, value < complaint.level) for value, label in Level.choices],
        "clock": clock,
        "is_late": bool(clock and clock.due_at and clock.stopped_at is None and clock.due_at < now()),
        "changes": complaint.level_changes.select_related("owner", "by"),
    }


def panel_words(ticket: Ticket, viewer: Staff) -> dict[str, Any] | None:
    """The parts one works with: raising, crisis checklist, mediation, compensation, closing calls."""
    complaint = _complaint(ticket)
    if complaint is None:
        return None
    may_change = queries.may_change(complaint, viewer)
    return {
        "complaint": complaint,
        "ticket": ticket,
        "may_change": may_change,
        "higher": [(value, label) for value, label in Level.choices if rules.may_be_raised(complaint.level, value)],
        "tasks": complaint.crisis_tasks.select_related("step", "done_by"),
        "mediations": complaint.mediations.select_related("recorded_by"),
        "compensations": complaint.compensations.select_related("proposed_by", "first_approver", "second_approver"),
        "closings": closing_queries.closings_of(ticket.pk),
        "open_closing": closing_queries.open_closing(ticket.pk),
        "four_eyes_above": queries.policy().four_eyes_above,
        "now": now(),
    }
