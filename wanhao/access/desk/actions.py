"""What an agent does at the desk, beyond what a single context can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.access.desk import queries
from wanhao.access.desk.at_hand import WRAP_UP, unwritten_chat
from wanhao.access.desk.models import Draft, Seat
from wanhao.common.errors import NotAllowed
from wanhao.service.contacts import actions as contacts
from wanhao.service.routing import actions as routing

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact


def choose_phone(staff: Staff, phone: str) -> Seat:
    """Work with the browser's telephone or with a SIP phone."""
    return Seat.objects.update_or_create(staff=staff, defaults={"phone": Seat.Phone(phone)})[0]


def choose_auto_answer(staff: Staff, answers: bool) -> Seat:
    """Let offered calls be answered by themselves, or not."""
    return Seat.objects.update_or_create(staff=staff, defaults={"auto_answer": answers})[0]


def choose_contact(staff: Staff, contact: Contact) -> Seat:
    """Of several contacts at hand, be about this one from now on; also on another computer, and after a reload."""
    if queries.desk_of(staff).one_of(contact) is None and unwritten_chat(staff, contact.pk) is None:
        raise NotAllowed(_("This contact is not at your hand any more."))
    chosen = {"chosen": contact, "chosen_at": now()}
    return Seat.objects.update_or_create(staff=staff, defaults=chosen)[0]


def keep_draft(staff: Staff, contact: Contact, *, code: str, note: str) -> Draft:
    """Keep a wrap-up as typed so far."""
    return Draft.objects.update_or_create(staff=staff, contact=contact, defaults={"code": code, "note": note})[0]


def finish_contact(staff: Staff, contact: Contact, *, code: str, note: str) -> None:
    """Store code and note; the agent at the end of this contact's wrap-up is ready for the next one.

    The wrap-up is stored first and by itself, so that it is never lost to a refusal of routing.
    """
    here = queries.desk_of(staff).one_of(contact)
    with transaction.atomic():
        contacts.wrap_up_contact(contact.pk, code=code, note=note, by=staff)
        Draft.objects.filter(staff=staff, contact=contact).delete()
    if here and here.phase == WRAP_UP:
        routing.finish_wrap_up(staff.pk)
