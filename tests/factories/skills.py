"""Skills, and what queues ask for, for tests."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from tests.factories.accounts import make_staff
from tests.factories.contacts import TEST
from tests.factories.routing import make_agent
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.service.routing.models import Agent, Membership, Queue
from wanhao.service.skills import actions
from wanhao.service.skills.actions import Level
from wanhao.service.skills.models import QueueRing, QueueSkill, Skill

_numbers = count(1)


def make_skill(code: str = "", **facts: Any) -> Skill:
    """A skill in use."""
    code = code or f"skill-{next(_numbers)}"
    return Skill.objects.create(code=code, **({"name_zh": f"技能 {code}", "name_en": f"Skill {code}"} | facts))


def teach(agent: Agent, skill: Skill, level: int, valid_until: date | None = None) -> None:
    """The agent has the skill; level 0: not any more."""
    actions.set_skills([agent.pk], [Level(skill, level, valid_until)], by=TEST)


def ask_for(queue: Queue, skill: Skill, least: int = 1) -> None:
    """The queue asks for the skill; members follow with the next derivation."""
    QueueSkill.objects.create(queue=queue, skill=skill, minimum_level=least)


def add_ring(queue: Queue, level: int, reach: str, after: int) -> None:
    """Who is asked after how long."""
    QueueRing.objects.create(queue=queue, minimum_level=level, reach=reach, after_seconds=after)


def members(queue: Queue) -> dict[int, tuple[int, int, bool]]:
    """Agent → level, wait, whether it follows from skills."""
    rows = Membership.objects.filter(queue=queue)
    return {row.agent_id: (row.level, row.after_seconds, row.is_derived) for row in rows}


def taught_address(unit: Unit, viewer: Staff) -> dict[str, str]:
    """An agent of a unit, for the rights matrix."""
    agent = make_agent(staff=make_staff(unit=unit))
    return {"staff_number": agent.staff.staff_number}
