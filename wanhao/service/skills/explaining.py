"""Why somebody does not serve a queue: the skill that is missing, too low or over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wanhao.service.routing.why import LACKING
from wanhao.service.skills import rules
from wanhao.service.skills.models import AgentSkill, QueueSkill

if TYPE_CHECKING:
    from wanhao.service.routing.models import Queue


def lacking(queue: Queue, agent_ids: Sequence[int]) -> dict[int, str]:
    """Agent → the skills asked for that they do not have today at the level needed."""
    asked = list(QueueSkill.objects.filter(queue=queue, skill__is_active=True).select_related("skill"))
    held: dict[tuple[int, int], int] = {}
    for row in AgentSkill.objects.filter(agent__in=agent_ids, skill__in=[one.skill_id for one in asked]):
        if rules.is_valid(row.valid_until, localdate()):
            held[row.agent_id, row.skill_id] = row.level
    found: dict[int, str] = {}
    for agent_id in agent_ids:
        missing = [one for one in asked if held.get((agent_id, one.skill_id), 0) < one.minimum_level]
        if missing:
            named = ", ".join(f"{one.skill.name} {one.minimum_level}" for one in missing)
            found[agent_id] = _("lacks %(skills)s") % {"skills": named}
    return found


def register() -> None:
    """Let routing tell it with the rest of its reasons."""
    if lacking not in LACKING:
        LACKING.append(lacking)
