"""The loop is closed by the customer: called after a solution, asked, and believed.

A complaint that is resolved begins a closing. The worker asks for a callback when a call is due; an agent of the queue
makes it and notes the answer. "Solved" closes the ticket, "not solved" reopens it on the next level and charges who had
said it was solved; a customer not reached in the tries asked for lets the owner close it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed, Refused
from wanhao.common.phone_numbers import is_telephone_number, normalise_number
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import locked, locked_first
from wanhao.foundation.notices.actions import notify
from wanhao.service.callbacks import actions as callbacks
from wanhao.service.callbacks import queries as callback_queries
from wanhao.service.complaints import actions, closing_queries, events, queries, rules
from wanhao.service.complaints.actions import COMPLAINTS, about
from wanhao.service.complaints.closing_queries import MADE_BY_US, plan_of
from wanhao.service.complaints.models import Answer, Closing, ClosingCall, FalseClosure
from wanhao.service.dispatch import actions as dispatch
from wanhao.service.dispatch import queries as dispatch_queries
from wanhao.service.tickets import actions as ticket_actions
from wanhao.service.tickets import numbers
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.service.contacts.models import Contact

log = structlog.get_logger(__name__)
IN_VAIN = frozenset({"not_reached", "wrong_number", "refused"})


@transaction.atomic
def begin_closing(ticket_id: int, *, claimed_by: Staff, at: datetime | None = None) -> Closing | None:
    """Somebody says the complaint is solved: its customer is to be asked. Said twice it is begun once."""
    ticket = tickets.locked_ticket(ticket_id)
    if ticket.kind != queries.KIND or ticket.status != "resolved":
        return None
    existing = closing_queries.open_closing(ticket_id)
    if existing is not None or closing_queries.may_be_closed(ticket):
        return existing
    actions.begin_complaint(ticket_id, at=at)
    at = at or now()
    row = Closing.objects.create(
        ticket=ticket,
        run=ticket.reopened_count,
        unit=ticket.unit,
        region=ticket.region,
        number=numbers.number_of(ticket),
        claimed_by=claimed_by,
        claimed_at=at,
        tries_asked=queries.policy().tries,
        next_at=at,
    )
    record(events.ClosingBegun(**about(ticket), run=row.run, next_at=at), actor=claimed_by, unit=ticket.unit_id)
    return row


def place_calls(at: datetime | None = None) -> int:
    """Ask for the callbacks that are due; how many. Nothing while no queue is chosen or nobody can dial."""
    if queries.policy().call_queue is None or not callback_queries.can_dial():
        return 0
    return sum(_place(closing_id, at or now()) for closing_id in closing_queries.to_call(at or now()))


def _place(closing_id: int, at: datetime) -> bool:
    """One callback for one closing. The same open callback comes back if a crash came in between."""
    row = Closing.objects.select_related("ticket__customer").get(pk=closing_id)
    queue = queries.policy().call_queue
    assert queue is not None  # asked before
    language = row.ticket.customer.language if row.ticket.customer else "zh"
    try:
        callback = callbacks.ask_callback(
            None,
            number=row.number,
            queue=queue,
            by=COMPLAINTS,
            source="staff",
            language=language,
            note=row.ticket.number,
        )
    except Refused as refused:
        log.warning("a closing call was not asked for", ticket=row.ticket.number, why=str(refused))
        Closing.objects.filter(pk=closing_id, result="").update(number="", next_at=None)
        return False
    return _note_asked(closing_id, callback.pk, at)


@transaction.atomic
def _note_asked(closing_id: int, callback_id: int, at: datetime) -> bool:
    row = locked(Closing.objects.select_related("ticket"), closing_id)
    if row.result or row.calls.filter(result="").exists():
        return False
    ClosingCall.objects.create(closing=row, callback_id=callback_id, asked_at=at)
    row.next_at = None
    row.save(update_fields=["next_at"])
    asked = events.ClosingCallAsked(**about(row.ticket), number_of_try=row.tries + 1)
    record(asked, actor=COMPLAINTS, unit=row.unit_id)
    return True


@transaction.atomic
def follow_callback(callback_id: int) -> None:
    """A callback of ours was reached, in vain or taken back: the calls that wait for it follow. Safe to say twice."""
    callback = callback_queries.callback_by_id(callback_id)
    if callback is None or callback.status != "closed":
        return
    calls = ClosingCall.objects.select_for_update(of=("self",)).filter(callback=callback, result="")
    for call in calls.select_related("closing__ticket"):
        if callback.outcome == "reached":
            call.contact_id, call.agent = callback.contact_id, callback_queries.agent_who_called(callback_id)
            call.save(update_fields=["contact", "agent"])
        else:
            is_in_vain = callback.outcome in IN_VAIN
            _end_call(call, Answer.NOT_REACHED if is_in_vain else Answer.WITHDRAWN, contact_id=callback.contact_id)
            _plan_next(call.closing_id)


def _end_call(call: ClosingCall, result: str, *, contact_id: int | None, by: Staff | Actor = COMPLAINTS) -> None:
    call.result, call.ended_at, call.contact_id = result, now(), contact_id
    call.save(update_fields=["result", "ended_at", "contact", "agent", "note"])
    row = call.closing
    ended = events.ClosingCallEnded(
        **about(row.ticket), result=result, tries=row.tries + (result == Answer.NOT_REACHED), contact_id=contact_id
    )
    record(ended, actor=by, unit=row.unit_id)


def _plan_next(closing_id: int) -> None:
    """After a try without an answer: the next one, or the end of trying."""
    row = locked(Closing.objects.select_related("ticket__owner"), closing_id)
    if row.result:
        return
    made = closing_queries.tries_counted(row, plan_of(row))
    row.tries = len(made)
    row.next_at = rules.next_try_at(made, plan_of(row), localtime(now()))
    row.save(update_fields=["tries", "next_at"])
    if row.next_at is None:
        _end(row, Answer.NOT_REACHED, by=COMPLAINTS)
        _tell_not_reached(row)


def _tell_not_reached(row: Closing) -> None:
    number = row.ticket.number
    notify(
        row.ticket.owner,
        f"投诉 {number} 多次回访未联系上客户，可以关闭",
        f"{number}: its customer was not reached, it may be closed",
        link=f"/tickets/{number}/",
    )


def _end(row: Closing, result: str, *, by: Staff | Actor) -> None:
    row.result, row.ended_at, row.next_at = result, now(), None
    row.save(update_fields=["result", "ended_at", "next_at"])
    record(events.ClosingEnded(**about(row.ticket), result=result), actor=by, unit=row.unit_id)


@transaction.atomic
def give_answer(contact: Contact, public_id: str, answer: str, *, note: str = "", by: Staff) -> Closing:
    """What the customer said in a contact that the centre made: solved closes the complaint, not solved reopens it."""
    if contact.channel not in MADE_BY_US or contact.answered_at is None:
        raise NotAllowed(_("The customer is asked in a call that we made and they answered."))
    if contact.agent_id != by.pk and not by.may(Right.STEER_FLOOR, contact.unit):
        raise Forbidden(_("Only who called the customer, or a leader, notes the answer."))
    if answer not in (Answer.SOLVED, Answer.NOT_SOLVED):
        raise Invalid(answer=_("Choose what the customer said."))
    if answer == Answer.NOT_SOLVED and not note.strip():
        raise Invalid(note=_("Write what the customer says is not solved."))
    ticket = tickets.locked_ticket(closing_queries.ticket_of(public_id))
    row = closing_queries.closing_to_answer(public_id, contact)
    if ticket.status != "resolved" or ticket.reopened_count != row.run:
        raise NotAllowed(_("This complaint was taken up again meanwhile: nothing is to be asked."))
    row.ticket = ticket
    call = row.calls.select_for_update(of=("self",)).filter(result="").first() or ClosingCall(
        closing=row, asked_at=contact.arrived_at
    )
    call.closing, call.agent, call.note = row, contact.agent or by, note.strip()[: rules.REASON_LIMIT]
    call.contact = contact
    call.save()
    _end_call(call, answer, contact_id=contact.pk, by=by)
    _end(row, answer, by=by)
    if answer == Answer.SOLVED:
        reason = _("The customer says it is solved.")
        ticket_actions.close_ticket(ticket.pk, version=ticket.version, reason=reason, by=by)
    else:
        _contradicted(row, call.note, by)
    return row


def _contradicted(row: Closing, note: str, by: Staff) -> None:
    """What was said to be solved is not: charged to who said so, and up to the next level."""
    ticket = row.ticket
    FalseClosure.objects.create(
        closing=row,
        ticket=ticket,
        charged_to=row.claimed_by,
        unit=row.claimed_by.unit,
        category=ticket.category,
        solution=ticket.solution,
        at=now(),
    )
    contradicted = events.ClosureContradicted(**about(ticket), charged_to_id=row.claimed_by_id)
    record(contradicted, actor=by, unit=row.claimed_by.unit_id)
    for order in dispatch_queries.orders_of_ticket(ticket.pk):
        if order.state == "finished" and order.ended_at and _is_of_this_run(order.ended_at, row):
            dispatch.mark_false(order.pk, reason=note, by=by)
    ticket_actions.reopen_ticket(ticket.pk, version=ticket.version, reason=note, by=by)
    actions.not_solved(ticket.pk, by=by, reason=note)


@transaction.atomic
def contradict(ticket_id: int, note: str) -> Closing | None:
    """The customer says on their own page that it is not solved, before we called; None when no closing waits."""
    ticket = tickets.locked_ticket(ticket_id)
    row = Closing.objects.select_for_update(of=("self",)).filter(ticket=ticket_id, result="").first()
    if row is None or ticket.status != "resolved" or ticket.reopened_count != row.run:
        return None
    row.ticket = ticket
    _take_back_call(row)
    _end(row, Answer.NOT_SOLVED, by=Actor.customer(ticket.customer_id))
    _contradicted(row, note, ticket.owner)
    return row


def _is_of_this_run(finished_at: datetime, row: Closing) -> bool:
    """Was the work reported done since the customer was last asked about this complaint?"""
    before = (
        Closing.objects.filter(ticket=row.ticket_id, run__lt=row.run, ended_at__isnull=False).order_by("-pk").first()
    )
    return before is None or before.ended_at is None or finished_at > before.ended_at


@transaction.atomic
def withdraw(ticket_id: int) -> None:
    """The complaint was taken up again: nobody is asked for the time being."""
    row = Closing.objects.select_for_update(of=("self",)).filter(ticket=ticket_id, result="").first()
    if row is None or (row.run == row.ticket.reopened_count and row.ticket.status in ("resolved", "closed")):
        return
    _take_back_call(row)
    _end(row, Answer.WITHDRAWN, by=COMPLAINTS)


def _take_back_call(row: Closing) -> None:
    """End the call that is asked for; its callback is cancelled unless another complaint waits for it too."""
    call = row.calls.select_for_update(of=("self",)).filter(result="").select_related("callback").first()
    if call is None:
        return
    call.closing = row
    _end_call(call, Answer.WITHDRAWN, contact_id=call.contact_id)
    callback = call.callback
    if callback and not ClosingCall.objects.filter(callback=callback, result="").exists():
        transaction.on_commit(lambda: callbacks.cancel_own_callback(callback.public_id))


@transaction.atomic
def call_at(ticket_id: int, at: datetime, *, number: str = "", by: Staff) -> Closing:
    """Call the customer at another moment, or on another number: now, or as agreed."""
    queries.complaint_to_change(ticket_id, by)
    row = locked_first(Closing.objects.select_related("ticket").filter(ticket=ticket_id, result=""))
    if row is None:
        raise NotAllowed(_("Nobody is to be asked about this complaint."))
    if number:
        found = normalise_number(number)
        if not is_telephone_number(found):
            raise Invalid(number=_("Give a telephone number of 5 to 15 digits."))
        row.number = found
    _take_back_call(row)
    row.next_at = at
    row.save(update_fields=["number", "next_at"])
    planned = events.ClosingBegun(**about(row.ticket), run=row.run, next_at=at)
    record(planned, actor=by, unit=row.unit_id)
    return row
