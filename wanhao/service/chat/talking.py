"""What both sides say while a chat runs, and that they have read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.files import actions as files
from wanhao.service.chat import events, rules
from wanhao.service.chat.models import Conversation, Message
from wanhao.service.chat.opening import checked_text
from wanhao.service.chat.writing import Author, Kind, append, heard_agent, heard_customer, locked_chat, note_said, tell
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.contacts.queries import contact_by_id

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from wanhao.foundation.accounts.models import Staff

UNSEEN = Q(agent_seen_at__lte=F("unanswered_since"))  # no sign since the customer began to wait


@transaction.atomic
def say(conversation_id: int, *, author: str, text: str, client_key: str, by: Staff | Actor) -> Message:
    """Keep a message of the customer or the agent; sent twice under one key, it is kept once."""
    row = locked_chat(conversation_id)
    if kept := _kept(row, author, client_key):
        return kept
    said = checked_text(text)
    contact = _open_for(row, author, by)
    return _keep(row, contact, author=author, by=by, text=said, client_key=client_key)


@transaction.atomic
def send_file(
    conversation_id: int, *, author: str, upload: UploadedFile | None, client_key: str, by: Staff | Actor
) -> Message:
    """Keep a file of the customer or the agent, of the types and sizes the house takes; sent twice, kept once."""
    row = locked_chat(conversation_id)
    if kept := _kept(row, author, client_key):
        return kept
    contact = _open_for(row, author, by)
    many = row.messages.filter(author=author, kind=Kind.FILE).count()
    if author == Author.CUSTOMER and many >= rules.FILES_OF_A_CUSTOMER:
        raise Invalid(file=_("So many files are here already. Write a message instead."))
    file = files.keep(upload, subject=row.subject, by=by, is_for_customer=True)
    return _keep(row, contact, author=author, by=by, kind=Kind.FILE, file=file, client_key=client_key)


def _kept(row: Conversation, author: str, client_key: str) -> Message | None:
    """What was kept under this key before."""
    if author not in (Author.CUSTOMER, Author.AGENT):
        raise Invalid(author=_("A message is the customer's or the agent's."))
    if not 0 < len(client_key) <= rules.LONGEST_KEY:
        raise Invalid(client_key=_("A message needs a key of its own."))
    return row.messages.select_related("staff", "file").filter(client_key=client_key, author=author).first()


def _open_for(row: Conversation, author: str, by: Staff | Actor) -> Contact:
    """The contact, if this side may say something now; the chat is locked."""
    contact = contact_by_id(row.contact_id)
    if row.ended_at is not None or contact.status == Contact.Status.ENDED:
        raise NotAllowed(_("This chat has ended."))
    if row.last_number >= rules.MOST_MESSAGES:
        raise NotAllowed(_("This chat has become too long. End it and begin another one."))
    if author == Author.AGENT:
        if isinstance(by, Actor) or contact.agent_id != by.pk:
            raise Forbidden(_("Only the agent who serves this chat can write in it."))
        if contact.status != Contact.Status.SERVING:
            raise NotAllowed(_("This chat waits in a queue: nobody serves it at this moment."))
    return contact


def _keep(row: Conversation, contact: Contact, *, author: str, by: Staff | Actor, **what: object) -> Message:
    at = timezone.now()
    if author == Author.AGENT:
        heard_agent(row, at)
        row.agent_read = row.last_number + 1
    else:
        heard_customer(row, at, is_served=contact.status == Contact.Status.SERVING)
        row.customer_read = row.last_number + 1
    staff = None if isinstance(by, Actor) else by
    message = append(row, str(what.pop("text", "")), author=author, staff=staff, **what)  # type: ignore[arg-type]
    note_said(row, contact, message, by=by)
    return message


def mark_read(conversation_id: int, *, side: str, number: int, by: Staff | Actor) -> None:
    """This side has seen all up to this number. No event; the other side is told.

    Of an agent it is a sign, but no further one while the same customer waits: a page left open reads by itself.
    """
    chats = Conversation.objects.filter(pk=conversation_id, last_number__gte=number)
    if side == Author.AGENT:
        if isinstance(by, Actor):
            raise Forbidden(_("Only the agent who serves this chat can write in it."))
        chats = chats.filter(contact__agent=by, contact__status=Contact.Status.SERVING)
        changed = chats.filter(agent_read__lt=number).update(agent_read=number)
        if not changed or chats.filter(UNSEEN).exists():
            show_sign(conversation_id, by=by)
    else:
        changed = chats.filter(customer_read__lt=number).update(customer_read=number)
    if changed:
        agent_id = Conversation.objects.values_list("contact__agent", flat=True).get(pk=conversation_id)
        tell(f"chat:{conversation_id}", *([f"agent:{agent_id}"] if agent_id else []))


def show_sign(conversation_id: int, *, by: Staff) -> None:
    """The agent types, reads or searches for this customer: they have not forgotten them."""
    at = timezone.now()
    old = Q(agent_seen_at=None) | Q(agent_seen_at__lt=at - rules.SIGN_EVERY) | UNSEEN
    chats = Conversation.objects.filter(old, pk=conversation_id, contact__agent=by, ended_at=None)
    chats.filter(contact__status=Contact.Status.SERVING).update(agent_seen_at=at)


@transaction.atomic
def rate_chat(conversation_id: int, rating: int, *, comment: str = "") -> Contact:
    """The customer's mark from 1 to 5 after the end, perhaps with a word."""
    known = Conversation.objects.select_related("contact").get(pk=conversation_id)
    if known.ended_at is None:
        raise NotAllowed(_("A chat is rated once it has ended."))
    by = Actor.customer(known.contact.customer_id)
    contact = contacts.rate_contact(known.contact_id, rating, by=by)
    words = rules.cleaned(comment)[: rules.LONGEST_COMMENT]
    if words:
        row = locked_chat(conversation_id)
        row.rating_comment = words
        row.save(update_fields=["rating_comment"])
        record(events.RatingExplained(contact.pk, row.pk), actor=by, unit=contact.unit_id)
    return contact
