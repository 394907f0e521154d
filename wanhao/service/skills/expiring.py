"""Skills that end: memberships follow, and agent and leaders are told in time."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import localdate

from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.locks import locked
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.notices.models import Notice
from wanhao.service.skills import derivation, events, rules
from wanhao.service.skills.actions import SKILLS
from wanhao.service.skills.models import AgentSkill
from wanhao.service.skills.rules import Ending

SENTENCES = {
    Ending.SOON: ("{name} 的技能“{zh}”将于 {day} 到期", "The skill {en} of {name} ends on {day}"),
    Ending.ENDED: ("{name} 的技能“{zh}”已于 {day} 到期", "The skill {en} of {name} ended on {day}"),
}


def keep_up() -> int:
    """Bring memberships up to date where skills ended or units moved, and warn; returns how many were warned of."""
    late = derivation.queues_out_of_date()
    if late:
        derivation.derive(late, by=SKILLS)
    ending = AgentSkill.objects.filter(valid_until__isnull=False, agent__staff__is_active=True).select_related("skill")
    return sum(_warn(row.pk) for row in ending.order_by("pk") if row.warned != _ending_of(row))


def _ending_of(row: AgentSkill) -> Ending:
    return rules.ending(row.valid_until, localdate(), row.skill.warn_days)


@transaction.atomic
def _warn(skill_id: int) -> bool:
    """Tell the agent and the leaders, once before the end and once after it."""
    row = locked(AgentSkill.objects.select_related("skill", "agent__staff", "agent__unit"), skill_id)
    ending = _ending_of(row)
    if row.warned == ending or row.valid_until is None:
        return False
    row.warned = ending
    row.save(update_fields=["warned"])
    if ending is Ending.LATER:
        return False
    zh, en = SENTENCES[ending]
    skill, agent = row.skill, row.agent.staff
    words = {"name": str(agent), "zh": skill.name_zh, "en": skill.name_en, "day": row.valid_until.isoformat()}
    for person in [agent, *accounts.holders_of(Right.EDIT_SKILLS, row.agent.unit)]:
        link = "" if person == agent else f"/skills/{agent.staff_number}/"
        notify(person, zh.format(**words), en.format(**words), level=Notice.Level.WARNING, link=link)
    event = events.SkillExpiring(row.agent_id, skill.code, row.valid_until)
    record(event, actor=SKILLS, unit=row.agent.unit_id)
    return True
