"""What the desk shows of chats: cards, the transcript with its typing box, to whom one can be passed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wanhao.access.desk.at_hand import ENDED, OFFERED, TALKING, ContactNow, who
from wanhao.common.masking import mask_name, mask_number
from wanhao.foundation.files.queries import accepted_endings
from wanhao.service.chat import actions, queries
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.access.desk.forms import ChatTransferForm
    from wanhao.access.desk.queries import Desk
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.chat.models import Conversation, HandoverNote, Message
    from wanhao.service.chat.queries import OfferedChat, RunningChat
    from wanhao.service.contacts.models import Contact

SOON = 0.4  # from this share of the time to answer on, the clock is amber; red from the whole time on


@dataclass(frozen=True)
class Card:
    """A contact at hand as a card of the list; what is written of it only for chats."""

    now: ContactNow
    chat: RunningChat | None = None
    offered: OfferedChat | None = None
    over: Conversation | None = None

    @property
    def who(self) -> str:
        """Whose it is: the customer, or the name a visitor gave, masked."""
        row = self.chat or self.offered
        written = row.conversation if row else self.over
        return name_in(written) if written else self.now.who

    @property
    def words(self) -> str:
        """The last words of either side; of an offer, the customer's."""
        if self.offered:
            return self.offered.words
        last = self.chat.last if self.chat else None
        if last is None:
            return ""
        return last.file.name if last.file else last.text

    @property
    def is_ours(self) -> bool:
        """Did the agent write last?"""
        return bool(self.chat and self.chat.last and self.chat.last.author == "agent")

    @property
    def soon_seconds(self) -> int:
        """After how many seconds without answer the clock is amber."""
        return round(self.late_seconds * SOON)

    @property
    def late_seconds(self) -> int:
        """After how many seconds without answer the clock is red: then the chat may be taken back."""
        return self.chat.conversation.entrance.answer_minutes * 60 if self.chat else 0


def name_in(chat: Conversation) -> str:
    """Who writes, masked: the customer we know, else the name or number they gave."""
    if chat.contact.customer or chat.contact.caller_number:
        return who(chat.contact)
    return mask_name(chat.claimed_name) or mask_number(chat.claimed_number) or who(chat.contact)


def cards(desk: Desk) -> list[Card]:
    """Every contact at hand, in its order."""
    kinds = {one.phase for one in desk.at_hand if one.is_chat}
    running = {row.contact.pk: row for row in queries.chats_of(desk.staff)} if TALKING in kinds else {}
    offers = queries.offered_chats(desk.staff) if OFFERED in kinds else []
    offered = {row.offer.contact_id: row for row in offers}
    over = {one.contact.pk: queries.conversation_of(one.contact) for one in desk.shown if one.is_chat and one.is_over}
    ids = [one.contact.pk for one in desk.shown]
    found = [(running.get(pk), offered.get(pk), over.get(pk)) for pk in ids]
    return [Card(one, *rows) for one, rows in zip(desk.shown, found, strict=True)]


def at_hand_page(desk: Desk) -> dict[str, Any]:
    """The contacts at hand, and which of them was chosen."""
    return {"now": desk.now, "cards": cards(desk)}


def chat_page(desk: Desk) -> dict[str, Any]:
    """The chosen chat with all that was written; nothing while another contact is chosen or it is only offered."""
    now = desk.now
    chat = queries.conversation_of(now.contact) if now and now.is_chat and now.phase != OFFERED else None
    if now is None or chat is None:
        return {"chat": None}
    return {
        "chat": chat,
        "chat_last": chat.last_number,
        "chat_who": name_in(chat),
        "chat_number": mask_number(queries.contact_number_of(chat)),
        "chat_is_over": now.is_over,
        "chat_lines": lines_of(chat, desk.staff),
        "chat_endings": accepted_endings(),
        "phrases": [] if now.is_over else phrases(desk.staff, chat),
    }


def lines_of(chat: Conversation, staff: Staff, after: int = 0) -> list[Message | HandoverNote]:
    """What was written after a number, with notes of the house in their place.

    Whoever does not serve it now is asked for the right to read it.
    """
    if chat.ended_at is None and chat.contact.agent_id == staff.pk:
        said, notes = queries.messages(chat, after), queries.notes_of(chat)
    else:
        read = actions.read_transcript(chat.contact, by=staff)
        said, notes = [line for line in read.messages if line.number > after], read.notes
    return queries.in_order(said, [note for note in notes if note.after_number >= after])


def phrases(staff: Staff, chat: Conversation) -> list[dict[str, str]]:
    """Canned phrases for the menu behind the slash."""
    return [{"shortcut": row.shortcut, "text": row.text} for row in queries.phrases_for(staff, chat)]


def transfer_page(contact: Contact, staff: Staff, form: ChatTransferForm) -> dict[str, Any]:
    """Queues that take chats, and colleagues who have room for one."""
    rows = [row for row in routing.queues_to_pass_to() if row.takes("chat")]
    queues = [(row.code, f"{_('Queue')} › {row.name}") for row in rows]
    colleagues = [
        (agent.staff.staff_number, f"{agent.staff.display_name} › {agent.get_state_display()}")
        for agent in routing.colleagues_with_room(staff)
    ]
    return {"contact": contact, "chat_targets": queues + colleagues, "chat_transfer_form": form}


def chat_document(card: Card) -> dict[str, Any]:
    """What the scripts need of a chat."""
    chat, offered = card.chat, card.offered
    return {
        "who": card.who,
        "last": chat.conversation.last_number if chat else 0,
        "unread": chat.unread if chat else 0,
        "customer_read": chat.conversation.customer_read if chat else 0,
        "offer": offered.offer.pk if offered else None,
    }


def card_mark(card: Card) -> str:
    """Changes whenever the card has to be drawn again."""
    chat = card.chat
    said = f"{chat.conversation.last_number}.{chat.unread}.{chat.unanswered_since}" if chat else ""
    return f"{card.now.contact.pk}.{card.now.phase_name}.{card.who}.{said}"


def chat_mark(desk: Desk) -> str:
    """Changes whenever the chosen chat has to be drawn anew; what is said in it comes line by line."""
    now = desk.now
    if now is None or not now.is_chat or now.phase == OFFERED:
        return ""
    phase = ENDED if now.is_over else now.phase
    return f"{now.contact.pk}.{phase}.{now.contact.customer_id}"
