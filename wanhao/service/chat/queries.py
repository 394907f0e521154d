"""Chats as others read them: the customer's by its key, an agent's own, what was said, where it waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.calendars.queries import is_open
from wanhao.service.callbacks import queries as callbacks
from wanhao.service.chat import calling_back, rules, waiting
from wanhao.service.chat.models import CannedPhrase, Conversation, Entrance, HandoverNote, Message
from wanhao.service.chat.reach import may_read
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import queries as routing
from wanhao.service.waits import queries as waits

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.callbacks.models import Callback
    from wanhao.service.routing.models import Offer


# -- entrances --------------------------------------------------------------------------------------------


def entrance_by_code(code: str) -> Entrance:
    """An entrance in use; raises NotFound."""
    found = Entrance.objects.select_related("queue", "unit").filter(code=code, is_active=True).first()
    if found is None:
        raise NotFound(_("There is no such chat."))
    return found


def entrances() -> list[Entrance]:
    """Entrances in use, for links on our other pages."""
    return list(Entrance.objects.select_related("queue").filter(is_active=True, queue__is_active=True))


def is_open_now(entrance: Entrance) -> bool:
    """May a customer begin to write now?"""
    return entrance.is_active and entrance.queue.is_active and is_open(entrance.queue.hours_id, now())


# -- one conversation -------------------------------------------------------------------------------------


def _conversations() -> QuerySet[Conversation]:
    return Conversation.objects.select_related("contact__customer", "contact__agent", "entrance", "queue")


def conversation_for_customer(key: str) -> Conversation | None:
    """The chat whose key this session holds; running, or over and not yet deleted."""
    return _conversations().filter(key=key).first() if key else None


def conversation_of(contact: Contact | int) -> Conversation | None:
    """The chat that this contact is; None for any other contact."""
    contact_id = contact if isinstance(contact, int) else contact.pk
    return _conversations().filter(contact_id=contact_id).first()


def messages(conversation: Conversation, after: int = 0) -> list[Message]:
    """What was said, from the message after this number on; staff who do not serve it use `read_transcript`."""
    rows = conversation.messages.filter(number__gt=after).order_by("number")
    return list(rows.select_related("staff", "file"))


def notes_of(conversation: Conversation) -> list[HandoverNote]:
    """What agents told the next one when they passed the chat on; never for the customer."""
    return list(conversation.notes.select_related("staff").order_by("pk"))


def in_order(messages: Iterable[Message], notes: Iterable[HandoverNote]) -> list[Message | HandoverNote]:
    """Messages, and each note behind the message after which it was written."""
    placed: list[tuple[int, int, Message | HandoverNote]] = [(line.number, 0, line) for line in messages]
    placed += [(note.after_number, 1, note) for note in notes]
    return [line for _number, _kind, line in sorted(placed, key=lambda one: one[:2])]


def may_read_of(contact: Contact, viewer: Staff) -> bool:
    """Is there something written in this contact that the viewer may read?"""
    row = Conversation.objects.select_related("contact__unit").filter(contact=contact).first()
    return row is not None and may_read(viewer, row) and row.messages.exists()


def contact_number_of(conversation: Conversation) -> str:
    """The number proved or only given, to be masked."""
    return conversation.contact.caller_number or conversation.claimed_number


@dataclass(frozen=True)
class PlaceNow:
    """How a waiting chat stands: how many before it, the expected wait; both as far as its queue tells them."""

    since: datetime
    is_offered: bool
    ahead: int | None
    p50_seconds: float | None
    p90_seconds: float | None


def place_in_queue(conversation: Conversation) -> PlaceNow | None:
    """Where the chat waits now; None when it does not."""
    place, told = routing.place_of(conversation.contact_id), waits.estimate(conversation.contact_id)
    if place is None or told is None:
        return None
    tells = place.queue.tells_wait
    return PlaceNow(
        place.queued_at,
        place.is_offered,
        told.ahead if place.queue.tells_place else None,
        told.p50_seconds if tells else None,
        told.p90_seconds if tells else None,
    )


def callback_is_offered(conversation: Conversation) -> bool:
    """Can this customer ask on the web page to be called back instead?"""
    return waiting.offers_callback(conversation.queue)


def keeps_place(conversation: Conversation) -> bool:
    """Does a callback asked for from this chat go on from its place?"""
    return calling_back.keeps_place(conversation)


def callback_of(conversation: Conversation) -> Callback | None:
    """The callback for which the customer gave up this chat."""
    if conversation.contact.outcome != Contact.Outcome.CALLBACK:
        return None
    return callbacks.asked_during(conversation.contact_id)


# -- an agent's chats -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RunningChat:
    """A chat an agent serves, as a card: what is unread, the last words, how long the customer waits for an answer."""

    conversation: Conversation
    unread: int
    last: Message | None

    @property
    def contact(self) -> Contact:
        """Its contact, with the customer."""
        return self.conversation.contact

    @property
    def unanswered_since(self) -> datetime | None:
        """Since when the customer waits for an answer."""
        return self.conversation.unanswered_since


def chats_of(staff: Staff) -> list[RunningChat]:
    """Chats this agent serves now, the one answered first at the head."""
    rows = _conversations().filter(
        contact__agent=staff,
        contact__status=Contact.Status.SERVING,
        contact__channel=Contact.Channel.CHAT,
        ended_at=None,
    )
    theirs = Q(messages__author=Message.Author.CUSTOMER, messages__number__gt=F("agent_read"))
    chats = list(rows.annotate(unread=Count("messages", filter=theirs)).order_by("contact__answered_at", "pk"))
    last = _last_words(chats)
    return [RunningChat(row, row.unread, last.get(row.pk)) for row in chats]


def _last_words(chats: Iterable[Conversation]) -> dict[int, Message]:
    said = Message.objects.filter(conversation__in=chats, kind__in=[Message.Kind.TEXT, Message.Kind.FILE])
    rows = said.order_by("conversation", "-number").distinct("conversation").select_related("file")
    return {row.conversation_id: row for row in rows}


@dataclass(frozen=True)
class OfferedChat:
    """A chat that is offered to an agent: from whom, with which first words, until when."""

    offer: Offer
    conversation: Conversation
    words: str

    @property
    def expires_at(self) -> datetime:
        """When it goes elsewhere by itself."""
        return self.offer.expires_at


def offered_chats(staff: Staff) -> list[OfferedChat]:
    """Chats offered to this agent and not yet answered."""
    now_ = routing.agent_now(staff.pk)
    offers = [one for one in now_.ringing if one.contact.channel == Contact.Channel.CHAT] if now_ else []
    chats = {row.contact_id: row for row in _conversations().filter(contact__in=[one.contact_id for one in offers])}
    said = Message.objects.filter(conversation__in=chats.values(), author=Message.Author.CUSTOMER)
    last = {row.conversation_id: row.text for row in said.order_by("conversation", "-number").distinct("conversation")}
    return [
        OfferedChat(one, chats[one.contact_id], last.get(chats[one.contact_id].pk, ""))
        for one in offers
        if one.contact_id in chats
    ]


@dataclass(frozen=True)
class Phrase:
    """A canned phrase in the customer's language, its names filled in."""

    shortcut: str
    text: str


def phrases_for(staff: Staff, conversation: Conversation) -> list[Phrase]:
    """Phrases this agent may put into the typing box; one of their own unit goes before one for all."""
    path = staff.unit.path
    rows = CannedPhrase.objects.select_related("unit").order_by("sort", "shortcut")
    near: dict[str, CannedPhrase] = {}
    for row in rows:
        if row.unit is not None and not path.startswith(row.unit.path):
            continue
        known = near.get(row.shortcut)
        if known is None or _depth(row) > _depth(known):
            near[row.shortcut] = row
    customer = conversation.contact.customer
    named = rules.spoken_to(customer.name) if customer and conversation.language == "zh" else ""
    name = named or ("dear customer" if conversation.language == "en" else "尊敬的客户")
    return [
        Phrase(row.shortcut, rules.filled(row.text(conversation.language), customer=name, agent=staff.name))
        for row in near.values()
    ]


def _depth(phrase: CannedPhrase) -> int:
    return len(phrase.unit.path) if phrase.unit else 0
