"""Agents and their skills within the reader's reach, and the queues they come to serve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing import queries as routing
from wanhao.service.routing.models import Agent, Membership
from wanhao.service.skills import rules
from wanhao.service.skills.models import AgentSkill, Skill
from wanhao.service.skills.rules import Ending

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wanhao.foundation.accounts.models import Staff

PAGE = 40


@dataclass(frozen=True)
class Cell:
    """One agent and one skill: the level, and how near its end is."""

    skill: Skill
    held: AgentSkill | None

    @property
    def level(self) -> int:
        """0 when the agent does not have it."""
        return self.held.level if self.held else 0

    @property
    def ending(self) -> Ending:
        """Whether it ends soon or has ended."""
        if self.held is None:
            return Ending.LATER
        return rules.ending(self.held.valid_until, localdate(), self.skill.warn_days)


@dataclass
class Row:
    """An agent with a cell for each skill, and the queues served."""

    agent: Agent
    cells: list[Cell]
    memberships: list[Membership] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """What the matrix is narrowed to."""

    term: str = ""
    unit: str = ""
    skill: str = ""
    after: str = ""


def skills() -> list[Skill]:
    """Skills in use."""
    return list(Skill.objects.filter(is_active=True))


def skills_by_agent() -> dict[int, list[str]]:
    """Agent → codes of the skills in force today, everywhere; for a part of the programme."""
    found: dict[int, list[str]] = defaultdict(list)
    lasting = Q(valid_until=None) | Q(valid_until__gte=localdate())
    held = AgentSkill.objects.filter(lasting, skill__is_active=True).order_by("skill__position", "skill__code")
    for agent_id, code in held.values_list("agent_id", "skill__code"):
        found[agent_id].append(code)
    return dict(found)


def skill_by_code(code: str) -> Skill:
    """A skill in use."""
    found = Skill.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise NotFound(_("There is no such skill in use."))
    return found


def agents_to_teach(viewer: Staff) -> QuerySet[Agent]:
    """Agents whose skills the viewer may change."""
    return routing.agents_within(viewer, Right.EDIT_SKILLS).filter(staff__is_active=True)


def agent_to_teach(viewer: Staff, staff_number: str) -> Agent:
    """One of them."""
    found = agents_to_teach(viewer).filter(staff__staff_number=staff_number).first()
    if found is None:
        raise NotFound(_("There is no such agent within your reach."))
    return found


def units_of(viewer: Staff) -> list[Unit]:
    """Units that have agents of the viewer's."""
    return list(Unit.objects.filter(pk__in=agents_to_teach(viewer).order_by().values("unit")).order_by("path"))


def found_agents(viewer: Staff, wanted: Wanted) -> tuple[list[Agent], str]:
    """A page of agents, and the staff number after which the next one begins."""
    rows = agents_to_teach(viewer)
    if wanted.term:
        rows = rows.filter(Q(staff__staff_number__startswith=wanted.term) | Q(staff__name__contains=wanted.term))
    if wanted.unit:
        rows = rows.filter(unit__code=wanted.unit)
    if wanted.skill:
        rows = rows.filter(skills__skill__code=wanted.skill)
    if wanted.after:
        rows = rows.filter(staff__staff_number__gt=wanted.after)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].staff.staff_number if len(found) > PAGE else ""


def rows_of(agents: Iterable[Agent]) -> list[Row]:
    """The agents with their skills and the queues they serve."""
    listed, known = list(agents), skills()
    held: dict[int, dict[int, AgentSkill]] = defaultdict(dict)
    for row in AgentSkill.objects.filter(agent__in=listed):
        held[row.agent_id][row.skill_id] = row
    serves: dict[int, list[Membership]] = defaultdict(list)
    members = routing.memberships().filter(agent__in=listed, queue__is_active=True).select_related("queue")
    for member in members.order_by("after_seconds", "queue__code"):
        serves[member.agent_id].append(member)
    return [
        Row(agent, [Cell(skill, held[agent.pk].get(skill.pk)) for skill in known], serves[agent.pk]) for agent in listed
    ]
