"""The matrix of skills: a level, several agents, one agent with last days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from tests.factories.accounts import make_staff, make_unit
from tests.factories.routing import make_agent, make_queue
from tests.factories.skills import ask_for, make_skill, members, teach
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.service.routing.models import Agent, Queue
from wanhao.service.skills.models import Skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Unit:
    return make_unit(Unit.Kind.CENTRE)


@pytest.fixture
def page(centre: Unit, client: Client) -> Client:
    client.force_login(make_staff(Role.TEAM_LEADER, unit=centre))
    return client


@pytest.fixture
def fault(centre: Unit) -> tuple[Skill, Queue]:
    skill, queue = make_skill("broadband"), make_queue(unit=centre, name_en="Broadband faults")
    ask_for(queue, skill, 2)
    return skill, queue


def agents(centre: Unit, many: int) -> list[Agent]:
    return [make_agent(staff=make_staff(unit=centre)) for _n in range(many)]


def test_a_level_chosen_in_the_matrix_changes_the_queues_served(
    page: Client, centre: Unit, fault: tuple[Skill, Queue]
) -> None:
    (agent,) = agents(centre, 1)
    number = agent.staff.staff_number
    answer = page.post("/skills/cells/", {"agent": number, "skill": "broadband", "level": "4"})
    assert "Broadband faults" in answer.content.decode()
    assert members(fault[1]) == {agent.pk: (4, 0, True)}
    page.post("/skills/cells/", {"agent": number, "skill": "broadband", "level": "0"})
    assert members(fault[1]) == {}


def test_several_agents_at_once(page: Client, centre: Unit, fault: tuple[Skill, Queue]) -> None:
    chosen = agents(centre, 3)[:2]
    sent = {"skill": "broadband", "level": "3", "valid_until": (localdate() + timedelta(days=30)).isoformat()}
    assert page.post("/skills/many/", sent).status_code == 422  # nobody was ticked
    numbers = [agent.staff.staff_number for agent in chosen]
    answer = page.post("/skills/many/?term=a", sent | {"agents": numbers})
    assert (answer.status_code, answer["Location"]) == (302, "/skills/?term=a")
    assert set(members(fault[1])) == {agent.pk for agent in chosen}


def test_one_agent_with_a_last_day(page: Client, centre: Unit, fault: tuple[Skill, Queue]) -> None:
    (agent,) = agents(centre, 1)
    address = f"/skills/{agent.staff.staff_number}/"
    day = localdate() + timedelta(days=3)
    sent = {"broadband-level": "5", "broadband-valid_until": day.isoformat()}
    assert page.post(address, sent).status_code == 302
    assert agent.skills.get().valid_until == day
    past = sent | {"broadband-valid_until": (localdate() - timedelta(days=1)).isoformat()}
    assert page.post(address, past).status_code == 422
    assert "Broadband faults" in page.get(address).content.decode()


def test_the_matrix_is_narrowed_and_shows_only_one_s_own_agents(
    page: Client, centre: Unit, fault: tuple[Skill, Queue]
) -> None:
    first, second = agents(centre, 2)
    foreign = make_agent(staff=make_staff(unit=make_unit()))
    teach(first, fault[0], 3)
    everybody = page.get("/skills/").content.decode()
    assert first.staff.staff_number in everybody
    assert foreign.staff.staff_number not in everybody
    with_skill = page.get("/skills/?skill=broadband").content.decode()
    assert f"agent-{first.staff.staff_number}" in with_skill
    assert f"agent-{second.staff.staff_number}" not in with_skill
