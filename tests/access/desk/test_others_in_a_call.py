"""The desk while others are in a call: whom the agent asks, what a colleague and a leader see, what may be sent."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.accounts import make_staff, signed_in
from tests.factories.calls import make_call
from tests.factories.routing import make_agent, make_queue
from tests.factories.scenes import call_comes, call_is_answered
from wanhao.foundation.accounts.rights import Role
from wanhao.service.calls import events, parties
from wanhao.service.calls.models import Call, CallCommand, ShownNumber
from wanhao.service.calls.parties import Role as Part
from wanhao.service.contacts.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact() -> Contact:
    """A contact that an agent serves by telephone."""
    queue = make_queue("general")
    make_agent(queue)
    arrived = call_comes(queue)
    call_is_answered(arrived)
    arrived.refresh_from_db()
    if not Call.objects.filter(contact=arrived).exists():
        make_call(arrived)
    return arrived


def contact_state(client: Client) -> dict[str, object]:
    found: dict[str, object] = client.get("/desk/state/").json()["contact"]
    return found


def test_the_agent_sees_how_far_the_consultation_is(contact: Contact) -> None:
    client = signed_in(contact.agent)
    assert contact_state(client)["consulted"] is None
    colleague = make_agent(make_queue())
    asked = parties.ask_staff(contact.pk, colleague.pk, by_id=contact.agent_id, role=Part.CONSULTED)
    name = colleague.staff.display_name
    shown = contact_state(client)["consulted"]
    assert (shown["name"], shown["phase"]) == (name, "ringing")
    event = events.CallConsulted(contact.pk, contact.agent_id, "agent", asked.shown)
    parties.answered(asked.party_id, event, by_id=contact.agent_id)
    assert contact_state(client)["consulted"]["phase"] == "talking"
    parties.take_part(
        asked.party_id, events.ConferenceBegan(contact.pk, contact.agent_id, asked.shown), by_id=contact.agent_id
    )
    assert contact_state(client)["consulted"]["phase"] == "conference"


def test_a_colleague_who_is_asked_sees_the_customer_but_steers_nothing(contact: Contact) -> None:
    colleague = make_agent(make_queue())  # of another centre
    client = signed_in(colleague.staff)
    assert contact_state(client) is None
    parties.ask_staff(contact.pk, colleague.pk, by_id=contact.agent_id, role=Part.CONSULTED)
    state = contact_state(client)
    assert (state["phase"], state["role"], state["urls"]) == ("consulted", "consulted", {})
    page = client.get("/desk/customer/").content.decode()
    assert f"{contact.agent.display_name} asks you about this caller" in page
    assert client.post(f"/desk/contacts/{contact.public_id}/hold/").status_code == 403


def test_a_leader_sees_the_call_they_listen_to(contact: Contact) -> None:
    leader = make_staff(Role.TEAM_LEADER, unit=contact.unit)
    client = signed_in(leader)
    assert client.post(f"/desk/contacts/{contact.public_id}/listening/").status_code == 202
    parties.ask_staff(contact.pk, leader.pk, by_id=leader.pk, role=Part.LISTENS)
    state = contact_state(client)
    assert (state["phase"], state["role"]) == ("supervising", "listens")
    assert set(state["urls"]) == {"listen", "whisper", "join", "take_over", "leave"}
    assert "A call of" in client.get("/desk/customer/").content.decode()


def test_the_transfer_dialog_asks_first_or_passes_on(contact: Contact) -> None:
    client = signed_in(contact.agent)
    colleague = make_agent(make_queue("fault"))
    address = f"/desk/contacts/{contact.public_id}/transfer/"
    target = colleague.staff.staff_number
    assert client.post(address, {"target": target, "way": "consult"}).status_code == 200
    assert client.post(address, {"target": "fault"}).status_code == 200
    assert client.post(address, {"target": "fault", "way": "teleport"}).status_code == 422
    assert list(CallCommand.objects.order_by("pk").values_list("action", "target")) == [
        ("consult", target),
        ("transfer", "fault"),
    ]


def test_what_went_wrong_is_told_to_the_one_who_asked(contact: Contact) -> None:
    leader = make_staff(Role.TEAM_LEADER, unit=contact.unit)
    signed_in(leader).post(f"/desk/contacts/{contact.public_id}/listening/")
    CallCommand.objects.update(problem="Nobody can be added.")
    assert contact_state(signed_in(contact.agent))["problem"] == ""


def test_numbers_to_show_are_a_choice_only_where_there_are_several(contact: Contact) -> None:
    client = signed_in(contact.agent)
    unit = contact.agent.unit
    ShownNumber.objects.create(number="10000", name_zh="热线", name_en="Line", unit=unit, is_usual=True)
    assert 'name="shown"' not in client.get("/desk/contacts/").content.decode()
    ShownNumber.objects.create(number="10001", name_zh="回访", name_en="Call back", unit=unit)
    assert client.get("/desk/contacts/").content.decode().count('<option value="1000') == 2
