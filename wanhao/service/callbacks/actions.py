"""The only way to write callbacks: ask, take, end a try, go on from the kept place, move, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed
from wanhao.common.phone_numbers import is_barred, is_telephone_number, normalise_number
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.calendars.queries import due_at
from wanhao.foundation.privacy.fields import lookup_index
from wanhao.records.customers.queries import customer_by_number
from wanhao.service.callbacks import events, queries, rules
from wanhao.service.callbacks.models import Callback, CallbackTry
from wanhao.service.callbacks.rules import Result
from wanhao.service.contacts import actions as contacts
from wanhao.service.routing import actions as routing
from wanhao.service.routing.queries import HeadStartReason

if TYPE_CHECKING:
    from wanhao.service.contacts.models import Contact
    from wanhao.service.routing.models import Queue

CALLBACKS = Actor.system("callbacks")
Status, Outcome, Source = Callback.Status, Callback.Outcome, Callback.Source


def ask_callback(
    contact: Contact | None,
    *,
    number: str,
    queue: Queue,
    by: Staff | Actor,
    source: str = Source.CALL,
    kept_rank_at: datetime | None = None,
    **wishes: Any,
) -> Callback:
    """Keep the wish of a customer to be called back, and let it wait in the queue at once if it may.

    `contact` is the call or chat during which it was asked; `kept_rank_at` the moment from which the place counts
    (now without one). Wishes: reasons (of the head start), language, shown_number, note, not_before. Asked twice for
    one number and queue, it is the same callback.
    """
    from wanhao.service.callbacks.bringing import bring_on

    callback = keep_wish(contact, number=number, queue=queue, by=by, source=source, kept_rank_at=kept_rank_at, **wishes)
    bring_on(callback.pk)
    callback.refresh_from_db()
    return callback


def keep_wish(
    contact: Contact | None,
    *,
    number: str,
    queue: Queue,
    by: Staff | Actor,
    source: str,
    kept_rank_at: datetime | None = None,
    **wishes: Any,
) -> Callback:
    """The same within the caller's transaction: it waits once the caller, or the sweep, has brought it on."""
    found = check_wish(number)
    try:
        return _keep_wish(contact, found, queue, by, source, kept_rank_at or now(), wishes)
    except IntegrityError:  # the same wish came in at the same moment
        return Callback.objects.exclude(status=Status.CLOSED).get(
            number_index=lookup_index(found, "number"), queue=queue
        )


def check_wish(number: str) -> str:
    """The number as it will be dialled; refused when it cannot be, or nobody can be called at all."""
    if not queries.can_dial():
        raise NotAllowed(
            _("Calls to outside numbers are not set up yet. Ask the administrator to set the outbound trunk.")
        )
    found = normalise_number(number)
    if not is_telephone_number(found):
        raise Invalid(number=_("Give a telephone number of 5 to 15 digits."))
    if is_barred(found, settings.WANHAO.barred_numbers):
        raise Invalid(number=_("This number is never dialled here. Ask the administrator whether it may be."))
    return found


@transaction.atomic
def _keep_wish(
    contact: Contact | None,
    number: str,
    queue: Queue,
    by: Staff | Actor,
    source: str,
    kept_rank_at: datetime,
    wishes: dict[str, Any],
) -> Callback:
    index = lookup_index(number, "number")
    existing = queries.open_callback(index, queue.pk)
    if existing is not None:
        return existing
    at = now()
    policy = queries.policy_of(queue)
    not_before = max(wishes.get("not_before") or at, at)
    customer = contact.customer if contact and contact.customer else customer_by_number(number)
    reasons: Sequence[HeadStartReason] = wishes.get("reasons", ())
    dialled = contact.access_code if contact and contact.channel == contact.Channel.CALL else ""
    row = Callback.objects.create(
        queue=queue,
        unit=queue.unit,
        region=queue.region,
        source=source,
        number=number,
        number_index=index,
        shown_number=wishes.get("shown_number", "") or dialled,
        language=wishes.get("language") or (contact.language if contact else "zh"),
        customer=customer,
        asked_during=contact,
        note=wishes.get("note", "")[:200],
        asked_at=at,
        asked_by=by if isinstance(by, Staff) else None,
        kept_rank_at=min(kept_rank_at, at),
        reasons=[reason.as_json() for reason in reasons],
        not_before=not_before,
        due_at=due_at(policy.hours_id or queue.hours_id, not_before, policy.due_minutes * 60),
    )
    record(events.CallbackAsked(**about(row), source=source, due_at=row.due_at), actor=by, unit=row.unit_id)
    return row


