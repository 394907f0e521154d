"""Chats at the desk: several at hand, the chosen one, what is sent, ended, passed on and taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.accounts import make_staff, signed_in
from tests.factories.chat import agent_says, customer_says, make_chat, make_entrance, make_served_chat, offer_of
from tests.factories.contacts import TEST, make_wrap_up_code
from tests.factories.files import PNG
from tests.factories.routing import make_agent, make_break_reason, make_queue
from tests.factories.scenes import call_comes, call_is_answered
from tests.factories.tickets import make_category
from wanhao.foundation.accounts.rights import Role
from wanhao.service.chat import actions
from wanhao.service.chat.models import Conversation, Entrance
from wanhao.service.chat.serving import back_to_queue
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Agent, Offer
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def entrance() -> Entrance:
    return make_entrance(weight=25)


@pytest.fixture
def agent(entrance: Entrance) -> Agent:
    return make_agent(entrance.queue)


@pytest.fixture
def client(agent: Agent) -> Client:
    return signed_in(agent.staff)


def state(client: Client) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/desk/state/").json()
    return document


def address(chat: Conversation, what: str) -> str:
    return f"/desk/contacts/{chat.contact.public_id}/{what}/"


def say(client: Client, chat: Conversation, text: str, key: str) -> Any:
    return client.post(address(chat, "chat/messages"), {"text": text, "client_key": key})


def test_an_accepted_chat_is_the_chosen_one_until_another_is_chosen(
    entrance: Entrance, agent: Agent, client: Client
) -> None:
    first, second = make_served_chat(entrance, agent), make_chat(entrance)
    assert [one["phase"] for one in state(client)["at_hand"]] == ["talking", "offered"]
    assert client.post(address(second, "chat/ringing")).status_code == 200
    assert offer_of(second).ringing_since is not None
    assert client.post(address(second, "chat/acceptance")).status_code == 200
    assert state(client)["chosen"]["public_id"] == second.contact.public_id
    assert state(client)["contact"] is None  # nothing for the telephone
    assert client.post(address(first, "choice")).status_code == 200
    assert state(client)["chosen"]["public_id"] == first.contact.public_id
    assert first.contact.public_id in client.get("/desk/chat/").content.decode()


def test_a_chat_that_is_not_mine_cannot_be_chosen(entrance: Entrance, agent: Agent, client: Client) -> None:
    mine = make_served_chat(entrance, agent)
    routing.set_state(agent.pk, "training", by=agent.staff)
    other = make_served_chat(entrance, make_agent(entrance.queue))
    assert client.post(address(other, "choice")).status_code in (404, 409)
    assert state(client)["chosen"]["public_id"] == mine.contact.public_id


def test_a_declined_chat_goes_elsewhere(entrance: Entrance, agent: Agent, client: Client) -> None:
    chat = make_chat(entrance)
    other = make_agent(entrance.queue)
    assert client.post(address(chat, "chat/refusal")).status_code == 200
    agent.refresh_from_db()
    assert (agent.state, offer_of(chat).agent_id) == ("not_answering", other.pk)
    refused = client.post(address(chat, "chat/acceptance"))
    assert (refused.status_code, bool(refused.json()["message"])) == (409, True)


def test_unread_words_show_on_the_card_until_they_are_seen(entrance: Entrance, agent: Agent, client: Client) -> None:
    chat = make_served_chat(entrance, agent, text="宽带很慢")
    last = customer_says(chat, "在吗")
    (one,) = state(client)["at_hand"]
    assert (one["chat"]["last"], one["chat"]["unread"]) == (last.number, 2)
    card = client.get("/desk/at-hand/").content.decode()
    assert "在吗" in card
    assert "data-clock-late" in card  # the customer waits for an answer
    assert client.post(address(chat, "chat/reading"), {"number": last.number}).status_code == 200
    assert state(client)["at_hand"][0]["chat"]["unread"] == 0
    assert client.post(address(chat, "chat/reading"), {"number": "x"}).status_code == 422


def test_what_is_sent_twice_is_kept_once_and_what_is_new_comes_as_lines(
    entrance: Entrance, agent: Agent, client: Client
) -> None:
    chat = make_served_chat(entrance, agent)
    before = state(client)["at_hand"][0]["chat"]["last"]
    assert say(client, chat, "您好", "k1").json() == say(client, chat, "您好", "k1").json()
    picture = SimpleUploadedFile("光猫.png", PNG, "image/png")
    sent = client.post(address(chat, "chat/files"), {"file": picture, "client_key": "k2"})
    lines = client.get(address(chat, "chat/messages"), {"after": before}).content.decode()
    assert (sent.status_code, lines.count("data-number"), lines.count("<img")) == (200, 2, 1)
    assert "您好" in lines
    assert say(client, chat, " ", "k3").status_code == 422


def test_only_who_serves_a_chat_writes_and_reads(entrance: Entrance, agent: Agent) -> None:
    chat = make_served_chat(entrance, agent)
    colleague = signed_in(make_staff(unit=agent.unit))
    assert say(colleague, chat, "您好", "k1").status_code in (403, 404)
    assert colleague.get(address(chat, "chat/messages")).status_code in (403, 404)
    assert say(signed_in(make_staff(Role.TEAM_LEADER, unit=agent.unit)), chat, "您好", "k2").status_code == 403


def test_a_chat_ended_while_others_run_stays_before_the_agent_until_it_is_written_up(
    entrance: Entrance, agent: Agent, client: Client
) -> None:
    make_wrap_up_code("bill")
    first, second = make_served_chat(entrance, agent), make_served_chat(entrance, agent)
    client.post(address(first, "choice"))
    assert client.post(address(first, "wrap-up"), {"code": "bill"}).status_code == 409  # it still runs
    assert client.post(address(first, "chat/end")).status_code == 200
    now = state(client)
    assert (now["chosen"]["public_id"], now["chosen"]["phase"]) == (first.contact.public_id, "ended")
    page = client.get("/desk/chat/").content.decode()
    assert ("宽带很慢" in page, "chat-form" in page) == (True, False)
    assert say(client, first, "还有", "k1").status_code == 409
    client.post(address(second, "choice"))
    earlier = client.get("/desk/contacts/").content.decode()  # listed as any earlier contact without a code
    assert ("code?" in earlier, f'data-chooses="{first.contact.public_id}"' in earlier) == (True, True)
    client.post(address(first, "choice"))
    assert client.post(address(first, "wrap-up"), {"code": "bill", "note": "已答复"}).status_code == 200
    assert state(client)["chosen"]["public_id"] == second.contact.public_id
    assert Contact.objects.get(pk=first.contact_id).note == "已答复"
    agent.refresh_from_db()
    assert agent.state == "busy"


def test_the_last_chat_is_written_up_in_the_time_for_it(entrance: Entrance, agent: Agent, client: Client) -> None:
    make_wrap_up_code("bill")
    chat = make_served_chat(entrance, agent)
    client.post(address(chat, "chat/end"))
    assert state(client)["chosen"]["phase"] == "wrap_up"
    assert client.post(address(chat, "wrap-up"), {"code": "bill"}).status_code == 200
    agent.refresh_from_db()
    assert (agent.state, state(client)["chosen"]) == ("ready", None)


def test_a_break_asked_for_waits_for_the_last_chat(entrance: Entrance, agent: Agent, client: Client) -> None:
    reason = make_break_reason()
    first, second = make_served_chat(entrance, agent), make_served_chat(entrance, agent)
    routing.set_own_wrap_up(agent.pk, 0, by=TEST)
    client.post("/desk/presence/", {"choice": f"break:{reason.code}"})
    client.post(address(first, "chat/end"))
    assert state(client)["agent"]["wanted"] == "break"
    assert "Chatting" in client.get("/desk/presence/").content.decode()
    make_chat(entrance)
    assert not Offer.objects.filter(agent=agent, ended_at=None, accepted_at=None).exists()  # nothing new meanwhile
    client.post(address(second, "chat/end"))
    agent.refresh_from_db()
    assert (agent.state, agent.reason) == ("break", reason.code)


def test_a_ticket_from_the_chosen_chat_says_so(entrance: Entrance, agent: Agent, client: Client) -> None:
    chat = make_served_chat(entrance, agent)
    typed = {"category": make_category().code, "kind": "fault", "severity": "ordinary", "text": "光猫红灯"}
    assert client.post(address(chat, "ticket"), typed).status_code == 200
    ticket = Ticket.objects.get(contact=chat.contact_id)
    assert (ticket.source, ticket.owner_id) == ("chat", agent.pk)


def test_a_chat_is_passed_on_with_a_note_of_the_house(entrance: Entrance, agent: Agent, client: Client) -> None:
    chat = make_served_chat(entrance, agent)
    assert client.post(address(chat, "chat/transfer"), {"target": "", "note": "留着"}).status_code == 422
    wrong = client.post(address(chat, "chat/transfer"), {"target": "no-such", "note": "留着"})
    assert (wrong.status_code, "留着" in wrong.content.decode()) == (422, True)
    colleague = make_agent(make_queue(unit=entrance.unit))
    assert colleague.staff.staff_number in client.get(address(chat, "chat/transfer")).content.decode()
    done = client.post(address(chat, "chat/transfer"), {"target": colleague.staff.staff_number, "note": "客户要求退费"})
    assert done.status_code == 204
    assert [one["phase"] for one in state(client)["at_hand"]] == ["wrap_up"]
    theirs = signed_in(colleague.staff)
    assert theirs.post(address(chat, "chat/acceptance")).status_code == 200
    page = theirs.get("/desk/chat/").content.decode()
    assert ("宽带很慢" in page, "客户要求退费" in page) == (True, True)


def test_a_chat_taken_back_leaves_the_desk_and_is_told(entrance: Entrance, agent: Agent, client: Client) -> None:
    kept, taken = make_served_chat(entrance, agent), make_served_chat(entrance, agent)
    client.post(address(taken, "choice"))
    routing.set_state(agent.pk, "training", by=agent.staff)  # so that it does not come straight back
    assert back_to_queue(taken.pk, "agent_gone")
    now = state(client)
    assert (now["chosen"]["public_id"], now["returned"]) == (kept.contact.public_id, [taken.contact.public_id])


def test_a_call_that_is_answered_takes_the_page_and_gives_it_back(
    entrance: Entrance, agent: Agent, client: Client
) -> None:
    Agent.objects.filter(pk=agent.pk).update(channel_weights={"call": 50, "chat": 25})
    chat = make_served_chat(entrance, agent)
    client.post(address(chat, "choice"))
    queue = make_queue(unit=entrance.unit)
    routing.set_membership(queue, agent.pk, level=1, after_seconds=0, by=TEST)
    call = call_comes(queue)
    now = state(client)
    assert (now["contact"]["phase"], now["chosen"]["public_id"]) == ("offered", chat.contact.public_id)
    offer = call_is_answered(call)
    now = state(client)
    assert (now["contact"]["phase"], now["chosen"]["public_id"]) == ("talking", call.public_id)
    assert "chat-form" not in client.get("/desk/chat/").content.decode()
    client.post(address(chat, "choice"))
    now = state(client)  # the telephone's contact stays the call
    assert (now["contact"]["public_id"], now["chosen"]["public_id"]) == (call.public_id, chat.contact.public_id)
    routing.end_service(offer.pk)
    assert state(client)["chosen"]["public_id"] == chat.contact.public_id


def test_figures_of_today_keep_chats_apart_from_talks(entrance: Entrance, agent: Agent, client: Client) -> None:
    chat = make_served_chat(entrance, agent)
    agent_says(chat, agent.staff)
    assert "Chat" not in client.get("/desk/figures/").content.decode()
    actions.end_chat(chat.pk, by=agent.staff, reason="agent")
    figures = " ".join(client.get("/desk/figures/").content.decode().split())
    assert 'Talk <b class="figure">–</b>' in figures
    assert re.search(r'Chat <b class="figure">\d:\d\d</b>', figures)


def test_an_agent_without_chats_has_no_chat_on_the_page(agent: Agent, client: Client) -> None:
    assert client.get("/desk/chat/").content.decode().strip() == ""
    assert state(client)["at_hand"] == []
