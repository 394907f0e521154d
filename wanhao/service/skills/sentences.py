"""How changes of skills are told."""

from typing import Any

from wanhao.foundation.audit.sentences import declare
from wanhao.service.skills import events
from wanhao.service.skills.models import Skill


def skill_name(code: Any) -> str:
    """A skill by its code."""
    skill = Skill.objects.filter(code=code).first()
    return skill.name if skill else str(code)


declare(
    events.SkillSet,
    ("技能登记", "Skill set"),
    ("{skill} {level} 级，有效至 {valid_until}", "{skill}, level {level}, until {valid_until}"),
    skill=skill_name,
)
declare(events.SkillRemoved, ("技能取消", "Skill removed"), ("{skill}", "{skill}"), skill=skill_name)
declare(
    events.SkillExpiring,
    ("技能到期提醒", "Warned of a skill that ends"),
    ("{skill}，有效至 {valid_until}", "{skill}, until {valid_until}"),
    skill=skill_name,
)
