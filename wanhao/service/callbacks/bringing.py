"""Brings callbacks on: into the queue when they may be served, out of it when not, again after a crash."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone

from wanhao.foundation.accounts.queries import holders_of
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.calendars.queries import is_open, next_opening
from wanhao.foundation.locks import locked
from wanhao.foundation.notices.actions import notify
from wanhao.service.callbacks import actions, events, queries
from wanhao.service.callbacks.actions import CALLBACKS
from wanhao.service.callbacks.models import Callback, CallbackTry
from wanhao.service.callbacks.rules import Result
from wanhao.service.contacts import actions as contacts
from wanhao.service.routing import actions as routing
from wanhao.service.routing import queries as routing_queries
from wanhao.service.routing.queries import HeadStartReason

WHEN_FULL = timedelta(seconds=60)
LOCK = (7402, 1)
Status = Callback.Status
log = structlog.get_logger(__name__)


def bring_on(callback_id: int) -> bool:
    """Let a callback wait in its queue with the rank it kept, as a contact of its own. False when it may not yet."""
    row = _begin_try(callback_id)
    if row is None or row.contact_id is None:
        return False
    _enqueue(row)
    return True


@transaction.atomic
def _begin_try(callback_id: int) -> Callback | None:
    row = locked(Callback.objects.select_related("queue", "unit"), callback_id)
    now = timezone.now()
    if row.status != Status.WAITING or row.not_before > now:
        return None
    hours = queries.hours_of(row.queue)
    if not is_open(hours, now):
        opens = next_opening(hours, now)
        row.not_before = opens or now + timedelta(days=1)
        row.save(update_fields=["not_before"])
        put_off = events.CallbackPutOff(**actions.about(row), not_before=row.not_before, reason="closed")
        record(put_off, actor=CALLBACKS, unit=row.unit_id)
        return None
    contact = contacts.open_contact(
        channel="callback",
        unit=row.unit,
        by=CALLBACKS,
        caller_number=row.number,
        access_code=row.shown_number,
        language=row.language,
    )
    if row.customer_id:
        contacts.identify_customer(contact.pk, customer_id=row.customer_id, by=CALLBACKS)
    contacts.ask_for_person(contact.pk, queue_code=row.queue.code, by=CALLBACKS)
    row.contact, row.status = contact, Status.QUEUED
    row.save(update_fields=["contact", "status"])
    CallbackTry.objects.create(callback=row, contact=contact, queued_at=now)
    record(events.CallbackQueued(**actions.about(row), number_of_try=row.tries + 1), actor=CALLBACKS, unit=row.unit_id)
    return row


def _enqueue(row: Callback) -> None:
    """Its contact takes the kept place; a full queue is tried again in a minute."""
    is_waiting, is_full = _take_place(row)
    if is_full:
        _give_back(row.pk, timezone.now() + WHEN_FULL, "full")
    elif is_waiting:
        wake()


@transaction.atomic
def _take_place(row: Callback) -> tuple[bool, bool]:
    """Is it in the queue, is the queue full? Its row is held: what was given up meanwhile must not come back."""
    assert row.contact_id is not None
    asked = Callback.objects.filter(pk=row.pk, status=Status.QUEUED, contact=row.contact_id)
    if asked.select_for_update(of=("self",)).first() is None:
        return False, False
    reasons = [HeadStartReason(**reason) for reason in row.reasons]
    try:
        routing.enqueue(row.contact_id, row.queue, reasons=reasons, kept_rank_at=row.kept_rank_at)
    except routing.QueueIsFull:
        return False, True
    return True, False


def wake() -> None:
    """Tell those who ring agents for callbacks to look."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify('live', %s)", [events.TOPIC])


def _give_back(callback_id: int, not_before: datetime, reason: str) -> None:
    """Out of the queue until later; the try that was begun does not count."""
    with transaction.atomic():
        row = Callback.objects.select_for_update(of=("self",)).get(pk=callback_id)
        if row.status != Status.QUEUED:
            return
        contact_id, row.status, row.not_before = row.contact_id, Status.WAITING, not_before
        row.save(update_fields=["status", "not_before"])
        actions.forget_try(contact_id)
        put_off = events.CallbackPutOff(**actions.about(row), not_before=row.not_before, reason=reason)
        record(put_off, actor=CALLBACKS, unit=row.unit_id)
    assert contact_id is not None
    actions.withdraw(contact_id)


def bring_all_on() -> None:
    """One round over all open callbacks; nothing when another worker is at it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", LOCK)
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        return
    try:
        _round()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s, %s)", LOCK)


def _round() -> None:
    now = timezone.now()
    rows = list(Callback.objects.exclude(status=Status.CLOSED).select_related("queue", "contact"))
    well = _waiting_well(rows, now)
    for row in rows:
        try:
            _bring_one(row, now, is_well=row.pk in well)
        except Exception:
            log.exception("a callback was not brought on", callback=row.pk)


def _waiting_well(rows: list[Callback], now: datetime) -> set[int]:
    """Those that wait in an open queue, as they should: found together, for there may be hundreds after a fault."""
    queued = [row for row in rows if row.status == Status.QUEUED and row.contact_id]
    waiting = routing_queries.waiting_of([row.contact_id for row in queued if row.contact_id])
    is_open_now = {queue: is_open(queries.hours_of(queue), now) for queue in {row.queue for row in queued}}
    return {row.pk for row in queued if row.contact_id in waiting and is_open_now[row.queue]}


def _bring_one(row: Callback, now: datetime, *, is_well: bool) -> None:
    if row.status == Status.WAITING and row.not_before <= now:
        bring_on(row.pk)
    elif row.status == Status.QUEUED and not is_well:
        _see_to_queued(row)
    elif row.status == Status.CALLING and row.contact and row.contact.status == "ended":
        actions.end_try(row.contact.pk, Result.FAILED)  # the process that called is gone
    if row.due_at <= now and row.overdue_told_at is None:
        tell_overdue(row.pk)


def _see_to_queued(row: Callback) -> None:
    """It should wait or ring. Not so after a crash, when the queue let it go, or when the day is over."""
    assert row.contact is not None
    if row.contact.status == "ended":
        actions.end_try(row.contact.pk, Result.FAILED)
        return
    place = routing_queries.place_of(row.contact.pk)
    if place is None:
        if routing_queries.service_of(row.contact.pk) is None:
            _enqueue(row)
    elif not place.is_offered and not is_open(queries.hours_of(row.queue), timezone.now()):
        opens = next_opening(queries.hours_of(row.queue), timezone.now())
        _give_back(row.pk, opens or timezone.now() + timedelta(days=1), "closed")


@transaction.atomic
def tell_overdue(callback_id: int) -> None:
    """The promised moment has passed: an event, and a notice to the leaders of its unit. Once."""
    row = locked(Callback.objects.select_related("queue", "unit"), callback_id)
    if row.overdue_told_at is not None or row.status == Status.CLOSED or row.dialled_at is not None:
        return
    row.overdue_told_at = timezone.now()
    row.save(update_fields=["overdue_told_at"])
    record(events.CallbackOverdue(**actions.about(row), due_at=row.due_at), actor=CALLBACKS, unit=row.unit_id)
    at = timezone.localtime(row.due_at)
    for leader in holders_of(Right.STEER_FLOOR, row.unit):
        notify(
            leader,
            f"回拨超时：{row.queue.name_zh}，应在 {at:%H:%M} 前回拨",
            f"Callback overdue: {row.queue.name_en}, due at {at:%H:%M}",
            level="warning",
            link=f"/callbacks/{row.public_id}/",
        )
