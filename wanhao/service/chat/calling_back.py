"""Who waits in a chat may rather be called back: the callback keeps the place, and the chat is over."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, NotAllowed
from wanhao.foundation.audit.events import Actor
from wanhao.service.callbacks import actions as callbacks
from wanhao.service.callbacks.bringing import bring_on
from wanhao.service.callbacks.keeping import leave_for_callback, overflowed_lately
from wanhao.service.callbacks.models import Callback
from wanhao.service.chat import ending, waiting, words
from wanhao.service.chat.models import Conversation
from wanhao.service.chat.writing import CHAT, give_notice, locked_chat
from wanhao.service.contacts.models import Contact
from wanhao.service.contacts.queries import contact_to_change
from wanhao.service.routing import queries as routing


def keeps_place(conversation: Conversation) -> bool:
    """Does a callback asked for from this chat go on from its place? Not once it is served or was over otherwise."""
    if not waiting.offers_callback(conversation.queue):
        return False
    if conversation.ended_at is None:
        return conversation.contact.status == Contact.Status.WAITING
    last = routing.last_place_of(conversation.contact_id)
    return conversation.contact.outcome == Contact.Outcome.OVERFLOWED and bool(last and overflowed_lately(last))


def agree_callback(conversation_id: int, number: str) -> Callback:
    """Call the customer back on this number from the place the chat has, and end the chat; asked twice it is one."""
    known = Conversation.objects.select_related("contact", "queue").get(pk=conversation_id)
    if not keeps_place(known):
        raise NotAllowed(_("This chat does not wait any more: no place can be kept for a callback."))
    callbacks.check_wish(number)
    callback = _hand_over(known, number)
    bring_on(callback.pk)
    callback.refresh_from_db()
    return callback


@transaction.atomic
def _hand_over(known: Conversation, number: str) -> Callback:
    """Routing first; then the end of the chat and the wish for a callback in one: none is ever without the other."""
    kept = leave_for_callback(known.contact_id)
    if kept is None:
        raise Conflict(_("Somebody of our staff is with you in this chat now."))
    contact = contact_to_change(known.contact_id, CHAT)
    row = locked_chat(known.pk)
    by = Actor.customer(contact.customer_id)
    if row.ended_at is None:
        give_notice(row, contact, "ended_by_callback", lambda: words.ended("callback"))
        ending.close(row, contact, outcome=Contact.Outcome.CALLBACK, reason=ending.Reason.CALLBACK, by=by)
    return callbacks.keep_wish(
        contact,
        number=number,
        queue=row.queue,
        by=by,
        source=Callback.Source.CHAT,
        kept_rank_at=kept.rank_at,
        reasons=kept.reasons,
        language=row.language,
    )
