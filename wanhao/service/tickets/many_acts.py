"""What can be done to many tickets at once; each is done by the same action as on its own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wanhao.common.errors import Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.queries import staff_named
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.lists.spec import ListAct
from wanhao.service.tickets import actions, closing, queries, rules, watching
from wanhao.service.tickets.forms import ClosingForm, HandOverForm, TagsForm
from wanhao.service.tickets.models import Ticket

Typed = Mapping[str, Any]


class SeverityForm(forms.Form):
    """The severity all of them get."""

    severity = forms.ChoiceField(label=gettext_lazy("Severity"), choices=Ticket.Severity.choices)


def is_finished(ticket: Ticket, by: Staff) -> str:
    """Only unfinished tickets are handed over or corrected."""
    return "" if ticket.status in Ticket.UNFINISHED else _("It is finished.")


def waits_for_an_answer(ticket: Ticket, by: Staff) -> str:
    """A ticket somebody was asked to take is not offered to another."""
    if hindrance := is_finished(ticket, by):
        return hindrance
    return _("A hand-over waits for an answer.") if queries.open_hand_over(ticket.pk) else ""


def is_merged(ticket: Ticket, by: Staff) -> str:
    """Merged tickets stay as they are."""
    return _("It was merged.") if ticket.status == Ticket.Status.MERGED else ""


def cannot_be_closed(ticket: Ticket, by: Staff) -> str:
    """By its status, or because a context above holds it back."""
    if not rules.may_become(ticket.status, Ticket.Status.CLOSED):
        return _("It is finished.")
    try:
        closing.ask_all(ticket)
    except NotAllowed as refused:
        return str(refused.message)
    return ""


def hand_over(ticket: Ticket, version: int, typed: Typed, by: Staff) -> None:
    """Ask a colleague to take it."""
    colleague = staff_named(typed["to"])
    if colleague is None:
        raise Invalid(to=_("Nobody who can sign in has this staff number."))
    actions.hand_over(ticket.pk, version=version, to=colleague, reason=typed["reason"], by=by)


def add_tags(ticket: Ticket, version: int, typed: Typed, by: Staff) -> None:
    """Give it these tags beside those it has."""
    watching.tag_ticket(ticket.pk, version=version, tags=[*ticket.tags, *typed["tags"]], by=by)


def change_severity(ticket: Ticket, version: int, typed: Typed, by: Staff) -> None:
    """Correct the severity; its promises follow."""
    actions.change_ticket(
        ticket.pk, version=version, category_id=ticket.category_id, severity=typed["severity"], due_at=None, by=by
    )


def close(ticket: Ticket, version: int, typed: Typed, by: Staff) -> None:
    """Close it, where nothing holds it back."""
    actions.close_ticket(ticket.pk, version=version, reason=typed["reason"], code=typed["code"], by=by)


CHANGE = Right.CHANGE_TICKETS
ACTS = (
    ListAct("hand-over", gettext_lazy("Hand over"), "transfer", HandOverForm, waits_for_an_answer, hand_over, CHANGE),
    ListAct("tags", gettext_lazy("Tags"), "tags", TagsForm, is_merged, add_tags, CHANGE),
    ListAct("severity", gettext_lazy("Severity"), "urgent", SeverityForm, is_finished, change_severity, CHANGE),
    ListAct("closing", pgettext_lazy("act", "Close"), "lock", ClosingForm, cannot_be_closed, close, CHANGE),
)
