"""The demo's web chat: its entrance and queue, phrases, and chats of the last days with what was written."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from lab.chat_texts import CHATS, CLOSED, GREETING, PHRASES, PastChat
from lab.demo_details import bars
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.files.actions import keep
from wanhao.records.customers.models import Party
from wanhao.service.callbacks.models import CallbackPolicy
from wanhao.service.chat.models import CannedPhrase, Conversation, Entrance, Message
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Place, Queue

CODE = "online"
CHAT = Actor.system("demo")
AGENTS = ("8001", "8002", "8006", "8007", "8011", "8012", "8013", "8014", "8015")  # people, no robots
SECONDS_BETWEEN_WORDS = 25
WRAP_UP_SECONDS = 20


def open_entrance(centre: Unit, staff: dict[str, Staff]) -> int:
    """The entrance `online`, with a queue of its own and the agents who serve it; how many phrases they have."""
    queue = Queue.objects.create(
        code="online",
        name_zh="在线客服",
        name_en="Online service",
        unit=centre,
        region=centre.region or centre,
        channels=["chat", "callback"],
        wrap_up_seconds=WRAP_UP_SECONDS,
        strategy="occupied",
        answer_limit_seconds=30,
    )
    CallbackPolicy.objects.create(queue=queue, mode="preview", from_wait_seconds=120, due_minutes=120)
    for number in AGENTS:
        agent = routing.enrol_agent(staff[number], by=CHAT)
        routing.set_membership(queue, agent.pk, level=3, after_seconds=0, by=CHAT)
    for position, (shortcut, text_zh, text_en) in enumerate(PHRASES):
        CannedPhrase.objects.create(shortcut=shortcut, text_zh=text_zh, text_en=text_en, sort=position)
    Entrance.objects.create(
        code=CODE,
        name_zh="万和电信在线客服",
        name_en="Wanhe Telecom online",
        unit=centre,
        queue=queue,
        greeting_zh=GREETING[0],
        greeting_en=GREETING[1],
        closed_zh=CLOSED[0],
        closed_en=CLOSED[1],
    )
    return len(PHRASES)


def load_chats(staff: dict[str, Staff]) -> int:
    """The chats of the last days; how many."""
    entrance = Entrance.objects.select_related("queue__region", "unit").get(code=CODE)
    customers = iter(Party.objects.order_by("pk")[: len(CHATS)])
    for past in CHATS:
        _live_through(past, next(customers) if past.is_known else None, entrance, staff[past.agent])
    return len(CHATS)


@transaction.atomic
def _live_through(past: PastChat, customer: Party | None, entrance: Entrance, agent: Staff) -> None:
    arrived_at = timezone.now() - timedelta(minutes=past.minutes_ago)
    answered_at = arrived_at + timedelta(seconds=past.waited_seconds)
    contact = contacts.open_contact(
        channel=Contact.Channel.CHAT,
        unit=entrance.unit,
        by=Actor.customer(customer.pk if customer else None),
        access_code=entrance.code,
        language=past.language,
        arrived_at=arrived_at,
    )
    if customer:
        contacts.identify_customer(contact.pk, customer_id=customer.pk, subscription_id=None, by=CHAT)
    contacts.ask_for_person(contact.pk, queue_code=entrance.queue.code, by=CHAT)
    contacts.contact_answered(contact.pk, agent=agent, by=agent, at=answered_at)
    row = Conversation.objects.create(
        contact=contact, entrance=entrance, queue=entrance.queue, language=past.language, is_verified=bool(customer)
    )
    ended_at = _write(row, past, agent, arrived_at, answered_at)
    contacts.end_contact(contact.pk, outcome=Contact.Outcome.SERVED, by=CHAT, reason="customer", at=ended_at)
    contacts.wrap_up_contact(contact.pk, code=past.code, by=agent)
    if past.rating:
        contacts.rate_contact(contact.pk, past.rating, by=Actor.customer(contact.customer_id))
    rated_at = ended_at if past.rating else None
    Contact.objects.filter(pk=contact.pk).update(asked_for_person_at=arrived_at, rated_at=rated_at)
    row.ended_at, row.keep_until = ended_at, ended_at + timedelta(days=entrance.keep_days)
    row.save()
    _keep_stay(row, agent, arrived_at, answered_at, ended_at)


def _write(row: Conversation, past: PastChat, agent: Staff, arrived_at: datetime, answered_at: datetime) -> datetime:
    """What both sides said, one after the other; when the last word was said."""
    first, *others = past.said
    said = [(first, arrived_at), (f"s {row.entrance.greeting(past.language)}", arrived_at)]
    pause = timedelta(seconds=SECONDS_BETWEEN_WORDS)
    said += [(text, answered_at + pause * turn) for turn, text in enumerate(others, 1)]
    for number, (text, at) in enumerate(said, 1):
        _say(row, number, text, agent, at)
    row.last_number = row.customer_read = row.agent_read = len(said)
    return said[-1][1] + pause


def _say(row: Conversation, number: int, text: str, agent: Staff, at: datetime) -> None:
    who, _blank, words = text.partition(" ")
    message = Message(conversation=row, number=number, author=Message.Author.CUSTOMER, text=words, sent_at=at)
    if who == "p":
        picture = SimpleUploadedFile("光猫照片.png", bars([80, 96, 12, 60, 88, 30]))
        by = Actor.customer(row.contact.customer_id)
        message.kind = Message.Kind.FILE
        message.file = keep(picture, subject=row.subject, by=by, is_for_customer=True)
    elif who == "a":
        message.author, message.staff = Message.Author.AGENT, agent
    elif who == "s":
        message.author, message.kind = Message.Author.SYSTEM, Message.Kind.NOTICE
    message.save()


def _keep_stay(
    row: Conversation, agent: Staff, arrived_at: datetime, answered_at: datetime, ended_at: datetime
) -> None:
    """The stay in the queue, which the reports count."""
    queue, waited = row.queue, (answered_at - arrived_at).total_seconds()
    Place.objects.create(
        contact=row.contact,
        queue=queue,
        unit=queue.unit,
        region=queue.region,
        channel=Contact.Channel.CHAT,
        weight=row.entrance.weight,
        queued_at=arrived_at,
        rank_at=arrived_at,
        left_at=answered_at,
        outcome=Place.Outcome.ANSWERED,
        agent=Agent.objects.get(staff=agent),
        in_limit=waited <= queue.answer_limit_seconds,
        service_ended_at=ended_at,
        wrap_up_ended_at=ended_at + timedelta(seconds=WRAP_UP_SECONDS),
    )
