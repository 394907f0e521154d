"""What the customer is told, and what they write. Notes of the house are another table and never come here.

Told by short message when a mobile is known, and always on the customer's own page. Sending is a job: it is tried
again, and what failed in the end is said on the ticket.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override

from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.files import actions as file_actions
from wanhao.foundation.files import queries as files
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.short_messages.gateways import short_messages
from wanhao.service.tickets import events, numbers, promises, queries, rules
from wanhao.service.tickets.models import Message, Ticket
from wanhao.service.tickets.writing import about, said

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.files.models import StoredFile

TRIES = 4
WORKER = Actor.system("worker")
Direction, State = Message.Direction, Message.State


@transaction.atomic
def tell_customer(ticket_id: int, text: str, *, by: Staff | Actor) -> Message:
    """Say something to the customer: on their page, and by short message when a mobile of theirs is known."""
    ticket = _ticket(ticket_id, by)
    message = _write(ticket, text, by=by)
    promises.told(ticket, by=by)
    return message


@transaction.atomic
def acknowledge(ticket: Ticket, *, by: Actor) -> Message:
    """Tell who opened the ticket on the web page its number. Nobody has answered them yet: no clock stops."""
    with override(language_of(ticket)):
        text = _("We have it and come back to you. See how it stands with this number on our web page.")
    return _write(ticket, text, by=by)


def _write(ticket: Ticket, text: str, *, by: Staff | Actor) -> Message:
    has_mobile = bool(numbers.mobile_for(ticket))
    message = Message.objects.create(
        ticket=ticket,
        direction=Direction.TO_CUSTOMER,
        text=said(text, "text"),
        author=None if isinstance(by, Actor) else by,
        written_at=now(),
        state=State.WAITING if has_mobile else State.ON_PAGE,
    )
    told = events.MessageWritten(**about(ticket), message_id=message.pk, state=message.state)
    record(told, actor=by, unit=ticket.unit_id)
    if has_mobile:
        from wanhao.service.tickets.jobs import send_message

        send_message.configure(lock=f"message:{message.pk}").defer(message_id=message.pk)
    return message


def _ticket(ticket_id: int, by: Staff | Actor) -> Ticket:
    """The ticket, locked. A person must be within reach; a part of the programme has asked before."""
    if not isinstance(by, Actor) and not queries.tickets(by).filter(pk=ticket_id).exists():
        raise NotFound(_("There is no such ticket within your reach."))
    return queries.locked_ticket(ticket_id)


@transaction.atomic
def note_customers_words(ticket_id: int, text: str, *, by: Actor) -> Message:
    """Keep what the customer wrote on their page; the owner is told."""
    ticket = Ticket.objects.select_related("owner").get(pk=ticket_id)
    message = Message.objects.create(
        ticket=ticket,
        direction=Direction.FROM_CUSTOMER,
        text=said(text, "text"),
        written_at=now(),
        state=State.ON_PAGE,
    )
    record(events.CustomerWrote(**about(ticket), message_id=message.pk), actor=by, unit=ticket.unit_id)
    number = ticket.number
    notify(
        ticket.owner, f"客户在工单 {number} 留言", f"The customer wrote on ticket {number}", link=f"/tickets/{number}/"
    )
    return message


def deliver(message_id: int, tries: int) -> None:
    """Hand a waiting message to the gateway; raises OSError while it may be tried again."""
    rows = Message.objects.select_related("ticket__customer", "ticket__contact")
    message = rows.filter(pk=message_id, state=State.WAITING).first()
    if message is None:
        return
    number = numbers.mobile_for(message.ticket)
    try:
        if not number:
            raise OSError("no mobile")
        short_messages().send(number, sms_text(message))
    except OSError as error:
        _note_failure(message, tries, str(error))
        raise
    with transaction.atomic():
        message.state, message.sent_at, message.tries = State.SENT, now(), tries
        message.save(update_fields=["state", "sent_at", "tries"])
        told = events.MessageDelivered(**about(message.ticket), message_id=message.pk)
        record(told, actor=WORKER, unit=message.ticket.unit_id)


@transaction.atomic
def _note_failure(message: Message, tries: int, why: str) -> None:
    message.tries, message.failure = tries, why[:200]
    if tries >= TRIES:
        message.state = State.FAILED
        told = events.MessageFailed(**about(message.ticket), message_id=message.pk, tries=tries)
        record(told, actor=WORKER, unit=message.ticket.unit_id)
    message.save(update_fields=["state", "tries", "failure"])


def language_of(ticket: Ticket) -> str:
    """The language in which the customer is told: that of the page they opened it on, else the one kept with them."""
    theirs = ticket.contact if ticket.opened_by_id is None else ticket.customer
    return "en" if theirs and theirs.language == "en" else "zh-hans"


def sms_text(message: Message) -> str:
    """The text as it arrives: whose it is, which ticket, what is said; in the customer's language."""
    with override(language_of(message.ticket)):
        lead = _("[Wanhao] Ticket %(number)s: ") % {"number": message.ticket.number}
    return lead + message.text


def keep_customers_file(ticket_id: int, upload: UploadedFile | None, *, by: Actor) -> StoredFile:
    """Keep what the customer sent on their page, for them and for us; the owner is told. Invalid: at `file`."""
    subject = f"ticket:{ticket_id}"
    if files.many_of_customer(subject) >= rules.FILES_OF_A_CUSTOMER:
        raise Invalid(file=_("So many files are here already. Write a message instead, or call us."))
    ticket = Ticket.objects.select_related("owner").get(pk=ticket_id)
    if ticket.status in (Ticket.Status.CLOSED, Ticket.Status.MERGED):
        raise NotAllowed(_("This ticket is over: nothing is added to it any more."))
    kept = file_actions.keep(upload, subject=subject, by=by, is_for_customer=True)
    zh, en = f"客户在工单 {ticket.number} 上传了附件", f"The customer sent a file to ticket {ticket.number}"
    notify(ticket.owner, zh, en, link=f"/tickets/{ticket.number}/#files")
    return kept
