"""The customer's own answer: solved closes what the customer may close, not solved reopens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.access.selfservice import events
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.complaints import closing
from wanhao.service.tickets import actions as tickets
from wanhao.service.tickets import messages, queries
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from collections.abc import Callable

CLOSED, CALL_FIRST, REOPENED, NOTED = "closed", "call_first", "reopened", "noted"


@transaction.atomic
def answer(ticket: Ticket, *, is_solved: bool, words: str = "") -> str:
    """Keep what the customer says and do what follows from it; what became of it.

    A complaint is closed only after we called: the answer is kept and the call still comes.
    """
    ticket = queries.locked_ticket(ticket.pk)
    if ticket.status != Ticket.Status.RESOLVED:
        raise NotAllowed(_("Nothing waits for your answer at the moment."))
    words = words.strip()
    if not is_solved and not words:
        raise Invalid(words=_("Tell us what is not solved."))
    actor = Actor.customer(ticket.customer_id)
    said = _("Solved.") if is_solved else _("Not solved: %(words)s") % {"words": words}
    messages.note_customers_words(ticket.pk, f"{said} {words if is_solved else ''}".strip(), by=actor)
    outcome = _close(ticket) if is_solved else _reopen(ticket, words)
    answered = events.SolutionAnswered(
        ticket_id=ticket.pk, customer_id=ticket.customer_id, is_solved=is_solved, outcome=outcome
    )
    record(answered, actor=actor, unit=ticket.unit_id)
    return outcome


def _close(ticket: Ticket) -> str:
    reason = _("The customer confirmed on their own page that it is solved.")
    return _tried(
        lambda: tickets.close_ticket(ticket.pk, version=ticket.version, reason=reason, by=ticket.owner),
        CLOSED,
        CALL_FIRST,
    )


def _reopen(ticket: Ticket, words: str) -> str:
    if closing.contradict(ticket.pk, words):
        return REOPENED
    return _tried(
        lambda: tickets.reopen_ticket(ticket.pk, version=ticket.version, reason=words, by=ticket.owner),
        REOPENED,
        NOTED,
    )


def _tried(do: Callable[[], object], done: str, otherwise: str) -> str:
    """In the owner's name; when something above holds it back, the owner goes on with the answer kept."""
    try:
        with transaction.atomic():
            do()
    except (NotAllowed, NotFound):
        return otherwise
    return done