def about(row: Callback) -> dict[str, Any]:
    """The fields every event of a callback has."""
    contact_id = row.contact_id or row.asked_during_id
    return {
        "callback_id": row.pk,
        "queue_id": row.queue_id,
        "contact_id": contact_id,
        "customer_id": row.customer_id,
    }


# -- a try ------------------------------------------------------------------------------------------------


def claim(contact_id: int, offer_id: int) -> bool:
    """Exactly one telephony process rings the agent for this offer: True for it, False for the others."""
    rows = Callback.objects.filter(contact_id=contact_id, status=Status.QUEUED, claimed_offer_id__lt=offer_id)
    return bool(rows.update(claimed_offer_id=offer_id))


@transaction.atomic
def take(contact_id: int, agent: Staff) -> bool:
    """The agent has answered and sees to the callback. False when it was closed meanwhile."""
    row = Callback.objects.select_for_update(of=("self",)).filter(contact_id=contact_id).first()
    if row is None or row.status != Status.QUEUED:
        return False
    row.status = Status.CALLING
    row.save(update_fields=["status"])
    CallbackTry.objects.filter(contact_id=contact_id).update(agent=agent, taken_at=now())
    contacts.give_to_agent(contact_id, agent=agent, by=CALLBACKS)
    record(events.CallbackTaken(**about(row), agent_id=agent.pk), actor=agent, unit=row.unit_id)
    return True


@transaction.atomic
def ask_dial(contact_id: int, *, by: Staff) -> None:
    """The agent has seen enough: dial the customer."""
    row = queries.callback_being_called(contact_id)
    made = row.made.select_for_update().get(contact_id=contact_id) if row else None
    if row is None or made is None or made.agent_id != by.pk:
        raise NotAllowed(_("This callback is not yours to dial now."))
    if made.dial_asked_at is None:
        made.dial_asked_at = now()
        made.save(update_fields=["dial_asked_at"])
        record(events.CallbackDialled(**about(row), agent_id=by.pk), actor=by, unit=row.unit_id)


@transaction.atomic
def note_dialled(contact_id: int) -> None:
    """The customer's telephone is being dialled."""
    at = now()
    CallbackTry.objects.filter(contact_id=contact_id).update(dialled_at=at)
    Callback.objects.filter(contact_id=contact_id, dialled_at=None).update(dialled_at=at)


@transaction.atomic
def end_try(contact_id: int, result: str) -> Callback | None:
    """A try has ended: close the callback, or put it off until the next try. Said twice, the first one counts."""
    row = Callback.objects.select_for_update(of=("self",)).filter(contact_id=contact_id).first()
    if row is None or row.status == Status.CLOSED:
        return None
    at = now()
    made = CallbackTry.objects.filter(contact_id=contact_id, ended_at=None)
    if not made.update(ended_at=at, result=Result(result)):
        return None
    following = rules.after_try(Result(result), row.tries, queries.patience_of(row.queue), at)
    row.tries = following.tries
    record(events.CallbackTried(**about(row), result=result, tries=row.tries), actor=CALLBACKS, unit=row.unit_id)
    if following.not_before is None:
        _close(row, following.outcome, by=CALLBACKS)
    else:
        row.status, row.not_before = Status.WAITING, following.not_before
        row.save(update_fields=["status", "not_before", "tries"])
    return row


@transaction.atomic
def set_result(contact_id: int, result: str, *, by: Staff) -> Callback:
    """The agent who spoke with somebody says what it was: reached after all, a wrong number, or not wanted."""
    row = Callback.objects.select_for_update(of=("self",)).filter(made__contact_id=contact_id).first()
    made = CallbackTry.objects.filter(contact_id=contact_id).first()
    if row is None or made is None or (made.agent_id != by.pk and not by.may(Right.STEER_FLOOR, row.unit)):
        raise NotAllowed(_("Only who called back, or a leader, can say how it went."))
    if Result(result) not in rules.FINAL or row.status not in (Status.CALLING, Status.CLOSED) or not made.dialled_at:
        raise NotAllowed(_("The result can be changed once the customer was dialled."))
    if row.status == Status.CLOSED and row.outcome not in {final.value for final in rules.FINAL}:
        raise NotAllowed(_("This callback was closed in another way."))
    made.result, made.ended_at = result, made.ended_at or now()
    made.save(update_fields=["result", "ended_at"])
    if row.status == Status.CLOSED:
        row.outcome = result
        row.save(update_fields=["outcome"])
        record(events.CallbackTried(**about(row), result=result, tries=row.tries), actor=by, unit=row.unit_id)
    else:
        row.tries += 1
        record(events.CallbackTried(**about(row), result=result, tries=row.tries), actor=by, unit=row.unit_id)
        _close(row, result, by=by)
    return row


