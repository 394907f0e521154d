"""The desk's views: rights, state, refusals in words."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from config.look import duration
from tests.factories.accounts import make_staff, signed_in
from tests.factories.contacts import TEST, make_answered_contact, make_contact, make_wrap_up_code
from tests.factories.customers import make_party
from tests.factories.routing import make_agent, make_queue
from tests.factories.scenes import call_comes, call_ends, call_is_answered
from tests.service.routing.life import arrive
from wanhao.access.desk.models import Draft, Seat
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.service.contacts.actions import contact_answered
from wanhao.service.waits import measuring
from wanhao.service.waits import queries as waits
from wanhao.service.waits.models import WaitParameters

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> Staff:
    return make_agent(make_queue()).staff


@pytest.fixture
def client(agent: Staff) -> Client:
    return signed_in(agent)


def state(client: Client) -> dict[str, object]:
    answer = client.get("/desk/state/")
    assert "no-store" in answer["Cache-Control"]
    document: dict[str, object] = answer.json()
    return document


def test_the_state_follows_a_contact_through_its_phases(agent: Staff, client: Client) -> None:
    assert state(client)["contact"] is None
    queue = agent.agent.memberships.get().queue
    contact = call_comes(queue, make_party(region=queue.region))
    assert state(client)["contact"]["phase"] == "offered"  # type: ignore[index]
    call_is_answered(contact)
    assert state(client)["contact"]["phase"] == "talking"  # type: ignore[index]
    call_ends(contact)
    assert state(client)["contact"]["phase"] == "wrap_up"  # type: ignore[index]


def test_without_a_contact_the_desk_shows_the_queues_and_how_long_a_new_caller_would_wait() -> None:
    known, unknown = make_queue(), make_queue()
    make_agent(known)
    at_desk = make_agent(known, unknown, state="training").staff
    for _call in range(3):  # one is being rung, two wait
        arrive(known)
    measuring.measure_flows()
    WaitParameters.objects.filter(queue=known).update(services=20, service_mean_seconds=100)
    measuring.measure_agents()
    expected = waits.estimate_for_new(known)
    assert expected.p50_seconds is not None
    assert 60 < expected.p50_seconds < (expected.p90_seconds or 0)
    page = " ".join(signed_in(at_desk).get("/desk/").content.decode().split())
    rows = dict(re.findall(r"<tr><td>([^<]+)</td>(.*?)</tr>", page))
    first, longest, wait = re.findall(r'<td class="number">(.*?)</td>', rows[known.name])
    assert (first, "data-clock-since" in longest) == ("3", True)
    assert wait == f"{duration(expected.p50_seconds)}–{duration(expected.p90_seconds)}"
    assert re.findall(r'<td class="number">(.*?)</td>', rows[unknown.name]) == ["0", "–", "–"]  # nothing is foretold


def test_whom_an_agent_calls_neither_waited_nor_came_first(agent: Staff, client: Client) -> None:
    called = make_contact("outbound", unit=agent.unit)
    contact_answered(called.pk, agent=agent, by=TEST)
    facts = re.findall(r"<dt>(.*?)</dt>", client.get("/desk/").content.decode())
    assert "Number" in facts
    assert {"Caller's number", "Waited", "Why first"}.isdisjoint(facts)


def test_only_parts_that_changed_get_another_mark(agent: Staff, client: Client) -> None:
    before = state(client)["parts"]
    assert state(client)["parts"] == before
    client.post("/desk/presence/", {"state": "training"})
    after = state(client)["parts"]
    changed = {name for name in after if after[name] != before[name]}  # type: ignore[attr-defined,index]
    assert changed == {"presence", "customer"}


def test_a_leader_without_seat_may_look(client: Client) -> None:
    leader = signed_in(make_staff(Role.TEAM_LEADER))
    assert leader.get("/desk/").status_code == 200
    assert state(leader)["agent"] is None


def test_a_state_nobody_can_ask_for_is_refused_in_words(client: Client) -> None:
    answer = client.post("/desk/presence/", {"state": "busy"})
    assert answer.status_code == 422
    assert "ready" in answer.headers["X-Refused"].lower()


def test_the_phone_account_is_ones_own_and_never_cached(agent: Staff, client: Client) -> None:
    answer = client.get("/desk/phone-account/")
    agent.refresh_from_db()
    assert answer.json()["user"] == agent.staff_number
    assert answer.json()["password"] == agent.sip_secret != ""
    assert "no-store" in answer["Cache-Control"]


def test_finishing_stores_the_wrap_up_drops_the_draft_and_frees_the_agent(agent: Staff, client: Client) -> None:
    make_wrap_up_code("bill")
    contact = call_comes(agent.agent.memberships.get().queue)
    call_is_answered(contact)
    call_ends(contact)
    address = f"/desk/contacts/{contact.public_id}"
    assert client.post(f"{address}/draft/", {"note": "半句"}).status_code == 200
    assert Draft.objects.get().note == "半句"
    assert client.post(f"{address}/wrap-up/", {"code": "bill", "note": "已答复"}).status_code == 200
    contact.refresh_from_db()
    agent.agent.refresh_from_db()
    assert (contact.note, agent.agent.state, Draft.objects.count()) == ("已答复", "ready", 0)


def test_a_contact_cannot_be_finished_while_talking(agent: Staff, client: Client) -> None:
    make_wrap_up_code("bill")
    contact = call_comes(agent.agent.memberships.get().queue)
    call_is_answered(contact)
    answer = client.post(f"/desk/contacts/{contact.public_id}/wrap-up/", {"code": "bill"})
    assert answer.status_code == 409


def test_an_unknown_code_comes_back_with_the_form(agent: Staff, client: Client) -> None:
    contact = make_answered_contact(agent=agent)
    answer = client.post(f"/desk/contacts/{contact.public_id}/wrap-up/", {"code": "no-such", "note": "留着"})
    assert answer.status_code == 422
    assert "Choose a wrap-up code" in answer.content.decode()
    assert "留着" in answer.content.decode()


def test_a_call_that_is_over_cannot_be_held(agent: Staff, client: Client) -> None:
    contact = make_answered_contact(agent=agent)
    answer = client.post(f"/desk/contacts/{contact.public_id}/hold/")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_allowed")
    assert answer.json()["message"]


def test_a_colleagues_contact_is_not_mine_to_hold(agent: Staff, client: Client) -> None:
    contact = make_answered_contact(agent=make_staff(unit=agent.unit))
    assert client.post(f"/desk/contacts/{contact.public_id}/hold/").status_code == 403


def test_a_transfer_needs_one_target(agent: Staff, client: Client) -> None:
    contact = make_answered_contact(agent=agent)
    answer = client.post(f"/desk/contacts/{contact.public_id}/transfer/", {"target": "", "number": ""})
    assert answer.status_code == 422


def test_the_seat_is_remembered(agent: Staff, client: Client) -> None:
    client.post("/desk/seat/", {"phone": "sip"})
    client.post("/desk/seat/", {"sets": "auto_answer", "auto_answer": "on"})
    seat = Seat.objects.get(staff=agent)
    assert (seat.phone, seat.auto_answer) == ("sip", True)


def test_customers_from_elsewhere_are_seen_while_they_are_served(agent: Staff, client: Client) -> None:
    foreign = make_party("马云飞")
    contact = call_comes(agent.agent.memberships.get().queue, foreign)
    assert "马**" in client.get("/desk/customer/").content.decode()
    stranger = make_staff()
    assert "马**" not in signed_in(stranger).get("/desk/customer/").content.decode()
    assert client.post("/private/contact/" + contact.public_id + "/number/", {"reason": "核实"}).status_code == 200


def test_a_caller_is_looked_for_in_the_body_and_attached_by_who_serves_them(agent: Staff, client: Client) -> None:
    contact, party = make_answered_contact(agent=agent), make_party(name="王小明", unit=agent.unit)
    address = f"/desk/contacts/{contact.public_id}/caller/"
    assert party.public_id not in client.get(address, {"term": "王小明"}).content.decode(), "addresses are logged"
    page = client.post(f"{address}search/", {"term": "王小明"}).content.decode()
    assert party.public_id in page
    assert f'hx-post="{address}search/"' in page
    colleague = make_staff(unit=agent.unit)
    assert signed_in(colleague).get(address).status_code == 200
    assert signed_in(colleague).post(address, {"customer": party.public_id}).status_code == 403
    assert client.post(address, {"customer": party.public_id}).status_code == 200
    contact.refresh_from_db()
    assert contact.customer == party
    leader = make_staff(Role.TEAM_LEADER, unit=agent.unit)
    assert signed_in(leader).post(address, {"customer": party.public_id}).status_code == 200
