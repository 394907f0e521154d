"""What the worker does for incidents: sends messages, resolves children, asks for the calls. Each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.utils.timezone import now

from wanhao.common.errors import Refused
from wanhao.service.callbacks import actions as callbacks
from wanhao.service.callbacks import queries as callback_queries
from wanhao.service.incidents import queries
from wanhao.service.incidents.actions import INCIDENTS
from wanhao.service.incidents.models import Delivery, RestorationCall
from wanhao.service.tickets import actions as ticket_actions
from wanhao.service.tickets import messages, numbers
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.service.callbacks.models import Callback

BATCH = 50
log = structlog.get_logger(__name__)


def send_messages(limit: int = BATCH) -> int:
    """Send what waits, each in a transaction of its own; how many were tried."""
    waiting = queries.deliveries_waiting(limit)
    for delivery_id in waiting:
        try:
            _send(delivery_id)
        except Refused as refused:
            problem = str(refused.message)[:200]
            Delivery.objects.filter(pk=delivery_id, sent_at=None).update(problem=problem)
    return len(waiting)


@transaction.atomic
def _send(delivery_id: int) -> None:
    """One message: said to the customer and noted together, so that it is said once."""
    rows = Delivery.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=delivery_id, sent_at=None)
    row = rows.select_related("message__made_by", "ticket__customer").first()
    if row is None:
        return
    customer = row.ticket.customer
    text = row.message.text_en if customer and customer.language == "en" else row.message.text_zh
    messages.tell_customer(row.ticket_id, text, by=row.message.made_by)
    row.sent_at = now()
    row.save(update_fields=["sent_at"])


def see_to_restored(limit: int = BATCH) -> int:
    """Children of restored incidents: resolved if they are not, and their customers' callbacks asked for."""
    if queries.policy().call_queue is None or not callback_queries.can_dial():
        return 0
    waiting = queries.calls_waiting(limit)
    for call_id in waiting:
        try:
            _resolve(call_id)
            _ask_call(call_id)
        except Refused as refused:
            problem = str(refused.message)[:200]
            RestorationCall.objects.filter(pk=call_id, callback=None).update(problem=problem)
    return len(waiting)


@transaction.atomic
def _resolve(call_id: int) -> None:
    """The child is solved as its parent is, by who restored it."""
    call = RestorationCall.objects.select_related("incident__restored_by").get(pk=call_id)
    ticket, by = tickets.locked_ticket(call.ticket_id), call.incident.restored_by
    assert by is not None  # a restored incident says by whom
    if ticket.status in ("open", "in_progress"):
        ticket_actions.resolve_ticket(ticket.pk, version=ticket.version, solution=call.incident.solution, by=by)


def _ask_call(call_id: int) -> None:
    """The callback; the same open one comes back when a crash came in between, or a closing call waits already."""
    call = RestorationCall.objects.select_related("ticket__customer", "ticket__contact", "incident__ticket").get(
        pk=call_id
    )
    queue = queries.policy().call_queue
    assert queue is not None  # asked before
    callback: Callback = callbacks.ask_callback(
        None,
        number=numbers.number_of(call.ticket),
        queue=queue,
        by=INCIDENTS,
        source="staff",
        language=call.ticket.customer.language if call.ticket.customer else "zh",
        note=call.incident.ticket.number,
    )
    RestorationCall.objects.filter(pk=call_id, callback=None).update(callback=callback, asked_at=now())
