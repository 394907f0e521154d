"""A customer begins to write."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed
from wanhao.common.phone_numbers import normalise_number
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.records.customers.queries import caller_by_number
from wanhao.service.chat import events, rules, words
from wanhao.service.chat.models import Conversation, Entrance
from wanhao.service.chat.queries import is_open_now
from wanhao.service.chat.waiting import take_place
from wanhao.service.chat.writing import CHAT, Author, append, give_notice, locked_chat, note_said
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.contacts.queries import contact_to_change
from wanhao.service.waits import actions as waits


class ChatClosed(NotAllowed):
    """Nobody is here now; the message is the entrance's own."""

    code = "chat_closed"


def begin_chat(
    entrance: Entrance,
    *,
    text: str,
    language: str,
    number: str = "",
    is_verified: bool = False,
    name: str = "",
    form_key: str = "",
) -> Conversation:
    """Open a chat with its first words and let it wait; ChatClosed outside opening hours.

    A number counts only when it was proved by a code (`is_verified`); otherwise it is kept as what was said. A form
    sent twice (`form_key`) begins one chat. A queue that is full is told to the customer: the chat has then ended.
    """
    said = checked_text(text)
    if not is_open_now(entrance):
        raise ChatClosed(entrance.closed(language))
    facts: dict[str, object] = {
        "language": "en" if language == "en" else "zh",
        "is_verified": is_verified and bool(number),
        "claimed_name": rules.cleaned(name)[:60],
        "form_key": form_key[: rules.LONGEST_KEY],
    }
    try:
        conversation = _open(entrance, said, normalise_number(number) if number else "", facts)
    except IntegrityError:  # the same form came in at the same moment
        conversation = Conversation.objects.get(form_key=facts["form_key"])
    if take_place(conversation.pk):
        tell_place(conversation.pk)
    return Conversation.objects.select_related("contact", "entrance", "queue").get(pk=conversation.pk)


def checked_text(text: str) -> str:
    """A text as it is kept; Invalid when it says nothing, or too much."""
    said = rules.cleaned(text)
    if not said:
        raise Invalid(text=_("Write something first."))
    if len(said) > rules.LONGEST_TEXT:
        raise Invalid(text=_("At most %(most)d characters at once, please.") % {"most": rules.LONGEST_TEXT})
    return said


@transaction.atomic
def _open(entrance: Entrance, said: str, number: str, facts: dict[str, object]) -> Conversation:
    if facts["form_key"]:
        existing = Conversation.objects.filter(form_key=facts["form_key"]).first()
        if existing is not None:
            return existing
    proved = number if facts["is_verified"] else ""
    caller = caller_by_number(proved) if proved else None
    by = Actor.customer(caller.customer_id if caller else None)
    contact = contacts.open_contact(
        channel=Contact.Channel.CHAT,
        unit=entrance.unit,
        by=by,
        caller_number=proved,
        access_code=entrance.code,
        language=str(facts["language"]),
    )
    if caller:
        contacts.identify_customer(
            contact.pk, customer_id=caller.customer_id, subscription_id=caller.subscription_id, by=by
        )
    contacts.ask_for_person(contact.pk, queue_code=entrance.queue.code, by=by)
    row = Conversation.objects.create(
        contact=contact,
        entrance=entrance,
        queue=entrance.queue,
        claimed_number="" if proved else number,
        **facts,
    )
    began = events.ChatBegan(contact.pk, row.pk, entrance.code, row.is_verified)
    record(began, actor=by, unit=contact.unit_id)
    note_said(row, contact, append(row, said, author=Author.CUSTOMER), by=by)
    give_notice(row, contact, "greeting", lambda: entrance.greeting(row.language))
    return row


@transaction.atomic
def tell_place(conversation_id: int) -> None:
    """Say how many wait before and how long it will take, unless somebody is being rung; the prediction is kept."""
    known = Conversation.objects.select_related("queue").get(pk=conversation_id)
    told = waits.keep_on_entry(known.contact_id)
    if told is None or not (known.queue.tells_place or known.queue.tells_wait):
        return
    contact = contact_to_change(known.contact_id, CHAT)
    if contact.status != Contact.Status.WAITING:
        return
    queue = known.queue
    give_notice(
        locked_chat(conversation_id),
        contact,
        "place",
        lambda: words.place(told, tells_place=queue.tells_place, tells_wait=queue.tells_wait),
    )
