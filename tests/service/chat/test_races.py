"""Real transactions at the same moment: nothing is lost, nothing is done twice, nobody stays reserved."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from tests.factories.chat import CUSTOMER, again, customer_says, make_chat, make_entrance, make_served_chat, offer_of
from tests.factories.routing import make_agent, make_queue
from wanhao.common.errors import Refused
from wanhao.service.chat import actions, waiting
from wanhao.service.chat.models import Conversation, Message
from wanhao.service.chat.sweeping import see_to_all
from wanhao.service.chat.waiting import take_place
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Offer, Place

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each gave, or how it was refused; begun at the same moment on connections of their own."""
    gate = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            gate.wait(30)
            return work()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def assert_at_rest(agent: Agent) -> None:
    """The agent is free, and nothing is open."""
    routing.finish_wrap_up(agent.pk)
    assert Agent.objects.get(pk=agent.pk).load == 0
    assert not Offer.objects.filter(ended_at=None).exists()
    assert not Place.objects.filter(left_at=None).exists()


def test_the_agent_accepts_while_the_customer_leaves() -> None:
    entrance = make_entrance(make_queue(channels=["chat"], wrap_up_seconds=0))
    agent = make_agent(entrance.queue)
    for _n in range(ROUNDS):
        chat = make_chat(entrance)
        offer = offer_of(chat)
        at_once(
            lambda offer=offer: actions.accept_chat(offer.pk, by=agent.staff),
            lambda chat=chat: actions.end_chat(chat.pk, by=CUSTOMER, reason="customer"),
        )
        assert again(chat).contact.outcome in ("served", "abandoned")
        assert again(chat).ended_at is not None
        assert_at_rest(agent)


def test_two_ends_and_an_accept_twice() -> None:
    entrance = make_entrance(make_queue(channels=["chat"], wrap_up_seconds=0))
    agent = make_agent(entrance.queue)
    for _n in range(ROUNDS):
        chat = make_chat(entrance)
        offer = offer_of(chat)

        def accept(offer: Offer = offer) -> Conversation:
            return actions.accept_chat(offer.pk, by=agent.staff)

        at_once(accept, accept)
        assert Message.objects.filter(conversation=chat, author="system").count() == 2  # greeting, who serves
        at_once(
            lambda chat=chat: actions.end_chat(chat.pk, by=CUSTOMER, reason="customer"),
            lambda chat=chat: actions.end_chat(chat.pk, by=agent.staff, reason="agent"),
        )
        assert Message.objects.filter(conversation=chat, author="system").count() == 3
        assert_at_rest(agent)


def test_one_message_sent_twice_at_once_and_others_beside_it() -> None:
    chat = make_served_chat()
    agent = again(chat).contact.agent
    works = [lambda n=n: customer_says(chat, str(n), key=f"same-{n // 2}") for n in range(6)]
    works += [lambda: actions.say(chat.pk, author="agent", text="我", client_key="a", by=agent)]
    before = again(chat).last_number
    at_once(*works)
    rows = list(Message.objects.filter(conversation=chat, number__gt=before).order_by("number"))
    assert [row.number for row in rows] == list(range(before + 1, before + 5))
    assert again(chat).last_number == before + 4


def test_the_end_against_a_last_word() -> None:
    for _n in range(ROUNDS):
        chat = make_served_chat()
        agent = again(chat).contact.agent
        said, _ended = at_once(
            lambda chat=chat: customer_says(chat, "还有一个问题", key="last"),
            lambda chat=chat, agent=agent: actions.end_chat(chat.pk, by=agent, reason="agent"),
        )
        kept = Message.objects.filter(conversation=chat, client_key="last").exists()
        assert kept is not isinstance(said, Refused)
        assert Message.objects.filter(conversation=chat).order_by("-number")[0].author == "system"


def test_a_chat_takes_its_place_once_whoever_looks() -> None:
    for _n in range(ROUNDS):
        chat = make_chat()
        routing.leave_queue(chat.contact_id, "transferred")
        last = Place.objects.filter(contact=chat.contact_id).latest("pk").pk
        Conversation.objects.filter(pk=chat.pk).update(place_before=last)
        at_once(*[lambda chat=chat: take_place(chat.pk)] * 2, see_to_all)
        assert Place.objects.filter(contact=chat.contact_id, left_at=None).count() == 1


def test_the_customer_leaves_while_it_is_passed_on() -> None:
    entrance = make_entrance(make_queue(channels=["chat"], wrap_up_seconds=0))
    agent = make_agent(entrance.queue)
    other = make_queue(channels=["chat"])
    for _n in range(ROUNDS):
        chat = make_served_chat(entrance, agent)
        contact = again(chat).contact
        at_once(
            lambda contact=contact: actions.transfer_chat(contact, target=other.code, by=agent.staff),
            lambda chat=chat: actions.end_chat(chat.pk, by=CUSTOMER, reason="customer"),
        )
        routing.sweep()
        assert again(chat).ended_at is not None
        assert_at_rest(agent)


def test_a_process_killed_in_the_middle_holds_nothing() -> None:
    chat = make_chat()
    routing.leave_queue(chat.contact_id, "transferred")
    last = Place.objects.filter(contact=chat.contact_id).latest("pk").pk
    Conversation.objects.filter(pk=chat.pk).update(place_before=last)
    taken, killed, backends = Event(), Event(), []

    def half_done() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                waiting._take(chat.pk)
                cursor.execute("select pg_backend_pid()")
                backends.append(cursor.fetchone()[0])
                taken.set()
                killed.wait(30)
                cursor.execute("select 1")
        finally:
            connections.close_all()

    def kill() -> None:
        assert taken.wait(30)
        with connection.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(%s)", backends)
        killed.set()
        see_to_all()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(half_done)
        kill()
        with pytest.raises(OperationalError):
            done.result(30)
    assert Place.objects.filter(contact=chat.contact_id, left_at=None).count() == 1
