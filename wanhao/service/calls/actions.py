"""What others may ask of the telephone side: commands to live calls, telephone accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, NotAllowed
from wanhao.foundation.accounts import actions as accounts
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.events import Actor
from wanhao.service.calls import calls, commands, endings, parties, queries, targets
from wanhao.service.calls.announcement_calls import announce_by_phone as announce_by_phone
from wanhao.service.calls.models import Call, CallCommand
from wanhao.service.contacts import queries as contacts
from wanhao.service.contacts.actions import end_contact

if TYPE_CHECKING:
    from wanhao.service.contacts.models import Contact

Action = CallCommand.Action
CONSULTATION = frozenset({Action.CONSULT, Action.CONSULT_CANCEL, Action.COMPLETE_TRANSFER, Action.CONFERENCE})
SUPERVISION = frozenset({Action.LISTEN, Action.WHISPER, Action.JOIN, Action.TAKE_OVER, Action.LEAVE})


@transaction.atomic
def ask_call(contact: Contact, action: str, target: str = "", *, by: Staff) -> CallCommand:
    """Ask the process that owns a live call to do something; by the agent serving it or a leader of the floor."""
    current = contacts.contact_for(by, contact.public_id)
    _check_right(current, action, by)
    if not Call.objects.filter(contact=current, is_live=True).exists():
        raise NotAllowed(_("This call has ended."))
    if action in (Action.TRANSFER, Action.CONSULT):
        targets.check(target)
    command = CallCommand.objects.create(
        contact=current, action=Action(action), target=target, asked_by=by, asked_at=timezone.now()
    )
    commands.notify(f"call:{current.pk}")
    return command


def _check_right(contact: Contact, action: str, by: Staff) -> None:
    is_agent, is_leader = contact.agent_id == by.pk, contacts.may_steer(by, contact)
    if action in SUPERVISION:
        if not is_leader:
            raise Forbidden(_("Only a leader of the floor can do this."))
        if is_agent:
            raise NotAllowed(_("You serve this call yourself."))
    elif action in CONSULTATION:
        if not is_agent:
            raise Forbidden(_("Only the agent who serves this call can do this."))
    elif not is_agent and not is_leader:
        raise Forbidden(_("Only the agent who serves this call, or a leader, can do this."))


def release_call(contact: Contact, *, by: Staff) -> str:
    """End a contact by force: its process is asked to hang up; without one that obeys, everything is closed as lost.

    Answers "hang_up" or "closed".
    """
    if queries.is_carried(contact):
        ask_call(contact, Action.HANG_UP, by=by)
        return "hang_up"
    endings.let_go(contact.pk, "lost")
    parties.part_all(contact.pk)
    if Call.objects.filter(contact=contact).exists():
        calls.end_call(contact.pk, "lost", "released")
    else:
        end_contact(contact.pk, outcome="lost", reason="released", by=Actor.system("telephony"))
    return "closed"


def sip_account(staff: Staff) -> queries.SipAccount:
    """The telephone account of one member of staff, made at the first request; only for themselves."""
    if not staff.sip_secret:
        accounts.rotate_sip_secret(staff, by=staff)
    return queries.sip_account(staff)
