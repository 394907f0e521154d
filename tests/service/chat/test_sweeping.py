"""What the worker mends: silence, forgotten customers, agents who are gone, and what a killed process left behind."""

from __future__ import annotations

import pytest

from tests.factories.chat import (
    CUSTOMER,
    again,
    agent_says,
    customer_says,
    make_chat,
    make_entrance,
    make_served_chat,
    offer_of,
    pass_minutes,
)
from tests.factories.routing import make_agent, make_queue, pass_time
from wanhao.service.chat import actions, ending, opening, queries, serving, waiting
from wanhao.service.chat.models import Conversation
from wanhao.service.chat.sweeping import see_to_all
from wanhao.service.contacts import actions as contacts
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Offer, Place

pytestmark = pytest.mark.django_db


def last_words(chat: Conversation) -> str:
    return queries.messages(chat)[-1].text


def test_a_silent_customer_is_asked_and_then_the_chat_ends() -> None:
    entrance = make_entrance(silence_minutes=10, grace_minutes=2)
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent, language="en")
    agent_says(chat, agent.staff)
    pass_minutes(chat, 9)
    see_to_all()
    assert again(chat).warned_at is None
    pass_minutes(chat, 1)
    see_to_all()
    assert "Are you still there?" in last_words(chat)
    many = again(chat).last_number
    see_to_all()
    assert again(chat).last_number == many  # asked once
    pass_minutes(chat, 2)
    see_to_all()
    chat = again(chat)
    assert (chat.contact.outcome, chat.contact.end_reason) == ("served", "silence")
    assert Agent.objects.get(pk=agent.pk).load == 0


def test_who_answers_the_question_goes_on() -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent)
    agent_says(chat, agent.staff)
    pass_minutes(chat, 10)
    see_to_all()
    customer_says(chat)
    agent_says(chat, agent.staff)
    pass_minutes(chat, 5)
    see_to_all()
    assert again(chat).ended_at is None
    assert again(chat).warned_at is None


def test_without_a_sign_of_the_agent_it_is_first_in_the_queue_again() -> None:
    entrance = make_entrance(answer_minutes=3)
    gone = make_agent(entrance.queue)
    chat = make_served_chat(entrance, gone)
    customer_says(chat, "怎么没有人")
    later = [make_chat(entrance) for _n in range(3)]
    for offered in queries.offered_chats(gone.staff):
        routing.offer_failed(offered.offer.pk, "unreachable")
    pass_minutes(chat, 4)
    see_to_all()
    chat = again(chat)
    assert (chat.contact.status, chat.unanswered_since) == ("waiting", None)
    assert Agent.objects.get(pk=gone.pk).state == "not_answering"
    assert Offer.objects.get(contact=chat.contact_id, agent=gone).outcome == "unreachable"
    place = queries.place_in_queue(chat)
    assert place is not None
    assert place.ahead == 0
    other = make_agent(entrance.queue)
    assert offer_of(chat).agent_id == other.pk
    actions.accept_chat(offer_of(chat).pk, by=other.staff)
    assert "怎么没有人" in [row.text for row in queries.messages(again(chat))]
    assert later


@pytest.mark.parametrize("sign", ["types", "reads", "answers", "elsewhere"])
def test_an_agent_who_gives_a_sign_keeps_it(sign: str) -> None:
    entrance = make_entrance(answer_minutes=3)
    agent = make_agent(entrance.queue)
    chat, other = make_served_chat(entrance, agent), make_served_chat(entrance, agent)
    customer_says(chat)
    pass_minutes(chat, 4)
    if sign == "types":
        actions.show_sign(chat.pk, by=agent.staff)
    elif sign == "reads":
        actions.mark_read(chat.pk, side="agent", number=again(chat).last_number, by=agent.staff)
    elif sign == "answers":
        agent_says(chat, agent.staff)
    see_to_all()
    if sign == "elsewhere":  # this customer has waited enough, but the agent is at work
        assert again(chat).contact.status == "waiting"
        assert Agent.objects.get(pk=agent.pk).state == "busy"
    else:
        assert again(chat).contact.status == "serving"
    assert again(other).contact.status == "serving"


