"""Chats for tests."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from django.db.models import F
from django.utils import timezone

from tests.factories.accounts import make_staff
from tests.factories.routing import make_agent, make_queue
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.events import Actor
from wanhao.service.chat import actions, queries
from wanhao.service.chat.models import Conversation, Entrance, Message
from wanhao.service.routing.models import Agent, Offer, Queue

CUSTOMER = Actor.customer(None)
_keys = count(1)


def make_entrance(queue: Queue | None = None, **settings: Any) -> Entrance:
    """An entrance into a queue of chats (a new one when none is given)."""
    queue = queue or make_queue(channels=["chat"])
    words = {
        "name_zh": "在线客服", "name_en": "Online service", "greeting_zh": "您好，请稍候。", "greeting_en": "Hello.",
        "closed_zh": "服务时间为 8:00–22:00。", "closed_en": "We are here from 8 to 22.",
    }  # fmt: skip
    code = settings.pop("code", f"entrance-{next(_keys)}")
    return Entrance.objects.create(code=code, unit=queue.unit, queue=queue, **(words | settings))


def make_chat(entrance: Entrance | None = None, text: str = "宽带很慢", **how: Any) -> Conversation:
    """A chat that has just begun."""
    return actions.begin_chat(entrance or make_entrance(), text=text, **({"language": "zh"} | how))


def make_served_chat(entrance: Entrance | None = None, agent: Agent | None = None, **how: Any) -> Conversation:
    """A chat an agent serves."""
    entrance = entrance or make_entrance()
    agent = agent or make_agent(entrance.queue)
    chat = make_chat(entrance, **how)
    return actions.accept_chat(offer_of(chat).pk, by=agent.staff)


def offer_of(chat: Conversation) -> Offer:
    """The running offer of a chat."""
    return Offer.objects.get(contact=chat.contact_id, outcome="", accepted_at=None)


def customer_says(chat: Conversation, text: str = "在吗", key: str = "") -> Message:
    """The customer writes."""
    return actions.say(chat.pk, author="customer", text=text, client_key=key or f"key-{next(_keys)}", by=CUSTOMER)


def agent_says(chat: Conversation, staff: Staff, text: str = "您好", key: str = "") -> Message:
    """The agent writes."""
    return actions.say(chat.pk, author="agent", text=text, client_key=key or f"key-{next(_keys)}", by=staff)


def again(chat: Conversation) -> Conversation:
    """The chat as it is now."""
    found = queries.conversation_of(chat.contact_id)
    assert found is not None
    return found


def pass_minutes(chat: Conversation, many: float) -> None:
    """As if what the clocks of this chat count had begun so much earlier."""
    moments = ("silent_since", "warned_at", "unanswered_since", "agent_seen_at")
    earlier = {name: F(name) - timedelta(minutes=many) for name in moments}
    Conversation.objects.filter(pk=chat.pk).update(**earlier)


def make_over(chat: Conversation) -> None:
    """As if the time its transcript is kept were over."""
    Conversation.objects.filter(pk=chat.pk).update(keep_until=timezone.now() - timedelta(seconds=1))


def chat_address(unit: Unit, viewer: Staff) -> dict[str, str]:
    """A chat the viewer serves; one that somebody else serves for those who serve none, and in a foreign unit."""
    is_theirs = unit == viewer.unit and viewer.may(Right.SERVE_CONTACTS)
    agent = viewer if is_theirs else make_staff(unit=unit)
    entrance = make_entrance(make_queue(unit=unit, channels=["chat"]))
    chat = make_served_chat(entrance, make_agent(entrance.queue, staff=agent))
    return {"public_id": chat.contact.public_id}
