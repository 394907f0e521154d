"""The live rows: what a leader sees of agents and of those who wait."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import make_staff, make_unit
from tests.factories.chat import make_chat, make_entrance, make_served_chat
from tests.factories.customers import make_party
from tests.factories.routing import make_agent, make_queue, pass_time
from tests.factories.scenes import call_comes, call_ends, call_is_answered
from wanhao.foundation.accounts.rights import Role
from wanhao.management.floor import snapshot
from wanhao.management.floor.snapshot import Floor, Row
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Offer

pytestmark = pytest.mark.django_db


def rows() -> dict[str, Row]:
    return Floor().rows()


def test_an_agent_with_contact_and_figures_of_today() -> None:
    centre = make_unit()
    queue = make_queue(unit=centre, wrap_up_seconds=0)
    staff = make_staff(unit=centre, name="李娜")
    make_agent(queue, staff=staff)
    for rating in (5, 4):
        contact = call_comes(queue)
        call_is_answered(contact)
        pass_time(20)
        call_ends(contact, rating=rating)
    customer = make_party("王小明", region=centre.region)
    call_is_answered(call_comes(queue, customer))
    row = rows()[f"a{staff.staff_number}"]
    assert row.path == centre.path
    value = row.value
    assert (value["name"], value["state"], value["queues"]) == ("李娜", "busy", [queue.code])
    assert (value["contacts"], value["rating"], value["ratings"]) == (3, 4.5, 2)
    assert value["talk"] >= 20
    assert value["contact"]["who"] == "王**"
    assert value["contact"]["phase"] == "talking"


def test_an_agent_with_several_chats_shows_one_and_how_many_more() -> None:
    entrance = make_entrance(weight=25)
    agent = make_agent(entrance.queue)
    for _chat in range(2):
        make_served_chat(entrance, agent)
    make_chat(entrance)  # one more rings
    contact = rows()[f"a{agent.staff.staff_number}"].value["contact"]
    assert (contact["channel"], contact["phase"], contact["more"]) == ("chat", "talking", 2)


def test_who_waits_and_who_sees_it() -> None:
    centre = make_unit()
    team = make_unit("team", parent=centre)
    queue = make_queue(unit=centre)
    make_agent(queue, staff=make_staff(unit=team), state="training")
    contact = call_comes(queue, vip_seconds=300)
    snapshot.floor.cache_clear()
    key = f"w{contact.public_id}"
    near, far = make_staff(Role.TEAM_LEADER, unit=team), make_staff(Role.DUTY_LEADER)
    seen = snapshot.rows_for(near)
    assert (seen[key]["queue"], seen[key]["start"], seen[key]["who"]) == (queue.code, 300, "121****0001")
    assert len(seen) == 2
    assert snapshot.rows_for(far) == {}
    assert snapshot.rows_for(make_staff(Role.GENERAL_SEAT, unit=team)) == {}
    snapshot.floor.cache_clear()


def test_not_answered_offers_are_counted() -> None:
    queue = make_queue()
    agent = make_agent(queue)
    contact = call_comes(queue)
    routing.offer_failed(Offer.objects.get(contact=contact).pk, "not_answered")
    assert rows()[f"a{agent.staff.staff_number}"].value["missed"] == 1


def test_as_many_questions_for_many_agents_as_for_few(django_assert_max_num_queries: Any) -> None:
    queue = make_queue()
    for _number in range(3):
        make_agent(queue, staff=make_staff(unit=queue.unit))
    with CaptureQueriesContext(connection) as few:
        rows()
    for _number in range(12):
        make_agent(queue, staff=make_staff(unit=queue.unit))
        call_comes(queue)
    with django_assert_max_num_queries(len(few) + 2):  # names of customers are looked up when there are contacts
        assert sum(key.startswith("a") for key in rows()) == 15
