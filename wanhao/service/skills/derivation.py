"""From skills to memberships: what queues ask for, matched with what agents can do today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from wanhao.foundation.accounts.models import Unit
from wanhao.service.routing import queries as routing
from wanhao.service.routing.memberships import Serves, follow_skills, lock_queues
from wanhao.service.routing.models import Agent, Queue
from wanhao.service.skills import rules
from wanhao.service.skills.models import AgentSkill, QueueRing, QueueSkill
from wanhao.service.skills.rules import Nearness, Ring

if TYPE_CHECKING:
    from datetime import date

    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.audit.events import Actor

SITES = (Unit.Kind.CENTRE, Unit.Kind.HALL)


@transaction.atomic
def derive(queue_ids: Iterable[int], *, by: Staff | Actor) -> int:
    """Let the memberships of these queues follow the skills of today; returns how many changed.

    The queues are locked before the skills are read, so that of two changes at once the later one sees both.
    """
    wanted = sorted(set(queue_ids))
    lock_queues(wanted)
    return follow_skills(serving(wanted, localdate()), by=by)


def serving(queue_ids: Iterable[int], today: date) -> dict[int, dict[int, Serves]]:
    """Queue → agent → how they serve it, by skills valid today; nobody where a queue asks for nothing."""
    asked = _asked(queue_ids)
    held = _held({skill for skills in asked.values() for skill in skills}, today)
    places = {agent.pk: agent for agent in routing.all_agents().filter(pk__in=held)}
    found: dict[int, dict[int, Serves]] = {}
    sites = site_paths()
    for queue in routing.all_queues().filter(pk__in=asked).select_related("unit").prefetch_related("rings"):
        rings = [_ring(row) for row in queue.rings.all()]
        site = sites[queue.unit_id]
        found[queue.pk] = {
            agent_id: serves
            for agent_id, skills in held.items()
            if (serves := _serves(skills, asked[queue.pk], places[agent_id], queue, site, rings))
        }
    return found


def _serves(
    skills: dict[int, int], asked: dict[int, int], agent: Agent, queue: Queue, site: str, rings: list[Ring]
) -> Serves | None:
    level = rules.level_for(skills, asked)
    if level is None:
        return None
    near = rules.nearness(agent.unit.path, agent.region_id, site, queue.region_id)
    after = rules.after_seconds(level, near, rings)
    return None if after is None else Serves(level, after)


def _asked(queue_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    asked: dict[int, dict[int, int]] = {queue_id: {} for queue_id in queue_ids}
    rows = QueueSkill.objects.filter(queue__in=asked, skill__is_active=True)
    for queue_id, skill_id, least in rows.values_list("queue_id", "skill_id", "minimum_level"):
        asked[queue_id][skill_id] = least
    return asked


def _held(skill_ids: Iterable[int], today: date) -> dict[int, dict[int, int]]:
    held: dict[int, dict[int, int]] = defaultdict(dict)
    rows = AgentSkill.objects.filter(skill__in=skill_ids, agent__staff__is_active=True)
    for agent_id, skill_id, level, until in rows.values_list("agent_id", "skill_id", "level", "valid_until"):
        if rules.is_valid(until, today):
            held[agent_id][skill_id] = level
    return held


def _ring(row: QueueRing) -> Ring:
    return Ring(row.minimum_level, Nearness[row.reach.upper()], row.after_seconds)


def site_paths() -> dict[int, str]:
    """Unit → the path of the centre or hall it belongs to; its own path above those."""
    units = list(Unit.objects.order_by("path").values_list("pk", "path", "kind"))
    sites = [path for _pk, path, kind in units if kind in SITES]
    return {pk: next((site for site in sites if path.startswith(site)), path) for pk, path, _kind in units}


def queues_asking(skill_ids: Iterable[int]) -> list[int]:
    """Queues that ask for one of these skills."""
    return sorted(QueueSkill.objects.filter(skill__in=list(skill_ids)).values_list("queue_id", flat=True).distinct())


def queues_out_of_date() -> list[int]:
    """Queues whose memberships do not follow the skills of today any more: one expired, a unit moved."""
    asking = set(QueueSkill.objects.values_list("queue_id", flat=True))
    derived: dict[int, dict[int, Serves]] = defaultdict(dict)
    by_hand: dict[int, set[int]] = defaultdict(set)
    for row in routing.memberships():
        if row.is_derived:
            derived[row.queue_id][row.agent_id] = Serves(row.level, row.after_seconds)
        else:
            by_hand[row.queue_id].add(row.agent_id)
    found = []
    for queue_id, agents in serving(asking | set(derived), localdate()).items():
        wanted = {agent: serves for agent, serves in agents.items() if agent not in by_hand[queue_id]}
        if wanted != derived[queue_id]:
            found.append(queue_id)
    return sorted(found)