def test_a_page_left_open_reads_but_does_not_answer() -> None:
    entrance = make_entrance(answer_minutes=3)
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent)
    agent_says(chat, agent.staff)
    for _n in range(2):
        customer_says(chat)
        actions.mark_read(chat.pk, side="agent", number=again(chat).last_number, by=agent.staff)
        pass_minutes(chat, 2)
    see_to_all()
    assert again(chat).contact.status == "waiting"


def test_who_does_not_work_here_any_more_serves_nobody() -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent)
    agent.staff.is_active = False
    agent.staff.save()
    see_to_all()
    assert again(chat).contact.status == "waiting"


def test_the_longest_wait_is_told_and_ends() -> None:
    entrance = make_entrance(make_queue(channels=["chat"], longest_wait_seconds=60))
    chat = make_chat(entrance, language="en")
    pass_time(61)
    routing.sweep()
    see_to_all()
    chat = again(chat)
    assert (chat.contact.outcome, chat.contact.end_reason) == ("overflowed", "overflow")
    assert "nobody can serve you" in last_words(chat)


def test_the_longest_wait_goes_on_elsewhere() -> None:
    other = make_queue(channels=["chat"])
    first = make_queue(channels=["chat"], longest_wait_seconds=60, overflow="queue", overflow_queue=other)
    chat = make_chat(make_entrance(first))
    pass_time(61)
    routing.sweep()
    see_to_all()
    assert again(chat).contact.queue_code == other.code
    agent = make_agent(other)
    assert offer_of(chat).agent_id == agent.pk


def test_killed_after_opening_it_takes_its_place() -> None:
    entrance = make_entrance()
    facts = {"language": "zh", "is_verified": False, "claimed_name": "", "form_key": "killed"}
    row = opening._open(entrance, "断网了", "", facts)
    assert not Place.objects.filter(contact=row.contact_id).exists()
    see_to_all()
    see_to_all()
    assert Place.objects.filter(contact=row.contact_id).count() == 1
    assert make_chat(entrance, form_key="killed").pk == row.pk


def test_killed_while_passing_on_it_waits_where_it_should() -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent)
    other = make_queue(channels=["chat"])
    serving._pass_on(again(chat), serving.checked_target(other.code, again(chat).contact), "", agent.staff)
    assert queries.place_in_queue(again(chat)) is None
    see_to_all()
    place = Place.objects.get(contact=chat.contact_id, left_at=None)
    assert place.queue_id == other.pk


def test_killed_after_an_overflow_it_is_told() -> None:
    entrance = make_entrance(make_queue(channels=["chat"], max_waiting=0))
    facts = {"language": "zh", "is_verified": False, "claimed_name": "", "form_key": ""}
    row = opening._open(entrance, "断网了", "", facts)
    assert waiting._take(row.pk) is waiting.Standing.OVERFLOWED
    see_to_all()
    assert again(row).contact.outcome == "overflowed"


def test_a_place_closed_by_somebody_else_is_no_dead_end() -> None:
    chat = make_chat()
    assert routing.leave_queue(chat.contact_id, "closed")
    see_to_all()
    assert (again(chat).contact.outcome, again(chat).ended_at is not None) == ("lost", True)


def test_a_service_that_vanished_begins_anew() -> None:
    entrance = make_entrance()
    agent = make_agent(entrance.queue)
    chat = make_served_chat(entrance, agent)
    routing.end_service(Offer.objects.get(contact=chat.contact_id, outcome="").pk)
    see_to_all()
    assert again(chat).contact.status == "waiting"
    assert Place.objects.filter(contact=chat.contact_id, left_at=None).exists()


def test_an_end_from_elsewhere_is_told_once() -> None:
    chat = make_chat()
    contacts.end_contact(chat.contact_id, outcome="lost", reason="released", by=CUSTOMER)
    see_to_all()
    many = again(chat).last_number
    ending.tell_end(chat.pk)
    see_to_all()
    assert again(chat).last_number == many
    assert again(chat).keep_until is not None
