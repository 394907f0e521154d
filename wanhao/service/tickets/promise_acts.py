"""What can be done about a ticket's clocks from its page, and the panel that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.acts import Act, by_name, on_version
from wanhao.service.clocks import queries as clock_queries
from wanhao.service.clocks import telling
from wanhao.service.tickets import panels, promise_actions, promises, queries, rules
from wanhao.service.tickets.acts import CLOCK_ACTS, IN_PROGRESS, OPEN, RESOLVED
from wanhao.service.tickets.forms import LocalMoment, NothingForm

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.tickets.models import Ticket

NOT_CLOSED = (OPEN, IN_PROGRESS, RESOLVED)


def reason_choices() -> list[tuple[str, str]]:
    """Reasons in use; those that end at a moment say so."""
    return [(reason.code, str(reason)) for reason in clock_queries.pause_reasons()]


class ToldForm(forms.Form):
    """What the customer was told."""

    text = forms.CharField(
        label=_("What was the customer told?"),
        max_length=rules.TEXT_LIMIT,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("By telephone or in person. It counts as the first response; the next news are due anew."),
    )


class PauseForm(forms.Form):
    """Why the clocks stand still, and until when."""

    reason = forms.ChoiceField(label=_("Reason"), choices=reason_choices)
    until = forms.DateTimeField(
        label=pgettext_lazy("pause", "Until"),
        required=False,
        widget=LocalMoment(),
        help_text=_("Needed for an appointment: the clocks go on by themselves then."),
    )
    text = forms.CharField(label=_("Remark"), required=False, max_length=300)


ACTS = by_name(
    Act("told", _("Customer told"), _("Noted: the customer was told."), "message-check", ToldForm, NOT_CLOSED,
        on_version(promise_actions.note_told), "t"),
    Act("pause", _("Pause the clocks"), _("The clocks stand still."), "player-pause", PauseForm, NOT_CLOSED,
        on_version(promise_actions.pause_clocks), "p"),
    Act("resumption", _("Resume the clocks"), _("The clocks go on."), "player-play", NothingForm, NOT_CLOSED,
        on_version(promise_actions.resume_clocks), "g"),
)  # fmt: skip


def words(ticket: Ticket, viewer: Staff) -> dict[str, Any] | None:
    """The clocks of the ticket with what may be done about them."""
    told = telling.stories([promises.subject_of(ticket)], now())
    if not told:
        return None
    running = [one for one in told if not one.is_over]
    may = queries.may_change(ticket.pk, viewer)
    offered = {
        "told": bool(running),
        "pause": any(not one.clock.is_paused for one in running) and bool(reason_choices()),
        "resumption": any(one.clock.is_paused for one in running),
    }
    acts = [act for act in ACTS.values() if may and ticket.status in act.states and offered[act.name]]
    over = [one for one in told if one.is_over]
    merged = [
        (one.number, telling.stories([promises.subject_of(one)], now())) for one in queries.merged_into(ticket.pk)
    ]
    return {"running": running, "over": over, "merged": merged, "acts": acts, "number": ticket.number}


def register_promises() -> None:
    """Show the clocks on the ticket's page, and let its forms be opened there."""
    CLOCK_ACTS.update(ACTS)
    panels.register(
        panels.Panel("clocks", panels.Place.SIDE, 10, "tickets/clocks_panel.html", words, Right.SEE_TICKETS)
    )
