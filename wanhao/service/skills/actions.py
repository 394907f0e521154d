"""The only way to change skills; the memberships follow in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.routing import queries as routing
from wanhao.service.routing.models import Agent
from wanhao.service.skills import derivation, events, rules
from wanhao.service.skills.models import AgentSkill, Skill

SKILLS = Actor.system("skills")


@dataclass(frozen=True)
class Level:
    """How well a skill is known, perhaps until a day; level 0: not any more."""

    skill: Skill
    level: int
    valid_until: date | None = None


@transaction.atomic
def set_skills(agent_ids: Iterable[int], levels: Sequence[Level], *, by: Staff | Actor) -> int:
    """These agents have these skills from now on; returns for how many agents something changed."""
    if any(not 0 <= wanted.level <= rules.HIGHEST for wanted in levels):
        raise Invalid(level=_("A level is a number from 1 to 5."))
    changed: set[int] = set()
    skills: set[int] = set()
    for agent in _in_reach(agent_ids, by):
        for wanted in levels:
            if _set(agent, wanted, by) if wanted.level else _remove(agent, wanted.skill, by):
                changed.add(agent.pk)
                skills.add(wanted.skill.pk)
    if changed:  # once, at the end: queues are locked in ascending order
        derivation.derive(derivation.queues_asking(skills), by=by)
    return len(changed)


def _set(agent: Agent, wanted: Level, by: Staff | Actor) -> bool:
    skill = wanted.skill
    before = AgentSkill.objects.select_for_update().filter(agent=agent, skill=skill).first()
    if before and (before.level, before.valid_until) == (wanted.level, wanted.valid_until):
        return False
    facts = {"level": wanted.level, "valid_until": wanted.valid_until, "warned": ""}
    AgentSkill.objects.update_or_create(agent=agent, skill=skill, defaults=facts)
    record(events.SkillSet(agent.pk, skill.code, wanted.level, wanted.valid_until), actor=by, unit=agent.unit_id)
    return True


def _remove(agent: Agent, skill: Skill, by: Staff | Actor) -> bool:
    deleted, _rows = AgentSkill.objects.filter(agent=agent, skill=skill).delete()
    if deleted:
        record(events.SkillRemoved(agent.pk, skill.code), actor=by, unit=agent.unit_id)
    return bool(deleted)


def _in_reach(agent_ids: Iterable[int], by: Staff | Actor) -> list[Agent]:
    """The agents, in order; refused when one of them is not the person's to change."""
    wanted = sorted(set(agent_ids))
    rows = routing.agents_within(by, Right.EDIT_SKILLS) if isinstance(by, Staff) else routing.all_agents()
    found = list(rows.filter(pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise Forbidden(_("This agent belongs to another unit."))
    return found
