"""Chats from the first word to the rating, on the real routing."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from tests.factories.accounts import make_staff
from tests.factories.chat import (
    CUSTOMER,
    again,
    agent_says,
    customer_says,
    make_chat,
    make_entrance,
    make_served_chat,
    offer_of,
)
from tests.factories.customers import make_subscription
from tests.factories.routing import make_agent, make_queue
from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.chat import actions, queries
from wanhao.service.chat.models import Conversation, Message
from wanhao.service.contacts.models import Contact
from wanhao.service.routing.models import Agent, Offer, Place

pytestmark = pytest.mark.django_db


def said(chat: Conversation) -> list[tuple[str, str]]:
    return [(row.author, row.kind) for row in queries.messages(chat)]


def events_of(chat: Conversation) -> list[str]:
    rows = StoredEvent.objects.filter(contact_id=chat.contact_id, name__startswith="chat.").order_by("id")
    return [name.partition(".")[2] for name in rows.values_list("name", flat=True)]


def test_from_the_first_word_to_the_rating() -> None:
    entrance = make_entrance()
    chat = make_chat(entrance)
    assert chat.contact.status == "waiting"
    assert chat.contact.channel == "chat"
    assert said(chat) == [("customer", "text"), ("system", "notice"), ("system", "notice")]  # greeting, place
    agent = make_agent(entrance.queue)
    (offered,) = queries.offered_chats(agent.staff)
    assert offered.words == "宽带很慢"
    assert offered.offer.weight == 30
    chat = actions.accept_chat(offered.offer.pk, by=agent.staff)
    assert again(chat).contact.agent_id == agent.pk
    (running,) = queries.chats_of(agent.staff)
    assert (running.unread, running.unanswered_since is not None) == (1, True)
    agent_says(chat, agent.staff, "您好，请问账号？")
    (running,) = queries.chats_of(agent.staff)
    assert (running.unread, running.unanswered_since, running.conversation.silent_since is not None) == (0, None, True)
    customer_says(chat, "12100000001 😀")
    (running,) = queries.chats_of(agent.staff)
    assert running.last is not None
    assert (running.unread, running.last.text) == (1, "12100000001 😀")
    actions.end_chat(chat.pk, by=agent.staff, reason="agent")
    chat = again(chat)
    assert (chat.contact.status, chat.contact.outcome, chat.contact.end_reason) == ("ended", "served", "agent")
    assert Agent.objects.get(pk=agent.pk).load == 0
    actions.rate_chat(chat.pk, 5, comment="很快")
    assert again(chat).contact.rating == 5
    assert again(chat).rating_comment == "很快"
    assert events_of(chat) == [
        "ChatBegan", "MessageSent", "NoticeGiven", "NoticeGiven", "ChatAccepted", "NoticeGiven",
        "MessageSent", "MessageSent", "NoticeGiven", "ChatEnded", "RatingExplained",
    ]  # fmt: skip
    place = Place.objects.get(contact=chat.contact_id)
    assert (place.outcome, place.channel, place.agent_id) == ("answered", "chat", agent.pk)


def test_what_was_said_is_sealed_and_stands() -> None:
    chat = make_chat(text="我的身份证丢了")
    with connection.cursor() as cursor:
        cursor.execute("select text from chat_message where conversation_id = %s", [chat.pk])
        assert not [row for row in cursor.fetchall() if "身份证" in row[0]]
    for attempt in ("update chat_message set number = 99", "delete from chat_message"):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{attempt} where conversation_id = %s", [chat.pk])


def test_sent_twice_it_is_kept_once_also_after_the_end() -> None:
    chat = make_chat()
    first, second = customer_says(chat, key="k1"), customer_says(chat, "other", key="k1")
    assert first.pk == second.pk
    actions.end_chat(chat.pk, by=CUSTOMER, reason="customer")
    assert customer_says(chat, key="k1").pk == first.pk
    with translation.override("en"), pytest.raises(NotAllowed, match="has ended"):
        customer_says(chat, key="k2")


def test_a_form_sent_twice_begins_one_chat() -> None:
    entrance = make_entrance()
    first, second = make_chat(entrance, form_key="f"), make_chat(entrance, form_key="f")
    assert first.pk == second.pk
    assert Place.objects.filter(contact=first.contact_id).count() == 1


@pytest.mark.parametrize("text", ["", "  \n ", "字" * 2001])
def test_a_message_says_something_and_not_too_much(text: str) -> None:
    with pytest.raises(Invalid):
        make_chat(text=text)


def test_only_the_agent_who_serves_it_writes_and_ends() -> None:
    entrance = make_entrance()
    chat = make_served_chat(entrance)
    other = make_agent(entrance.queue)
    with pytest.raises(Forbidden):
        agent_says(chat, other.staff)
    with pytest.raises(Forbidden):
        actions.end_chat(chat.pk, by=other.staff, reason="agent")
    with pytest.raises(Forbidden):
        actions.transfer_chat(chat.contact, target=entrance.queue.code, by=other.staff)


def test_an_offer_is_for_one_and_counts_once() -> None:
    entrance = make_entrance()
    agent, other = make_agent(entrance.queue), make_agent(entrance.queue, state="meeting")
    chat = make_chat(entrance)
    offer = offer_of(chat)
    with pytest.raises(Forbidden):
        actions.accept_chat(offer.pk, by=other.staff)
    actions.accept_chat(offer.pk, by=agent.staff)
    actions.accept_chat(offer.pk, by=agent.staff)
    assert events_of(chat).count("ChatAccepted") == 1
    actions.end_chat(chat.pk, by=agent.staff, reason="agent")
    with pytest.raises(NotAllowed):
        actions.accept_chat(offer.pk, by=agent.staff)


def test_several_chats_for_one_agent_within_the_load() -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chats = [make_chat(entrance) for _n in range(4)]
    for offered in queries.offered_chats(agent.staff):
        actions.accept_chat(offered.offer.pk, by=agent.staff)
    assert [running.conversation.pk for running in queries.chats_of(agent.staff)] == [chat.pk for chat in chats[:3]]
    place = queries.place_in_queue(chats[3])
    assert place is not None
    assert place.ahead == 0
    actions.end_chat(chats[0].pk, by=agent.staff, reason="agent")
    assert offer_of(chats[3]).agent_id == agent.pk  # no wrap-up while others are served


def test_declined_it_goes_elsewhere_at_once() -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue, level=2)
    other = make_agent(entrance.queue)
    chat = make_chat(entrance)
    actions.decline_chat(offer_of(chat).pk, by=agent.staff)
    assert offer_of(chat).agent_id == other.pk
    assert Agent.objects.get(pk=agent.pk).state == "not_answering"


def test_the_customer_leaves_while_waiting_and_while_being_offered() -> None:
    entrance = make_entrance()
    waiting = make_chat(entrance)
    actions.end_chat(waiting.pk, by=CUSTOMER, reason="customer")
    assert again(waiting).contact.outcome == "abandoned"
    agent = make_agent(entrance.queue)
    offered = make_chat(entrance)
    offer = offer_of(offered)
    actions.end_chat(offered.pk, by=CUSTOMER, reason="customer")
    assert again(offered).contact.outcome == "abandoned"
    assert Offer.objects.get(pk=offer.pk).outcome == "withdrawn"
    assert Agent.objects.get(pk=agent.pk).state == "ready"


def test_outside_opening_hours_it_is_told_and_nothing_is_opened() -> None:
    from tests.service.callbacks.test_actions import closed_hours

    entrance = make_entrance(make_queue(channels=["chat"], hours=closed_hours()))
    with pytest.raises(actions.ChatClosed, match="from 8 to 22"):
        make_chat(entrance, language="en")
    assert not Contact.objects.filter(access_code=entrance.code).exists()
    assert not queries.is_open_now(entrance)


def test_a_full_queue_is_told_and_the_contact_ends() -> None:
    entrance = make_entrance(make_queue(channels=["chat"], max_waiting=1))
    make_chat(entrance)
    late = make_chat(entrance, language="en")
    assert (late.contact.outcome, late.ended_at is not None) == ("overflowed", True)
    assert "too many are waiting" in queries.messages(late)[-1].text


def test_a_full_queue_overflows_into_another_with_the_rank_kept() -> None:
    other = make_queue(channels=["chat"])
    full = make_queue(channels=["chat"], max_waiting=0, overflow="queue", overflow_queue=other)
    chat = make_chat(make_entrance(full))
    first, second = Place.objects.filter(contact=chat.contact_id).order_by("pk")
    assert (first.outcome, second.queue_id, second.rank_at) == ("overflow", other.pk, first.rank_at)
    assert again(chat).contact.queue_code == other.code


def test_passed_on_to_a_queue_with_a_note_of_the_house() -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent)
    other = make_queue(channels=["chat"])
    specialist = make_agent(other)
    actions.transfer_chat(chat.contact, target=other.code, note="要专家看一下", by=agent.staff)
    actions.accept_chat(offer_of(chat).pk, by=specialist.staff)
    chat = again(chat)
    assert chat.contact.agent_id == specialist.pk
    assert "要专家看一下" not in [row.text for row in queries.messages(chat)]
    assert "要专家看一下" in [row.text for row in queries.notes_of(chat)]
    with pytest.raises(Forbidden):
        agent_says(chat, agent.staff)
    agent_says(chat, specialist.staff)
    assert Agent.objects.get(pk=agent.pk).load == 0


def test_passed_on_to_a_colleague_first() -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent)
    better, asked = make_agent(entrance.queue, level=5), make_agent(state="ready")
    actions.transfer_chat(chat.contact, target=asked.staff.staff_number, by=agent.staff)
    assert offer_of(chat).agent_id == asked.pk
    assert Agent.objects.get(pk=better.pk).load == 0


@pytest.mark.parametrize("target", ["nowhere", "calls", "clerk", "self"])
def test_it_is_not_passed_on_to_nowhere(target: str) -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent)
    name = {
        "calls": make_queue(channels=["call"]).code,
        "clerk": make_staff().staff_number,
        "self": agent.staff.staff_number,
    }.get(target, target)
    with pytest.raises(Invalid):
        actions.transfer_chat(again(chat).contact, target=name, by=agent.staff)
    assert again(chat).contact.status == "serving"


def test_only_a_proved_number_says_whose_chat_it_is() -> None:
    held = make_subscription()
    customer, number = held.account.party, held.number
    entrance = make_entrance()
    claimed = make_chat(entrance, number=number, name="张三")
    assert (claimed.contact.customer_id, claimed.contact.caller_number) == (None, "")
    assert (claimed.claimed_number, claimed.claimed_name) == (number, "张三")
    proved = make_chat(entrance, number=number, is_verified=True)
    assert (proved.contact.customer_id, proved.contact.caller_number) == (customer.pk, number)


def test_a_leader_may_release_it_and_the_chat_says_so() -> None:
    from wanhao.service.calls.actions import release_call
    from wanhao.service.chat import sweeping

    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent)
    release_call(again(chat).contact, by=make_staff())
    with pytest.raises(NotAllowed):
        customer_says(chat)
    sweeping.see_to_all()
    chat = again(chat)
    assert (chat.contact.outcome, chat.ended_at is not None) == ("lost", True)
    assert queries.messages(chat)[-1].kind == Message.Kind.NOTICE


def test_read_marks_only_go_on() -> None:
    chat = make_served_chat()
    staff = again(chat).contact.agent
    assert staff is not None
    customer_says(chat)
    last = again(chat).last_number
    for number in (last, last - 1, last + 5):
        actions.mark_read(chat.pk, side="agent", number=number, by=staff)
    assert again(chat).agent_read == last
    actions.mark_read(chat.pk, side="customer", number=last, by=CUSTOMER)
    assert again(chat).customer_read == last
    assert queries.chats_of(staff)[0].unread == 0


def test_a_mark_is_given_once_and_after_the_end() -> None:
    chat = make_served_chat()
    with pytest.raises(NotAllowed):
        actions.rate_chat(chat.pk, 4)
    actions.end_chat(chat.pk, by=CUSTOMER, reason="customer")
    actions.rate_chat(chat.pk, 4)
    with pytest.raises(NotAllowed):
        actions.rate_chat(chat.pk, 1)