# -- the end, in another way ------------------------------------------------------------------------------


def go_on_from_callback(contact_id: int) -> datetime | None:
    """The customer calls again while a callback waits: it is closed, and the new call goes on from its place.

    The moment from which the place counts; None when nothing waits for this number.
    """
    row = queries.waiting_for_caller(contact_id)
    if row is None or not _end_waiting(row.pk, Outcome.CALLED_AGAIN, f"contact:{contact_id}", Actor.customer(None)):
        return None
    return row.kept_rank_at


def cancel_callback(public_id: str, reason: str, *, by: Staff) -> None:
    """A leader gives a callback up, and says why."""
    row = queries.callback_to_steer(public_id, by)
    if not reason.strip():
        raise Invalid(reason=_("Say why the customer is not called back."))
    if not _end_waiting(row.pk, Outcome.CANCELLED, reason.strip(), by):
        raise NotAllowed(_("This callback is being called or is closed already."))


def cancel_own_callback(public_id: str) -> bool:
    """The customer does not want it any more; False when it is too late."""
    row = Callback.objects.filter(public_id=public_id).first()
    return row is not None and _end_waiting(row.pk, Outcome.CANCELLED, "customer", Actor.customer(row.customer_id))


def _end_waiting(callback_id: int, outcome: str, reason: str, by: Staff | Actor) -> bool:
    """Close one that waits; then its contact leaves the queue, which withdraws a telephone that rings for it."""
    with transaction.atomic():
        row = Callback.objects.select_for_update(of=("self",)).get(pk=callback_id)
        if row.status not in (Status.WAITING, Status.QUEUED):
            return False
        was_queued = row.status == Status.QUEUED
        row.close_reason = reason[:200]
        forget_try(row.contact_id)
        _close(row, outcome, by=by)
    if was_queued and row.contact_id:
        withdraw(row.contact_id)
    return True


def forget_try(contact_id: int | None) -> None:
    """A try that was begun does not take place."""
    if contact_id is not None:
        CallbackTry.objects.filter(contact_id=contact_id, ended_at=None).delete()


def withdraw(contact_id: int) -> None:
    """The contact of a callback waits no more."""
    routing.leave_queue(contact_id, "transferred")
    contacts.end_contact(contact_id, outcome="withdrawn", reason="callback", by=CALLBACKS)


def move_callback(public_id: str, at: datetime, *, by: Staff) -> Callback:
    """A leader agreed another time with the customer: not before it, and due from it."""
    row = queries.callback_to_steer(public_id, by)
    if at <= now():
        raise Invalid(at=_("Choose a moment in the future."))
    with transaction.atomic():
        row = Callback.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.status not in (Status.WAITING, Status.QUEUED):
            raise NotAllowed(_("This callback is being called or is closed already."))
        contact_id = row.contact_id if row.status == Status.QUEUED else None
        policy = queries.policy_of(row.queue)
        row.status, row.not_before, row.overdue_told_at = Status.WAITING, at, None
        row.due_at = due_at(policy.hours_id or row.queue.hours_id, at, policy.due_minutes * 60)
        row.save(update_fields=["status", "not_before", "due_at", "overdue_told_at"])
        forget_try(contact_id)
        moved = events.CallbackMoved(**about(row), not_before=at, due_at=row.due_at)
        record(moved, actor=by, unit=row.unit_id)
    if contact_id:
        withdraw(contact_id)
    return row


def _close(row: Callback, outcome: str, *, by: Staff | Actor) -> None:
    row.status, row.outcome, row.closed_at = Status.CLOSED, outcome, now()
    row.save(update_fields=["status", "outcome", "closed_at", "close_reason", "tries"])
    is_in_time = rules.is_kept_in_time(row.dialled_at, row.due_at)
    record(events.CallbackClosed(**about(row), outcome=outcome, is_in_time=is_in_time), actor=by, unit=row.unit_id)
